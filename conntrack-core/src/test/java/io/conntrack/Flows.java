package io.conntrack;

import io.conntrack.spi.FlowBuffer;
import java.time.Duration;

/**
 * Flows for tests: one per protocol, between addresses that are reserved for documentation. Each
 * has the timeout that a table needs to create it, TCP also the state and status of an established
 * connection. Change what the test is about and build.
 */
public final class Flows {

  /** Port of the first flow's originator. */
  public static final int CLIENT_PORT = 40_000;

  private static final int FIRST_PORT = 1_024;
  private static final int PORTS = 64_000;
  private static final int FIRST_CLIENT = 0xc0000201; // 192.0.2.1
  private static final IpAddress SERVER = IpAddress.parse("192.0.2.200");
  private static final IpAddress CLIENT6 = IpAddress.parse("2001:db8::1");
  private static final IpAddress SERVER6 = IpAddress.parse("2001:db8::c8");

  private Flows() {}

  /** Returns {@code 192.0.2.1:40000->192.0.2.200:443}, established. */
  public static FlowBuilder tcp() {
    return established(Tuple.tcp("192.0.2.1", CLIENT_PORT, "192.0.2.200", 443));
  }

  /**
   * Returns the established TCP flow with this number, from 0 on; each has another original tuple.
   */
  public static FlowBuilder tcp(int number) {
    IpAddress client = IpAddress.v4(FIRST_CLIENT + number / PORTS);
    return established(Tuple.of(Protocol.TCP, client, FIRST_PORT + number % PORTS, SERVER, 443));
  }

  /** Returns {@code [2001:db8::1]:40000->[2001:db8::c8]:443}, established. */
  public static FlowBuilder tcp6() {
    return established(Tuple.tcp("2001:db8::1", CLIENT_PORT, "2001:db8::c8", 443));
  }

  /** Returns a query to a name server. */
  public static FlowBuilder udp() {
    return builder(Tuple.udp("192.0.2.1", CLIENT_PORT, "192.0.2.200", 53));
  }

  /** Returns a query to a name server over IPv6. */
  public static FlowBuilder udp6() {
    return builder(Tuple.udp("2001:db8::1", CLIENT_PORT, "2001:db8::c8", 53));
  }

  /** Returns a UDPLite flow. */
  public static FlowBuilder udplite() {
    return builder(ports(Protocol.UDPLITE, CLIENT_PORT, 5004));
  }

  /** Returns an SCTP flow. */
  public static FlowBuilder sctp() {
    return builder(Tuple.sctp("192.0.2.1", CLIENT_PORT, "192.0.2.200", 3868));
  }

  /** Returns a DCCP flow with ports, as kernels before 6.17 have it. */
  public static FlowBuilder dccp() {
    return builder(ports(Protocol.DCCP, CLIENT_PORT, 5005));
  }

  /** Returns a GRE flow with the keys 0x15 and 0x19. */
  public static FlowBuilder gre() {
    return builder(ports(Protocol.GRE, 0x15, 0x19));
  }

  /** Returns a ping. */
  public static FlowBuilder icmp() {
    return builder(Tuple.icmp("192.0.2.1", "192.0.2.200", 8, 0, 97));
  }

  /** Returns a ping over IPv6. */
  public static FlowBuilder icmpv6() {
    return builder(Tuple.icmpv6("2001:db8::1", "2001:db8::c8", 128, 0, 97));
  }

  /** Returns a flow of addresses alone: IPsec payload, protocol 50. */
  public static FlowBuilder esp() {
    return builder(Tuple.of(Protocol.of(50), IpAddress.v4(FIRST_CLIENT), SERVER));
  }

  /** Returns a flow of addresses alone over IPv6. */
  public static FlowBuilder esp6() {
    return builder(Tuple.of(Protocol.of(50), CLIENT6, SERVER6));
  }

  /**
   * Returns a TCP flow whose addresses and ports differ in all four ends: both source and
   * destination are translated.
   */
  public static FlowBuilder natted() {
    return established(Tuple.tcp("192.0.2.1", CLIENT_PORT, "198.51.100.1", 443))
        .status(
            Status.SEEN_REPLY
                .with(Status.ASSURED)
                .with(Status.SOURCE_NAT)
                .with(Status.DESTINATION_NAT))
        .reply(Tuple.tcp("203.0.113.9", 8443, "192.0.2.254", 50_000));
  }

  /** Returns a buffer filled with this flow, as a backend hands it to a callback. */
  public static FlowBuffer buffer(FlowBuilder flow) {
    FlowBuffer buffer = new FlowBuffer();
    buffer.copy(flow.build());
    return buffer;
  }

  private static Tuple ports(Protocol protocol, int source, int destination) {
    return Tuple.of(protocol, IpAddress.v4(FIRST_CLIENT), source, SERVER, destination);
  }

  private static FlowBuilder established(Tuple original) {
    return builder(original)
        .status(Status.SEEN_REPLY.with(Status.ASSURED))
        .tcpState(TcpState.ESTABLISHED);
  }

  private static FlowBuilder builder(Tuple original) {
    return Flow.builder(original).timeout(Duration.ofMinutes(5));
  }
}
