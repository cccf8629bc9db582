package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackException;
import io.conntrack.Flow;
import io.conntrack.FlowExistsException;
import io.conntrack.FlowFilter;
import io.conntrack.FlowNotFoundException;
import io.conntrack.FlowUpdate;
import io.conntrack.Labels;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.TcpInfo;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.Zone;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.testing.KernelTest;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each refusal of the kernel is an exception that says what was tried, why not, and what to do. */
@KernelTest
class ErrorsIT extends OpenTable {

  private static final Tuple TCP = Tuple.tcp("192.0.2.1", 40_000, "198.51.100.2", 443);
  private static final Tuple OTHER = Tuple.tcp("192.0.2.9", 40_009, "198.51.100.2", 443);
  private static final Flow FLOW = SampleFlows.plain(TCP).toBuilder().mark(1).build();

  @Test
  void refusesToCreateAFlowTwice() {
    table.create(FLOW);

    assertThatExceptionOfType(FlowExistsException.class)
        .isThrownBy(() -> table.create(FLOW.toBuilder().mark(2).build()))
        .withMessageStartingWith("create tcp 192.0.2.1:40000->198.51.100.2:443: ")
        .withMessageContaining("(EEXIST) - it collides with the flow tcp      6 ")
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST));
    assertUnchanged();
  }

  @Test
  void refusesToCreateAFlowWithTheReplyOfAnother() {
    table.create(FLOW);
    Flow sameReply = SampleFlows.plain(OTHER).toBuilder().reply(TCP.inverse()).build();

    assertThatExceptionOfType(FlowExistsException.class)
        .isThrownBy(() -> table.create(sameReply))
        .withMessageContaining("(EEXIST) - it collides with the flow tcp      6 ")
        .withMessageContaining("sport=40000");
    assertThat(table.get(OTHER)).isEmpty();
    assertUnchanged();
  }

  @Test
  void refusesToCreateAFlowInTheOppositeDirection() {
    table.create(FLOW);
    Flow opposite = SampleFlows.plain(TCP.inverse()).toBuilder().mark(2).build();

    assertThatExceptionOfType(FlowExistsException.class).isThrownBy(() -> table.create(opposite));
    assertUnchanged();
  }

  @Test
  void missesAFlowThatIsNotThere() {
    assertThat(table.get(TCP)).isEmpty();
    assertNotFound(() -> table.update(TCP, FlowUpdate.mark(1)), "update tcp 192.0.2.1:40000");
    assertNotFound(() -> table.delete(TCP), "delete tcp 192.0.2.1:40000");
    assertNotFound(() -> table.delete(FLOW), "delete tcp 192.0.2.1:40000");
  }

  @Test
  void missesAFlowOfAnotherZone() {
    table.create(FLOW);
    Zone other = Zone.of(3);

    assertThat(table.get(TCP, other)).isEmpty();
    assertNotFound(() -> table.update(TCP, other, FlowUpdate.mark(2)), " zone 3: ");
    assertNotFound(() -> table.delete(TCP, other), " zone 3: ");
    assertNotFound(() -> table.delete(FLOW.toBuilder().zone(other).build()), " zone 3: ");
    assertUnchanged();
  }

  @Test
  void missesAFlowThatIsDeletedTwice() {
    table.create(FLOW);
    Flow shown = table.get(TCP).orElseThrow();
    table.delete(shown);

    assertNotFound(() -> table.delete(shown), "delete tcp 192.0.2.1:40000");
  }

  @Test
  void refusesToChangeAFixedTimeout() {
    table.create(FLOW.toBuilder().status(Status.FIXED_TIMEOUT).build());

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> table.update(TCP, FlowUpdate.timeout(Duration.ofMinutes(1))))
        .isExactlyInstanceOf(ConntrackException.class) // a missing privilege is something else
        .withMessageContaining("(EPERM)")
        .withMessageContaining("FIXED_TIMEOUT")
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EPERM));
    table.update(TCP, FlowUpdate.mark(7));
    assertThat(table.get(TCP).orElseThrow().markBits()).isEqualTo(7);
  }

  @Test
  void refusesLabelsWithoutRoomForThem() {
    table.create(FLOW);
    FlowUpdate update = FlowUpdate.builder().labels(Labels.of(1), Labels.of(1)).build();

    assertRefused(() -> table.update(TCP, update), Errno.ENOSPC, "(ENOSPC)", "a rule that uses");
    assertUnchanged();
  }

  @Test
  void refusesAnUnknownHelper() {
    assertThatExceptionOfType(UnsupportedByKernelException.class)
        .isThrownBy(() -> table.create(FLOW.toBuilder().helper("nonesuch").build()))
        .withMessageContaining("(EOPNOTSUPP)")
        .withMessageContaining("knows no helper \"nonesuch\" for tcp")
        .withMessageContaining("modprobe nf_conntrack_nonesuch");
    assertThat(table.count()).isZero();
  }

  @Test
  void refusesAHelperForAnotherProtocol() {
    Flow flow = SampleFlows.plain(Tuple.udp("192.0.2.1", 1, "192.0.2.2", 21));

    assertThatExceptionOfType(UnsupportedByKernelException.class)
        .isThrownBy(() -> table.create(flow.toBuilder().helper("ftp").build()))
        .withMessageContaining("\"ftp\" for udp");
  }

  @Test
  void refusesAHelperNameThatNoHelperCanHave() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.create(FLOW.toBuilder().helper("0123456789abcdef").build()))
        .withMessageContaining("longer than 15");
  }

  @Test
  void refusesAnExpectedFlowWithoutItsMaster() {
    assertThatExceptionOfType(FlowNotFoundException.class)
        .isThrownBy(() -> table.create(FLOW.toBuilder().master(OTHER).build()))
        .withMessageContaining("(ENOENT) - its master tcp 192.0.2.9:40009")
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
    assertThat(table.count()).isZero();
  }

  @Test
  void refusesAFlowWithoutATimeout() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.create(Flow.builder(TCP).build()))
        .withMessageContaining("timeout is absent");
    assertThat(table.count()).isZero();
  }

  @Test
  void refusesAnAnswerThatNoPingHas() {
    Tuple ping = Tuple.icmp("192.0.2.1", "198.51.100.2", 8, 0, 1);
    Tuple unreachable = Tuple.icmp("198.51.100.2", "192.0.2.1", 3, 0, 1);
    Flow flow = SampleFlows.plain(ping).toBuilder().reply(unreachable).build();

    assertRefused(() -> table.create(flow), Errno.EINVAL, "(EINVAL)");
    assertThat(table.count()).isZero();
  }

  @Test
  void refusesATcpStateThatDoesNotExist() {
    TcpState state = new TcpState(10);

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> table.create(FLOW.toBuilder().tcpState(state).build()))
        .satisfies(e -> assertThat(e.errno()).isIn(Errno.ERANGE, Errno.EINVAL)); // older kernels
    assertThat(table.count()).isZero();
    table.create(FLOW);
    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> table.update(TCP, FlowUpdate.builder().tcpState(state).build()));
    assertUnchanged();
  }

  @Test
  void refusesAWindowScaleThatTcpDoesNotAllow() {
    TcpInfo.Peer scaled = new TcpInfo.Peer(15, 1, 1);
    TcpInfo info = new TcpInfo(TcpState.ESTABLISHED, scaled, scaled);

    try {
      table.create(FLOW.toBuilder().protocolInfo(info).build());
    } catch (ConntrackException e) {
      assertThat(e.errno()).isEqualTo(Errno.ERANGE);
      assertThat(table.count()).isZero(); // older kernels take it
    }
  }

  @Test
  void refusesAFilterThatCanNeverMatch() {
    FlowFilter filter = FlowFilter.protocol(Protocol.TCP).and(FlowFilter.protocol(Protocol.UDP));

    assertThatIllegalArgumentException().isThrownBy(() -> table.dump(filter));
    assertThatIllegalArgumentException().isThrownBy(() -> table.scan(filter, flow -> {}));
    assertThatIllegalArgumentException().isThrownBy(() -> table.dumpAndZero(filter));
  }

  @Test
  void refusesToOpenWhatIsNoNetworkNamespace() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(Path.of("/proc/self/ns/uts")))
        .withMessageContaining("/proc/self/ns/uts is no network namespace");
    assertThatIllegalArgumentException().isThrownBy(() -> open(Path.of("/dev/null")));
    assertRefused(() -> open(Path.of("/run/netns/none such")), Errno.ENOENT, "none such");
  }

  private static Conntrack open(Path namespace) {
    return NetlinkConntrack.open(NetlinkOptions.builder().networkNamespace(namespace).build());
  }

  private void assertUnchanged() {
    assertThat(table.get(TCP).orElseThrow())
        .extracting(Flow::original, Flow::reply, Flow::markBits, Flow::statusBits)
        .containsExactly(TCP, TCP.inverse(), 1, Status.CONFIRMED.bits());
    assertThat(table.count()).isEqualTo(1);
  }

  private static void assertNotFound(ThrowingCallable operation, String text) {
    assertThatExceptionOfType(FlowNotFoundException.class)
        .isThrownBy(operation)
        .withMessageContaining(text)
        .withMessageContaining("(ENOENT)")
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
  }

  private static void assertRefused(ThrowingCallable operation, int errno, String... texts) {
    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(operation)
        .satisfies(e -> assertThat(e.errno()).isEqualTo(errno))
        .satisfies(e -> assertThat(e.getMessage()).contains(texts));
  }
}
