package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_DELETE;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Flow;
import io.conntrack.FlowUpdate;
import io.conntrack.FlowUpdateBuilder;
import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.Labels;
import io.conntrack.Law;
import io.conntrack.RandomFlows;
import io.conntrack.Status;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A deletion that names no flow empties the table, so every request must name one. */
class RequestsNameAFlowTest {

  private static final int DELETE = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_DELETE;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int REQUEST_BYTES = 4096; // as much as there is for one
  private static final String SOURCE = "CTA_TUPLE_ORIG/CTA_TUPLE_IP/CTA_IP_V%d_SRC";
  private static final String DESTINATION = "CTA_TUPLE_ORIG/CTA_TUPLE_IP/CTA_IP_V%d_DST";

  @Law
  void everyRequestForAFlowCarriesBothItsAddressesAndItsProtocol(long seed) {
    Random random = new Random(seed);
    Flow flow = Flow.copyOf(RandomFlows.next(random));
    Tuple tuple = flow.original();
    int zone = random.nextInt(0x10000);
    FlowUpdate update = update(random);

    assertThat(
            List.of(
                message(to -> FlowRequests.get(to, 1, tuple, zone)),
                message(to -> FlowRequests.getAndZero(to, 1, tuple, zone)),
                message(to -> FlowRequests.delete(to, 1, tuple, zone)),
                message(to -> FlowRequests.delete(to, 1, tuple, zone, random.nextInt())),
                message(to -> FlowRequests.update(to, 1, tuple, zone, random.nextInt(), update)),
                message(to -> FlowRequests.create(to, 1, flow))))
        .as("seed %d", seed)
        .allSatisfy(message -> assertNames(message, tuple));
  }

  @Law
  void requestsInOneDatagramEachCarryTheirTuple(long seed) {
    Random random = new Random(seed);
    ByteBuffer buffer = ByteBuffer.allocate(REQUEST_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    MessageBuilder builder = new MessageBuilder(buffer);
    List<Tuple> tuples = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Tuple tuple = RandomFlows.tuple(random);
      tuples.add(tuple);
      FlowRequests.delete(builder, i, tuple, random.nextInt(3));
    }

    MessageReader reader = new MessageReader().wrap(buffer, builder.length());
    for (Tuple tuple : tuples) {
      assertThat(reader.next()).as("seed %d", seed).isTrue();
      assertNames(WireMessage.of(buffer, reader.start()), tuple);
    }
    assertThat(reader.next()).isFalse();
  }

  @Test
  void onlyAFlushDeletesWithoutATuple() {
    WireMessage flush = message(to -> FlowRequests.flush(to, 1));

    assertThat(flush.type()).isEqualTo(DELETE);
    assertThat(flush.values()).isEmpty();
    assertThat(message(to -> FlowRequests.dump(to, 1)).type()).isNotEqualTo(DELETE);
    assertThat(message(to -> FlowRequests.statistics(to, 1)).type()).isNotEqualTo(DELETE);
  }

  private static void assertNames(WireMessage message, Tuple tuple) {
    boolean v4 = tuple.family() == IpFamily.IPV4;
    assertThat(message.family()).isEqualTo(v4 ? AF_INET : AF_INET6);
    assertThat(message.values())
        .containsEntry(SOURCE.formatted(v4 ? 4 : 6), hex(tuple.source()))
        .containsEntry(DESTINATION.formatted(v4 ? 4 : 6), hex(tuple.destination()))
        .containsEntry(
            "CTA_TUPLE_ORIG/CTA_TUPLE_PROTO/CTA_PROTO_NUM",
            "%02x".formatted(tuple.protocolNumber()));
  }

  private static String hex(IpAddress address) {
    return address.family() == IpFamily.IPV4
        ? "%08x".formatted((int) address.low())
        : "%016x%016x".formatted(address.high(), address.low());
  }

  private static FlowUpdate update(Random random) {
    FlowUpdateBuilder update = FlowUpdate.builder().timeout(Duration.ofSeconds(1));
    if (random.nextBoolean()) {
      update.mark(random.nextInt());
    }
    if (random.nextBoolean()) {
      update.addStatus(Status.ASSURED);
    }
    if (random.nextBoolean()) {
      update.tcpState(new TcpState(random.nextInt(10)));
    }
    if (random.nextBoolean()) {
      update.labels(Labels.of(random.nextInt(128)), new Labels(-1, -1));
    }
    return update.build();
  }

  private static WireMessage message(Consumer<MessageBuilder> request) {
    ByteBuffer buffer = ByteBuffer.allocate(REQUEST_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    request.accept(new MessageBuilder(buffer));
    return WireMessage.of(buffer, 0);
  }
}
