package io.conntrack.netlink.internal.sys;

import static io.conntrack.netlink.internal.sys.NetlinkSocket.NO_DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NetlinkSocketClosingIT {
  @BeforeAll
  static void requireKernel() {
    KernelAccess.require();
  }

  @Test
  void endsABlockedReceive() throws Exception {
    NetlinkSocket socket = NetlinkSocket.open();
    NativeBuffer buffer = NativeBuffer.allocate(64);
    BlockedReceive receive = BlockedReceive.start(() -> socket.receive(buffer, NO_DEADLINE));
    receive.awaitBlocked();

    socket.close();

    assertThat(receive.failure())
        .isInstanceOf(DescriptorClosedException.class)
        .hasMessage(socket + " is closed");
  }

  @Test
  void endsABlockedBatch() throws Exception {
    NetlinkSocket socket = NetlinkSocket.open();
    ReceiveBatch batch = ReceiveBatch.allocate(2, 64);
    BlockedReceive receive = BlockedReceive.start(() -> socket.receiveBatch(batch, NO_DEADLINE));
    receive.awaitBlocked();

    socket.close();

    assertThat(receive.failure()).isInstanceOf(DescriptorClosedException.class);
  }

  @Test
  void closesTheDescriptorsWhenTheReceiverHasLeft() throws Exception {
    NativeBuffer buffer = NativeBuffer.allocate(64);
    Set<Integer> before = OpenDescriptors.now();
    NetlinkSocket socket = NetlinkSocket.open();
    BlockedReceive receive = BlockedReceive.start(() -> socket.receive(buffer, NO_DEADLINE));
    receive.awaitBlocked();

    socket.close();

    receive.failure();
    assertThat(OpenDescriptors.now()).isEqualTo(before);
  }

  @Test
  void closesTwice() {
    NetlinkSocket socket = NetlinkSocket.open();

    socket.close();
    socket.close();
  }

  @Test
  void refusesUseAfterClose() {
    NetlinkSocket socket = NetlinkSocket.open();
    NativeBuffer request = Requests.statistics(1);
    socket.close();

    assertClosed(() -> socket.send(request, request.capacity()));
    assertClosed(() -> socket.receive(request, NO_DEADLINE));
    assertClosed(() -> socket.receiveBatch(ReceiveBatch.allocate(1, 64), NO_DEADLINE));
    assertClosed(() -> socket.joinGroup(1));
    assertClosed(socket::memory);
  }

  @Test
  void childProcessesInheritNothing() {
    NetlinkSocket[] socket = new NetlinkSocket[1];

    Set<Integer> opened = OpenDescriptors.openedBy(() -> socket[0] = NetlinkSocket.open());

    assertThat(opened).hasSize(2).allMatch(OpenDescriptors::isCloseOnExec);
    socket[0].close();
    assertThat(OpenDescriptors.now()).doesNotContainAnyElementsOf(opened);
  }

  @Test
  void closesAnAbandonedSocket() {
    Set<Integer> opened = OpenDescriptors.openedBy(NetlinkSocket::open);

    while (OpenDescriptors.now().containsAll(opened)) {
      System.gc();
      Thread.onSpinWait();
    }

    assertThat(opened).hasSize(2);
  }

  private static void assertClosed(Runnable use) {
    assertThatExceptionOfType(DescriptorClosedException.class).isThrownBy(use::run);
  }
}
