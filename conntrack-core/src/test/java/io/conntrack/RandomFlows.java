package io.conntrack;

import io.conntrack.spi.FlowBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Flows of all shapes for laws; equal sources of random numbers give equal flows. */
public final class RandomFlows {

  private static final List<Protocol> WITH_PORTS =
      List.of(
          Protocol.TCP, Protocol.UDP, Protocol.UDPLITE, Protocol.SCTP, Protocol.DCCP, Protocol.GRE);

  private static final List<Set<FlowField>> ZONES =
      List.of(
          Set.of(),
          EnumSet.of(FlowField.ZONE),
          EnumSet.of(FlowField.ORIGINAL_ZONE),
          EnumSet.of(FlowField.REPLY_ZONE));

  private static final List<Set<FlowField>> PROTOCOL_INFO =
      List.of(
          Set.of(),
          EnumSet.of(
              FlowField.TCP_STATE, FlowField.TCP_ORIGINAL_FLAGS, FlowField.TCP_REPLY_WINDOW_SCALE),
          EnumSet.of(FlowField.SCTP_STATE, FlowField.SCTP_REPLY_TAG),
          EnumSet.of(FlowField.DCCP_STATE, FlowField.DCCP_SEQUENCE));

  private static final Set<FlowField> ANY_FLOW =
      EnumSet.complementOf(
          EnumSet.of(
              FlowField.ZONE,
              FlowField.ORIGINAL_ZONE,
              FlowField.REPLY_ZONE,
              FlowField.TCP_STATE,
              FlowField.SCTP_STATE,
              FlowField.DCCP_STATE));

  private RandomFlows() {}

  /** Fills a buffer with random tuples and a random choice of attributes. */
  public static FlowBuffer next(Random random) {
    FlowBuffer flow = new FlowBuffer();
    Tuple original = tuple(random);
    flow.original().copy(original);
    flow.reply().copy(original.inverse());
    for (FlowField field : ANY_FLOW) {
      if (random.nextBoolean()) {
        field.set(flow, random.nextInt());
      }
    }
    setAll(one(random, ZONES), flow, random);
    setAll(one(random, PROTOCOL_INFO), flow, random);
    return flow;
  }

  /** Returns a tuple of any family and shape that has an inverse. */
  public static Tuple tuple(Random random) {
    IpFamily family = one(random, List.of(IpFamily.values()));
    IpAddress source = address(random, family);
    IpAddress destination = address(random, family);
    return switch (random.nextInt(3)) {
      case 0 -> Tuple.of(one(random, WITH_PORTS), source, port(random), destination, port(random));
      case 1 -> icmp(random, source, destination);
      default -> Tuple.of(Protocol.of(100), source, destination);
    };
  }

  /** Returns an address of a family; every second group of an IPv6 address is zero. */
  public static IpAddress address(Random random, IpFamily family) {
    return IpAddress.of(family, sparse(random), sparse(random));
  }

  private static long sparse(Random random) {
    long bits = 0;
    for (int group = 0; group < 4; group++) {
      bits = bits << 16 | (random.nextBoolean() ? 0 : port(random));
    }
    return bits;
  }

  private static Tuple icmp(Random random, IpAddress source, IpAddress destination) {
    return source.family() == IpFamily.IPV4
        ? Tuple.of(
            Protocol.ICMP, source, destination, one(random, List.of(0, 8, 13, 18)), 0, port(random))
        : Tuple.of(
            Protocol.ICMPV6, source, destination, one(random, List.of(128, 140)), 0, port(random));
  }

  private static void setAll(Set<FlowField> fields, FlowBuffer flow, Random random) {
    for (FlowField field : fields) {
      field.set(flow, random.nextInt());
    }
  }

  private static int port(Random random) {
    return random.nextInt(0x10000);
  }

  private static <T> T one(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
