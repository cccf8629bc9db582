package io.conntrack.netlink.internal.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.IpFamily;
import io.conntrack.RandomFlows;
import io.conntrack.Tuple;
import io.conntrack.netlink.internal.codec.BigEndianHost;
import io.conntrack.netlink.internal.codec.FlowDecoder;
import io.conntrack.netlink.internal.codec.FlowMessages;
import io.conntrack.netlink.internal.codec.Golden;
import io.conntrack.netlink.internal.codec.MessageReader;
import io.conntrack.spi.FlowBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * An event of a flow, as hosts of both byte orders write it.
 *
 * @param name where it comes from
 * @param flow what it says
 * @param datagrams its bytes by byte order
 */
record Event(String name, Flow flow, Map<ByteOrder, byte[]> datagrams) {

  static final List<ByteOrder> ORDERS = List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);

  private static final List<Event> CAPTURED =
      Golden.flows()
          .filter(golden -> golden.name().contains("event-"))
          .filter(golden -> !golden.name().contains("truncated"))
          .map(Event::of)
          .toList();

  /** Returns all captured events of flows that are whole. */
  static List<Event> captured() {
    return CAPTURED;
  }

  private static Event of(Golden golden) {
    byte[] bytes = golden.bytes();
    return new Event(
        golden.name(),
        decode(bytes, ByteOrder.LITTLE_ENDIAN),
        Map.of(ByteOrder.LITTLE_ENDIAN, bytes, ByteOrder.BIG_ENDIAN, BigEndianHost.image(bytes)));
  }

  /** Returns an event of a random flow, whose addresses and ports may be translated. */
  static Event random(Random random) {
    FlowBuffer flow = RandomFlows.next(random);
    if (random.nextInt(3) == 0) {
      flow.reply().copy(translated(Tuple.copyOf(flow.reply()), random));
    }
    if (flow.has(FlowAttribute.MASTER)) {
      flow.master().copy(master(flow.original().family(), random));
    }
    byte[] littleEndian = encode(flow, ByteOrder.LITTLE_ENDIAN);
    byte[] bigEndian = encode(flow, ByteOrder.BIG_ENDIAN);
    Flow said = decode(littleEndian, ByteOrder.LITTLE_ENDIAN);
    assertThat(decode(bigEndian, ByteOrder.BIG_ENDIAN)).isEqualTo(said);
    return new Event(
        "random",
        said,
        Map.of(ByteOrder.LITTLE_ENDIAN, littleEndian, ByteOrder.BIG_ENDIAN, bigEndian));
  }

  private static Tuple master(IpFamily family, Random random) {
    return Stream.generate(() -> RandomFlows.tuple(random))
        .filter(tuple -> tuple.family() == family)
        .findFirst()
        .orElseThrow();
  }

  private static Tuple translated(Tuple reply, Random random) {
    Tuple other = RandomFlows.tuple(random);
    FlowBuffer mixed = new FlowBuffer();
    mixed.reply().copy(reply);
    boolean sameShape = other.family() == reply.family() && other.hasPorts() == reply.hasPorts();
    if (sameShape && random.nextBoolean()) {
      mixed.reply().source(other.sourceHigh(), other.sourceLow());
    }
    if (sameShape && random.nextBoolean()) {
      mixed.reply().destination(other.destinationHigh(), other.destinationLow());
    }
    if (reply.hasPorts() && random.nextBoolean()) {
      mixed.reply().ports(reply.sourcePort(), random.nextInt(0x10000));
    }
    return Tuple.copyOf(mixed.reply());
  }

  private static byte[] encode(FlowBuffer flow, ByteOrder order) {
    ByteBuffer encoded = FlowMessages.encode(flow, order);
    byte[] bytes = new byte[encoded.capacity()];
    encoded.get(0, bytes);
    return bytes;
  }

  /** Returns what the only message of a datagram says. */
  static Flow decode(byte[] datagram, ByteOrder order) {
    MessageReader message =
        new MessageReader().wrap(ByteBuffer.wrap(datagram).order(order), datagram.length);
    message.next();
    FlowBuffer flow = new FlowBuffer();
    new FlowDecoder().decode(message, flow);
    return Flow.copyOf(flow);
  }

  @Override
  public String toString() {
    return name + " " + flow + " zones " + flow.zoneId(Direction.ORIGINAL);
  }
}
