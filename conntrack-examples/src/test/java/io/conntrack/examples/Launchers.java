package io.conntrack.examples;

import io.conntrack.netlink.testing.Netns;
import io.conntrack.netlink.testing.Output;

/** Runs the scripts of {@code bin} on the jars that the build has just made. */
public final class Launchers {

  private Launchers() {}

  /** Runs a script of bash in a network namespace. */
  public static Output run(Netns netns, String script) throws Exception {
    String java = "JAVA_HOME='" + System.getProperty("java.home") + "'";
    return netns.run("bash", "-c", "export CONNTRACK_BUILD=no " + java + "; " + script);
  }
}
