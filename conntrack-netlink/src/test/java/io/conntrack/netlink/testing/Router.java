package io.conntrack.netlink.testing;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Two network namespaces whose packets to each other go through that of a test: {@code
 * 10.1.0.2}/{@code fd00:1::2} and {@code 10.2.0.2}/{@code fd00:2::2}. The test's own addresses end
 * in 1.
 */
public final class Router {

  private static final String UPLINK = "uplink";

  private final Netns router;
  private final Netns client;
  private final Netns server;

  private Router(Netns router, Netns client, Netns server) {
    this.router = router;
    this.client = client;
    this.server = server;
  }

  /** Makes the namespaces, which go with that of the test, and the links to them. */
  public static Router between(Netns router) throws Exception {
    Router made = new Router(router, router.another(), router.another());
    made.link(made.client, 1);
    made.link(made.server, 2);
    router.sysctl("net.ipv4.ip_forward", 1);
    router.sysctl("net.ipv6.conf.all.forwarding", 1);
    return made;
  }

  private void link(Netns end, int number) throws Exception {
    String here = "to" + number;
    String[] add = {"ip", "link", "add", here, "type", "veth", "peer", "name", UPLINK};
    router.run(concat(add, "netns", end.path().toString())).orFail();
    address(router, here, number, 1);
    address(end, UPLINK, number, 2);
    end.run("ip", "route", "add", "default", "via", "10." + number + ".0.1").orFail();
    end.run("ip", "-6", "route", "add", "default", "via", "fd00:" + number + "::1").orFail();
  }

  private static String[] concat(String[] command, String... more) {
    return Stream.of(command, more).flatMap(Arrays::stream).toArray(String[]::new);
  }

  private static void address(Netns netns, String link, int number, int host) throws Exception {
    String ipv4 = "10." + number + ".0." + host + "/24";
    String ipv6 = "fd00:" + number + "::" + host + "/64";
    netns.run("ip", "link", "set", link, "up").orFail();
    netns.run("ip", "address", "add", ipv4, "dev", link).orFail();
    netns.run("ip", "address", "add", ipv6, "dev", link, "nodad").orFail();
  }

  /** Returns the namespace of the addresses that begin with {@code 10.1} and {@code fd00:1}. */
  public Netns client() {
    return client;
  }

  /** Returns the namespace of the addresses that begin with {@code 10.2} and {@code fd00:2}. */
  public Netns server() {
    return server;
  }
}
