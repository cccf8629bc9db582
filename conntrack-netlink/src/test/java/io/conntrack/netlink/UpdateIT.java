package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.ConntrackException;
import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowUpdate;
import io.conntrack.FlowUpdateBuilder;
import io.conntrack.SctpInfo;
import io.conntrack.SctpState;
import io.conntrack.SequenceAdjustment;
import io.conntrack.Status;
import io.conntrack.Synproxy;
import io.conntrack.TcpInfo;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import io.conntrack.netlink.testing.TcpConnection;
import io.conntrack.netlink.testing.UdpExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel changes what an update says, and nothing else, or says why not. */
@KernelTest
class UpdateIT extends OpenTable {

  private static final Tuple FTP = Tuple.tcp("192.0.2.1", 40_000, "198.51.100.2", 21);
  private static final Tuple SCTP = Tuple.sctp("192.0.2.1", 40_000, "198.51.100.2", 3868);
  private static final int SCALING = TcpInfo.Peer.WINDOW_SCALE;

  /** Creates a connection of which both senders announced nothing. */
  private void createTcp() {
    table.create(
        SampleFlows.plain(FTP).toBuilder()
            .protocolInfo(
                new TcpInfo(
                    TcpState.ESTABLISHED,
                    new TcpInfo.Peer(0, 0x02, 0xff),
                    new TcpInfo.Peer(0, 0x02, 0xff)))
            .build());
  }

  private Flow update(Tuple original, FlowUpdateBuilder update) {
    table.update(original, update.build());
    return table.get(original).orElseThrow();
  }

  @Test
  void changesTheFlagsOfOneSender() {
    createTcp();

    Flow shown = update(FTP, FlowUpdate.builder().tcpFlags(Direction.REPLY, 0x08, 0x0a));

    assertThat(shown.protocolInfo())
        .contains(
            new TcpInfo(
                TcpState.ESTABLISHED, new TcpInfo.Peer(0, 0x02, 0), new TcpInfo.Peer(0, 0x08, 0)));
  }

  @Test
  void changesWindowScalesTogetherWithTheFlagThatLetsThemCount() {
    createTcp();

    Flow shown =
        update(
            FTP,
            FlowUpdate.builder()
                .tcpWindowScales(7, 14)
                .tcpFlags(Direction.ORIGINAL, SCALING, SCALING)
                .tcpFlags(Direction.REPLY, SCALING, SCALING));

    assertThat(shown.protocolInfo())
        .contains(
            new TcpInfo(
                TcpState.ESTABLISHED, new TcpInfo.Peer(7, 0x03, 0), new TcpInfo.Peer(14, 0x03, 0)));
    assertThat(update(FTP, FlowUpdate.builder().tcpWindowScales(0, 1)).protocolInfo())
        .contains(
            new TcpInfo(
                TcpState.ESTABLISHED, new TcpInfo.Peer(0, 0x03, 0), new TcpInfo.Peer(1, 0x03, 0)));
  }

  @Test
  void leavesWindowScalesAloneWhereASenderDoesNotScale() {
    createTcp();

    Flow shown =
        update(
            FTP,
            FlowUpdate.builder()
                .tcpWindowScales(7, 14)
                .tcpFlags(Direction.ORIGINAL, SCALING, SCALING));

    assertThat(shown.tcpWindowScale(Direction.ORIGINAL)).isZero();
    assertThat(shown.tcpWindowScale(Direction.REPLY)).isZero();
  }

  @Test
  void saysThatATcpStateIsUnknown() {
    createTcp();

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(
            () -> table.update(FTP, FlowUpdate.builder().tcpState(new TcpState(10)).build()))
        .withMessageMatching(
            "update tcp 192.0.2.1:40000->198.51.100.2:21: .*\\((ERANGE|EINVAL)\\) - .*");
  }

  @Test
  void changesTheStateAndTagsOfSctp() {
    table.create(
        SampleFlows.plain(SCTP).toBuilder()
            .protocolInfo(new SctpInfo(SctpState.COOKIE_WAIT, 1, 2))
            .build());
    SctpInfo changed = new SctpInfo(SctpState.ESTABLISHED, 0x80000001, 0x7ffffffe);

    assertThat(update(SCTP, FlowUpdate.builder().sctp(changed)).protocolInfo()).contains(changed);
  }

  @Test
  void leavesAloneWhatBelongsToAnotherProtocol() {
    createTcp();
    Flow before = table.get(FTP).orElseThrow();

    Flow shown =
        update(FTP, FlowUpdate.builder().sctp(new SctpInfo(SctpState.CLOSED, 1, 2)).mark(1));

    assertThat(shown.protocolInfo()).isEqualTo(before.protocolInfo());
    assertThat(shown.markBits()).isEqualTo(1);
  }

