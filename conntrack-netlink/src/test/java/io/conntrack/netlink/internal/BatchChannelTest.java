package io.conntrack.netlink.internal;

import static io.conntrack.Direction.ORIGINAL;
import static io.conntrack.Direction.REPLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Flow;
import io.conntrack.Flows;
import io.conntrack.IpAddress;
import io.conntrack.NatRange;
import io.conntrack.SequenceAdjustment;
import io.conntrack.netlink.internal.codec.FlowRequests;
import io.conntrack.netlink.internal.codec.WireMessage;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.spi.FlowBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchChannelTest {

  private static final Operation OPERATION = Operation.of("create");

  private final ScriptedKernel kernel = new ScriptedKernel();
  private final BatchChannel channel = new BatchChannel(kernel, Duration.ofSeconds(5));
  private final List<String> refusals = new ArrayList<>();

  private void exchange() {
    channel.exchange(
        OPERATION, (index, errno, text) -> refusals.add(index + " " + errno + " " + text));
  }

  private BatchChannelTest acknowledgeLast() {
    kernel.onBatch(
        batch ->
            kernel.deliver(
                kernel.answers().acknowledgement(batch.get(batch.size() - 1).sequence())));
    return this;
  }

  /** Returns a flow with more than any flow can have. */
  private static Flow longest() {
    FlowBuffer flow = Flows.buffer(Flows.tcp6());
    flow.tcpPeer(ORIGINAL, 7, 0x23, 0xff);
    flow.tcpPeer(REPLY, 8, 0x24, 0xff);
    flow.sctpTags(1, 2);
    flow.dccpState(3);
    flow.dccpHandshake(1, 2);
    flow.zone(5);
    flow.zone(ORIGINAL, 5);
    flow.zone(REPLY, 5);
    flow.mark(-1);
    flow.helper("fifteen-letters");
    flow.labels(-1, -1);
    flow.master().copy(Flows.tcp6().build().original());
    flow.sequenceAdjustment(ORIGINAL, new SequenceAdjustment(1, 2, 3));
    flow.sequenceAdjustment(REPLY, new SequenceAdjustment(1, 2, 3));
    flow.synproxy(1, 2, 3);
    NatRange range =
        new NatRange(IpAddress.parse("2001:db8::"), IpAddress.parse("2001:db8::ff"), 1, 65_535);
    flow.sourceNat(range);
    flow.destinationNat(range);
    return Flow.copyOf(flow);
  }

  @Test
  void holdsABatchOfTheLongestRequests() {
    Flow longest = longest();
    acknowledgeLast();
    for (int i = 0; i < BatchChannel.CAPACITY; i++) {
      FlowRequests.create(channel.builder(), channel.sequence(), longest);
      assertThat(channel.added()).isEqualTo(i);
    }

    exchange();

    assertThat(kernel.requests())
        .hasSize(BatchChannel.CAPACITY)
        .allSatisfy(request -> assertThat(request.values()).containsKey("CTA_MARK"));
    assertThat(refusals).isEmpty();
    assertThat(channel.size()).isZero();
  }

  @Test
  void tellsWhichRequestsWereRefused() {
    kernel.onBatch(
        batch ->
            kernel.deliver(
                kernel.answers().refusal(batch.get(1).sequence(), Errno.EINVAL, "no", 20),
                kernel.answers().refusal(batch.get(2).sequence(), Errno.EEXIST)));
    for (int i = 0; i < 3; i++) {
      FlowRequests.create(channel.builder(), channel.sequence(), Flows.tcp(i).build());
      channel.added();
    }

    exchange();

    assertThat(refusals).containsExactly("1 22 no at request offset 20", "2 17 ");
  }

  @Test
  void beginsAgainBehindABatch() {
    acknowledgeLast().acknowledgeLast();
    for (int batch = 0; batch < 2; batch++) {
      for (int i = 0; i < 2; i++) {
        FlowRequests.create(channel.builder(), channel.sequence(), Flows.tcp(i).build());
        assertThat(channel.added()).isEqualTo(i);
      }
      exchange();
    }

    assertThat(kernel.requests()).extracting(WireMessage::sequence).containsExactly(1, 2, 3, 4);
    assertThat(kernel.requests())
        .extracting(request -> request.flags() & 0x004) // NLM_F_ACK
        .containsExactly(0, 4, 0, 4);
  }
}
