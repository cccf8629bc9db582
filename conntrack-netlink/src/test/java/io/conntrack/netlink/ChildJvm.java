package io.conntrack.netlink;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The command lines of other Java virtual machines. */
final class ChildJvm {

  private ChildJvm() {}

  /** Returns the command line of this JDK's {@code java}. */
  static String[] java(String... arguments) {
    String program = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return concat(new String[] {program}, arguments);
  }

  /** Returns the directory or archive that a class was loaded from. */
  static String home(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  static String[] concat(String[] words, String... others) {
    return Stream.of(words, others).flatMap(Stream::of).toArray(String[]::new);
  }
}