  @Test
  void adjustsTheSequenceOfEachDirection() {
    createTcp();
    SequenceAdjustment original = new SequenceAdjustment(-2, 7, -7);
    SequenceAdjustment reply = new SequenceAdjustment(1, 0, 8);

    Flow one = update(FTP, FlowUpdate.builder().sequenceAdjustment(Direction.REPLY, reply));
    Flow both = update(FTP, FlowUpdate.builder().sequenceAdjustment(Direction.ORIGINAL, original));

    assertThat(one.sequenceAdjustment(Direction.REPLY)).contains(reply);
    assertThat(one.sequenceAdjustment(Direction.ORIGINAL))
        .contains(new SequenceAdjustment(0, 0, 0));
    assertThat(both.sequenceAdjustment(Direction.REPLY)).contains(reply);
    assertThat(both.sequenceAdjustment(Direction.ORIGINAL)).contains(original);
    assertThat(both.status().orElseThrow().has(Status.SEQUENCE_ADJUSTED)).isTrue();
  }

  @Test
  void changesTheSynProxy() {
    createTcp();
    Synproxy changed = new Synproxy(-1, 2, -3);

    assertThat(update(FTP, FlowUpdate.builder().synproxy(changed)).synproxy()).contains(changed);
  }

  /** The kernel makes room for them when a flow begins, if it needs any. */
  @Test
  void changesNoSequenceAndNoSynProxyOfRealTraffic(Netns netns) throws Exception {
    try (TcpConnection tcp = TcpConnection.open("127.0.0.1", 5000)) {
      Flow shown =
          update(
              tcp.original(),
              FlowUpdate.builder()
                  .synproxy(new Synproxy(1, 2, 3))
                  .sequenceAdjustment(Direction.REPLY, new SequenceAdjustment(1, 2, 3)));

      assertThat(shown.synproxy()).isEmpty();
      assertThat(shown.sequenceAdjustment(Direction.REPLY)).isEmpty();
    }
  }

  @Test
  void acceptsTheHelperThatIsThereAndNoOther() {
    table.create(SampleFlows.plain(FTP).toBuilder().helper("ftp").build());

    assertThat(update(FTP, FlowUpdate.builder().helper("ftp")).helper()).contains("ftp");
    assertThatExceptionOfType(UnsupportedByKernelException.class)
        .isThrownBy(() -> table.update(FTP, FlowUpdate.builder().helper("nosuch").build()))
        .withMessageEndingWith(
            "(EOPNOTSUPP) - the kernel knows no helper \"nosuch\" for tcp over ipv4: load its"
                + " module, e.g. \"modprobe nf_conntrack_nosuch\"");
    assertThat(table.get(FTP).orElseThrow().helper()).contains("ftp");
  }

  /** Both are helpers of the kernel; neither is built for the other's port. */
  @ParameterizedTest
  @ValueSource(strings = {"irc", "sane", "pptp", "sip"})
  void replacesNoHelper(String other) {
    table.create(SampleFlows.plain(FTP).toBuilder().helper("ftp").build());

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> table.update(FTP, FlowUpdate.builder().helper(other).build()))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .containsAnyOf(
                        "(EBUSY) - the flow has helper \"ftp\", which can be removed but not"
                            + " replaced by \""
                            + other
                            + "\"",
                        "(EOPNOTSUPP) - the kernel knows no helper \"" + other + "\""));
  }

  @Test
  void removesAHelperForEver() {
    table.create(SampleFlows.plain(FTP).toBuilder().helper("ftp").build());

    assertThat(update(FTP, FlowUpdate.builder().helper("")).helper()).isEmpty();
    assertThat(update(FTP, FlowUpdate.builder().helper("")).helper()).isEmpty();
    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> table.update(FTP, FlowUpdate.builder().helper("ftp").build()))
        .withMessageEndingWith(
            "(EBUSY) - the flow's helper was removed, and it gets none any more");
  }

  @Test
  void attachesNoHelperToAFlowThatBeganWithout() {
    createTcp();

    assertThatExceptionOfType(UnsupportedByKernelException.class)
        .isThrownBy(() -> table.update(FTP, FlowUpdate.builder().helper("ftp").build()))
        .withMessageContaining("(EOPNOTSUPP)")
        .withMessageEndingWith("or the flow was created without a helper, and gets none any more");
  }

  @Test
  void givesAnExpectedFlowNoHelper() {
    Tuple data = Tuple.tcp("192.0.2.1", 40_001, "198.51.100.2", 50_000);
    table.create(SampleFlows.plain(FTP).toBuilder().helper("ftp").build());
    table.create(SampleFlows.plain(data).toBuilder().master(FTP).build());

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> table.update(data, FlowUpdate.builder().helper("ftp").build()))
        .withMessageEndingWith(
            "(EBUSY) - the flow was expected by another one's helper and cannot have helper"
                + " \"ftp\"");
  }

  @Test
  void ignoresTcpOnAnotherProtocol() throws Exception {
    try (UdpExchange udp = UdpExchange.open("127.0.0.1", 5000)) {
      udp.request(1);
      udp.answer(1);
      Tuple original = dumpOne().original();

      Flow shown =
          update(
              original,
              FlowUpdate.builder()
                  .tcpState(TcpState.CLOSE)
                  .tcpWindowScales(1, 2)
                  .tcpFlags(Direction.REPLY, 1, 1));

      assertThat(shown.protocolInfo()).isEmpty();
    }
  }

  private Flow dumpOne() {
    try (var flows = table.dump()) {
      return flows.findFirst().orElseThrow();
    }
  }
}
