package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tables of flows are full of neighbours, and a scanner chooses them. They must not end in the same
 * bucket.
 */
class TupleHashTest {

  private static final int TUPLES = 1 << 16;

  static Stream<Named<IntFunction<Tuple>>> neighbours() {
    return Stream.of(
        named("ports of one client", n -> tuple(0, n >>> 8, 0, n & 0xff)),
        named("clients of one service", n -> tuple(n >>> 8, 40_000 + (n & 0xff), 0, 443)),
        named("a scan of ports and hosts from one port", n -> tuple(0, 40_000, n >>> 8, n & 0xff)),
        named("a scan from all ports", n -> tuple(0, n, 0, 443)),
        named("many networks", n -> tuple(n << 16, 40_000, 0, 443)),
        named("hosts at both ends", n -> tuple(n & 0xff, 500, n >>> 8, 500)),
        named("equal ports", n -> tuple(n >>> 12, n & 0xfff, 0, n & 0xfff)),
        named("pings", n -> ping(n >>> 12, n & 0xfff)),
        named("IPv6 hosts", n -> tuple6(0, n, 0, 1)),
        named("IPv6 networks", n -> tuple6(n, 1, 0, 1)),
        named("an IPv6 scan of networks and hosts", n -> tuple6(0, 1, n >>> 8, n & 0xff)),
        named("IPv6 hosts at both ends", n -> tuple6(0, n >>> 8, 0, n & 0xff)));
  }

  @ParameterizedTest
  @MethodSource("neighbours")
  void giveDifferentHashes(IntFunction<Tuple> tuple) {
    long different = hashes(tuple).distinct().count();

    assertThat(different).isGreaterThan(TUPLES * 999L / 1000);
  }

  @ParameterizedTest
  @MethodSource("neighbours")
  void fillTheBucketsOfAHashMapEvenly(IntFunction<Tuple> tuple) {
    long buckets =
        hashes(tuple).map(hash -> (hash ^ hash >>> 16) & (TUPLES - 1)).distinct().count();

    assertThat(buckets).isGreaterThan(TUPLES * 60L / 100); // random hashes hit 63 of 100
  }

  private static IntStream hashes(IntFunction<Tuple> tuple) {
    return IntStream.range(0, TUPLES).mapToObj(tuple).mapToInt(Tuple::hashCode);
  }

  private static Tuple tuple(int client, int sourcePort, int server, int destinationPort) {
    return Tuple.of(
        Protocol.TCP,
        IpAddress.v4(0x0a000000 + client),
        sourcePort,
        IpAddress.v4(0xac100000 + server),
        destinationPort);
  }

  private static Tuple ping(int client, int id) {
    IpAddress source = IpAddress.v4(0x0a000000 + client);
    return Tuple.of(Protocol.ICMP, source, IpAddress.v4(0xac100001), 8, 0, id);
  }

  private static Tuple tuple6(long sourceNetwork, long sourceHost, long network, long host) {
    IpAddress source = IpAddress.v6(0x2001_0db8_0000_0000L + sourceNetwork, sourceHost);
    IpAddress destination = IpAddress.v6(0x2001_0db8_ffff_0000L + network, host);
    return Tuple.of(Protocol.TCP, source, 40_000, destination, 443);
  }
}
