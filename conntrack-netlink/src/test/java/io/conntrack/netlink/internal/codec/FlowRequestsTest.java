package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_ACK;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_CREATE;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_EXCL;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_REQUEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowUpdate;
import io.conntrack.Flows;
import io.conntrack.IpAddress;
import io.conntrack.Labels;
import io.conntrack.NatRange;
import io.conntrack.SctpInfo;
import io.conntrack.SctpState;
import io.conntrack.SequenceAdjustment;
import io.conntrack.Status;
import io.conntrack.Synproxy;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlowRequestsTest {

  private static final Tuple TUPLE = Tuple.tcp("192.0.2.1", 40000, "192.0.2.200", 443);

  @Test
  void looksUpInAZoneOtherThanTheDefault() {
    Map<String, String> asked = values(to -> FlowRequests.get(to, 1, TUPLE, 7));
    Map<String, String> zeroed = values(to -> FlowRequests.getAndZero(to, 1, TUPLE, 0xffff));
    Map<String, String> byDefault = values(to -> FlowRequests.get(to, 1, TUPLE, 0));

    assertThat(asked).containsEntry("CTA_ZONE", "0007");
    assertThat(zeroed).containsEntry("CTA_ZONE", "ffff");
    assertThat(byDefault).doesNotContainKey("CTA_ZONE");
  }

  @Test
  void asksForADeletionOfOneId() {
    assertThat(values(to -> FlowRequests.delete(to, 1, TUPLE, 0, 0x05c7293b)))
        .containsEntry("CTA_ID", "05c7293b");
  }

  @Test
  void createsNothingThatExists() {
    WireMessage request = message(to -> FlowRequests.create(to, 1, Flows.udp().build()));

    assertThat(request.flags()).isEqualTo(NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL);
  }

  /** The others are the kernel's to choose. */
  @ParameterizedTest
  @EnumSource
  void createsAFlowWithWhatAProgramMayChoose(CompleteFlows complete) {
    Flow flow = Flow.copyOf(complete.flow());

    assertThat(values(to -> FlowRequests.create(to, 1, flow)))
        .containsKeys("CTA_TIMEOUT", "CTA_MARK", "CTA_LABELS", "CTA_HELP/CTA_HELP_NAME")
        .containsKeys("CTA_SYNPROXY/CTA_SYNPROXY_ISN", "CTA_SEQ_ADJ_REPLY/CTA_SEQADJ_OFFSET_AFTER")
        .containsKey("CTA_TUPLE_MASTER/CTA_TUPLE_PROTO/CTA_PROTO_NUM")
        .doesNotContainKeys("CTA_ID", "CTA_USE", "CTA_SECCTX/CTA_SECCTX_NAME")
        .doesNotContainKeys("CTA_TIMESTAMP/CTA_TIMESTAMP_START", "CTA_TIMESTAMP_EVENT")
        .doesNotContainKeys("CTA_COUNTERS_ORIG/CTA_COUNTERS_BYTES");
  }

  /** Without the confirmed bit the kernel takes it for an attempt to clear that (EBUSY). */
  @Test
  void sendsOnlyTheStatusThatCanBeSet() {
    Flow flow = Flows.tcp().status(Status.of(-1)).build();
    Flow none = Flows.tcp().status(Status.of(0)).build();

    assertThat(values(to -> FlowRequests.create(to, 1, flow)))
        .containsEntry("CTA_STATUS", "0000240e");
    assertThat(values(to -> FlowRequests.create(to, 1, none)))
        .containsEntry("CTA_STATUS", "00000008");
    assertThat(values(to -> FlowRequests.create(to, 1, Flows.udp().build())))
        .doesNotContainKey("CTA_STATUS");
  }

  @Test
  void putsTheZoneOfADirectionIntoItsTuple() {
    Flow original = Flows.udp().zone(Direction.ORIGINAL, Zone.of(9)).build();
    Flow reply = Flows.udp().zone(Direction.REPLY, Zone.of(9)).build();

    assertThat(values(to -> FlowRequests.create(to, 1, original)))
        .containsEntry("CTA_TUPLE_ORIG/CTA_TUPLE_ZONE", "0009")
        .doesNotContainKeys("CTA_TUPLE_REPLY/CTA_TUPLE_ZONE", "CTA_ZONE");
    assertThat(values(to -> FlowRequests.create(to, 1, reply)))
        .containsEntry("CTA_TUPLE_REPLY/CTA_TUPLE_ZONE", "0009")
        .doesNotContainKeys("CTA_TUPLE_ORIG/CTA_TUPLE_ZONE", "CTA_ZONE");
  }

  /** The kernel wants the plain answer and finds the translated one itself. */
  @Test
  void asksForTheNatThatTheReplyTupleShows() {
    Map<String, String> request = values(to -> FlowRequests.create(to, 1, Flows.natted().build()));

    assertThat(request)
        .contains(
            entry("CTA_TUPLE_ORIG/CTA_TUPLE_IP/CTA_IP_V4_SRC", "c0000201"),
            entry("CTA_TUPLE_ORIG/CTA_TUPLE_IP/CTA_IP_V4_DST", "c6336401"),
            entry("CTA_TUPLE_REPLY/CTA_TUPLE_IP/CTA_IP_V4_SRC", "c6336401"),
            entry("CTA_TUPLE_REPLY/CTA_TUPLE_IP/CTA_IP_V4_DST", "c0000201"),
            entry("CTA_NAT_SRC/CTA_NAT_V4_MINIP", "c00002fe"),
            entry("CTA_NAT_SRC/CTA_NAT_V4_MAXIP", "c00002fe"),
            entry("CTA_NAT_SRC/CTA_NAT_PROTO/CTA_PROTONAT_PORT_MIN", "c350"),
            entry("CTA_NAT_SRC/CTA_NAT_PROTO/CTA_PROTONAT_PORT_MAX", "c350"),
            entry("CTA_NAT_DST/CTA_NAT_V4_MINIP", "cb007109"),
            entry("CTA_NAT_DST/CTA_NAT_V4_MAXIP", "cb007109"),
            entry("CTA_NAT_DST/CTA_NAT_PROTO/CTA_PROTONAT_PORT_MIN", "20fb"),
            entry("CTA_NAT_DST/CTA_NAT_PROTO/CTA_PROTONAT_PORT_MAX", "20fb"));
  }

  @Test
  void asksForNoPortWhereThePortStays() {
    Flow flow =
        Flows.tcp()
            .status(Status.SOURCE_NAT)
            .reply(Tuple.tcp("192.0.2.200", 443, "203.0.113.9", Flows.CLIENT_PORT))
            .build();

    assertThat(values(to -> FlowRequests.create(to, 1, flow)))
        .containsEntry("CTA_NAT_SRC/CTA_NAT_V4_MINIP", "cb007109")
        .doesNotContainKeys("CTA_NAT_SRC/CTA_NAT_PROTO/CTA_PROTONAT_PORT_MIN");
  }

  @Test
  void translatesTheIdOfAPing() {
    Flow source =
        Flows.icmp()
            .status(Status.SOURCE_NAT)
            .reply(Tuple.icmp("192.0.2.200", "203.0.113.9", 0, 0, 98))
            .build();
    Flow destination =
        Flows.icmpv6()
            .status(Status.DESTINATION_NAT)
            .reply(Tuple.icmpv6("2001:db8::9", "2001:db8::1", 129, 0, 98))
            .build();

    assertThat(values(to -> FlowRequests.create(to, 1, source)))
        .containsEntry("CTA_NAT_SRC/CTA_NAT_V4_MINIP", "cb007109")
        .containsEntry("CTA_NAT_SRC/CTA_NAT_PROTO/CTA_PROTONAT_PORT_MIN", "0062");
    assertThat(values(to -> FlowRequests.create(to, 1, destination)))
        .containsEntry("CTA_NAT_DST/CTA_NAT_V6_MINIP", "20010db8000000000000000000000009")
        .containsEntry("CTA_NAT_DST/CTA_NAT_PROTO/CTA_PROTONAT_PORT_MIN", "0062");
  }

  @Test
  void prefersTheNatThatIsAskedForInWords() {
    Flow flow =
        Flows.natted()
            .sourceNat(NatRange.to(IpAddress.parse("203.0.113.77")))
            .destinationNat(NatRange.to(IpAddress.parse("203.0.113.88"), 88))
            .build();

    assertThat(values(to -> FlowRequests.create(to, 1, flow)))
        .containsEntry("CTA_NAT_SRC/CTA_NAT_V4_MINIP", "cb00714d")
        .containsEntry("CTA_NAT_DST/CTA_NAT_V4_MINIP", "cb007158")
        .containsEntry("CTA_NAT_DST/CTA_NAT_PROTO/CTA_PROTONAT_PORT_MAX", "0058");
  }

  /** A reply tuple that differs without a status of NAT is sent as it is. */
  @Test
  void leavesAReplyAloneThatIsNotTranslated() {
    Flow flow = Flows.natted().status(Status.SEEN_REPLY).build();

    assertThat(values(to -> FlowRequests.create(to, 1, flow)))
        .containsEntry("CTA_TUPLE_REPLY/CTA_TUPLE_IP/CTA_IP_V4_SRC", "cb007109")
        .doesNotContainKeys("CTA_NAT_SRC/CTA_NAT_V4_MINIP", "CTA_NAT_DST/CTA_NAT_V4_MINIP");
  }

  @Test
  void changesOnlyWhatTheUpdateSets() {
    assertThat(changed(FlowUpdate.timeout(Duration.ofSeconds(0xffffffffL))))
        .containsExactly(entry("CTA_TIMEOUT", "ffffffff"));
    assertThat(changed(FlowUpdate.mark(0))).containsExactly(entry("CTA_MARK", "00000000"));
    assertThat(changed(FlowUpdate.mark(0x10, 0xff)))
        .containsExactly(entry("CTA_MARK", "00000010"), entry("CTA_MARK_MASK", "000000ff"));
    assertThat(changed(FlowUpdate.builder().tcpState(TcpState.CLOSE).build()))
        .containsExactly(entry("CTA_PROTOINFO/CTA_PROTOINFO_TCP/CTA_PROTOINFO_TCP_STATE", "08"));
  }

  @Test
  void changesWhatIsKnownOfTcpOneByOne() {
    String tcp = "CTA_PROTOINFO/CTA_PROTOINFO_TCP/CTA_PROTOINFO_TCP_";

    assertThat(changed(FlowUpdate.builder().tcpWindowScales(7, 14).build()))
        .containsExactly(entry(tcp + "WSCALE_ORIGINAL", "07"), entry(tcp + "WSCALE_REPLY", "0e"));
    assertThat(changed(FlowUpdate.builder().tcpFlags(Direction.REPLY, 0x08, 0x0c).build()))
        .containsExactly(entry(tcp + "FLAGS_REPLY", "080c"));
  }

  @Test
  void changesWhatIsRareInTheOrderOfTheKernel() {
    FlowUpdate update =
        FlowUpdate.builder()
            .synproxy(new Synproxy(1, 2, 3))
            .sequenceAdjustment(Direction.REPLY, new SequenceAdjustment(4, -5, 6))
            .sctp(new SctpInfo(new SctpState(4), -1, 8))
            .helper("")
            .build();

    assertThat(changed(update))
        .containsExactly(
            entry("CTA_HELP/CTA_HELP_NAME", "00"),
            entry("CTA_PROTOINFO/CTA_PROTOINFO_SCTP/CTA_PROTOINFO_SCTP_STATE", "04"),
            entry("CTA_PROTOINFO/CTA_PROTOINFO_SCTP/CTA_PROTOINFO_SCTP_VTAG_ORIGINAL", "ffffffff"),
            entry("CTA_PROTOINFO/CTA_PROTOINFO_SCTP/CTA_PROTOINFO_SCTP_VTAG_REPLY", "00000008"),
            entry("CTA_SEQ_ADJ_REPLY/CTA_SEQADJ_CORRECTION_POS", "00000004"),
            entry("CTA_SEQ_ADJ_REPLY/CTA_SEQADJ_OFFSET_BEFORE", "fffffffb"),
            entry("CTA_SEQ_ADJ_REPLY/CTA_SEQADJ_OFFSET_AFTER", "00000006"),
            entry("CTA_SYNPROXY/CTA_SYNPROXY_ISN", "00000001"),
            entry("CTA_SYNPROXY/CTA_SYNPROXY_ITS", "00000002"),
            entry("CTA_SYNPROXY/CTA_SYNPROXY_TSOFF", "00000003"));
  }

  /** The kernel refuses a status that lacks a bit which is set. */
  @Test
  void sendsTheStatusThatIsThereWithTheBitsThatAreNew() {
    FlowUpdate update = FlowUpdate.builder().addStatus(Status.ASSURED).build();

    assertThat(values(to -> FlowRequests.update(to, 1, TUPLE, 0, 0x18a, update)))
        .containsEntry("CTA_STATUS", "0000018e");
  }

  @Test
  void sendsLabelsInTheOrderOfTheHost() {
    FlowUpdate update =
        FlowUpdate.builder().labels(Labels.of(3, 127), Labels.of(3, 4, 127)).build();

    assertThat(changed(update))
        .containsExactly(
            entry("CTA_LABELS", "08000000000000000000000000000080"),
            entry("CTA_LABELS_MASK", "18000000000000000000000000000080"));
  }

  private static Map<String, String> changed(FlowUpdate update) {
    Map<String, String> values = values(to -> FlowRequests.update(to, 1, TUPLE, 0, 0x18a, update));
    values.keySet().removeIf(path -> path.startsWith("CTA_TUPLE_ORIG/"));
    return values;
  }

  private static Map<String, String> values(Consumer<MessageBuilder> request) {
    return message(request).values();
  }

  private static WireMessage message(Consumer<MessageBuilder> request) {
    ByteBuffer buffer = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
    request.accept(new MessageBuilder(buffer));
    return WireMessage.of(buffer, 0);
  }
}
