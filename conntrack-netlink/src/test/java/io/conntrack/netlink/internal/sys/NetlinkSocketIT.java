package io.conntrack.netlink.internal.sys;

import static io.conntrack.netlink.internal.sys.NetlinkSocket.NO_DEADLINE;
import static io.conntrack.netlink.internal.sys.NetlinkSocket.TIMED_OUT;
import static io.conntrack.netlink.internal.sys.Requests.STATISTICS_ANSWER_LENGTH;
import static io.conntrack.netlink.internal.sys.Requests.STATISTICS_ANSWER_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.netlink.internal.uapi.Netlink;
import io.conntrack.netlink.internal.uapi.Nfnl;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NetlinkSocketIT {
  private NetlinkSocket socket;

  @BeforeAll
  static void requireKernel() {
    KernelAccess.require();
  }

  @BeforeEach
  void open() {
    socket = NetlinkSocket.open();
  }

  @AfterEach
  void close() {
    socket.close();
  }

  @Test
  void receivesTheAnswerToARequest() {
    NativeBuffer answer = Requests.exchange(socket, Requests.statistics(1));

    assertThat(answer.buffer().remaining()).isEqualTo(STATISTICS_ANSWER_LENGTH);
    assertThat(answer.buffer().getShort(4)).isEqualTo((short) STATISTICS_ANSWER_TYPE);
    assertThat(answer.buffer().getInt(12)).as("nlmsg_pid").isEqualTo(socket.portId());
  }

  @Test
  void receivesSeveralDatagramsAtOnce() {
    ReceiveBatch batch = ReceiveBatch.allocate(4, 64);
    send(5);

    assertThat(socket.receiveBatch(batch, NO_DEADLINE)).isEqualTo(4);
    assertThat(batch.slot(3).remaining()).isEqualTo(STATISTICS_ANSWER_LENGTH);
    assertThat(batch.slot(3).getShort(4)).isEqualTo((short) STATISTICS_ANSWER_TYPE);
    assertThat(socket.receiveBatch(batch, NO_DEADLINE)).isEqualTo(1);
  }

  @Test
  void tellsTheLengthOfATruncatedDatagram() {
    send(1);

    assertThat(socket.receive(NativeBuffer.allocate(8), NO_DEADLINE))
        .isEqualTo(STATISTICS_ANSWER_LENGTH);
  }

  @Test
  void tellsTheLengthOfATruncatedSlot() {
    ReceiveBatch batch = ReceiveBatch.allocate(1, 8);
    send(1);

    assertThat(socket.receiveBatch(batch, NO_DEADLINE)).isEqualTo(1);
    assertThat(batch.length(0)).isEqualTo(STATISTICS_ANSWER_LENGTH);
    assertThat(batch.isTruncated(0)).isTrue();
    assertThat(batch.slot(0).remaining()).isEqualTo(8);
  }

  @Test
  void endsAtTheDeadline() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);

    assertThat(socket.receive(NativeBuffer.allocate(64), deadline)).isEqualTo(TIMED_OUT);
    assertThat(System.nanoTime() - deadline).isNotNegative();
    assertThat(socket.receiveBatch(ReceiveBatch.allocate(1, 64), deadline)).isEqualTo(TIMED_OUT);
  }

  @Test
  void takesWhatIsThereAfterTheDeadline() {
    long deadline = System.nanoTime();
    send(1);

    assertThat(socket.receive(NativeBuffer.allocate(64), deadline))
        .isEqualTo(STATISTICS_ANSWER_LENGTH);
  }

  @Test
  void waitsForWhatArrivesLater() throws Exception {
    BlockedReceive receive = BlockedReceive.start(() -> receive(socket));

    receive.awaitBlocked();
    send(1);

    assertThat(receive.result()).isEqualTo(STATISTICS_ANSWER_LENGTH);
  }

  @Test
  void refusesDatagramsThatAreNotFromTheKernel() {
    NativeBuffer buffer = NativeBuffer.allocate(64);

    assertThatExceptionOfType(SystemCallException.class)
        .isThrownBy(() -> ForeignSender.send(buffer, socket.portId()))
        .returns(Errno.ECONNREFUSED, SystemCallException::errno);
    assertThat(socket.receive(buffer, System.nanoTime())).isEqualTo(TIMED_OUT);
  }

  @Test
  void reportsAnOverflowOnceAndCountsTheDrops() {
    NativeBuffer buffer = NativeBuffer.allocate(64);
    int size = socket.resizeReceiveBuffer(0, false); // the kernel's minimum: two answers or three
    send(20);

    assertThatExceptionOfType(SystemCallException.class)
        .isThrownBy(() -> socket.receive(buffer, System.nanoTime()))
        .returns(Errno.ENOBUFS, SystemCallException::errno);
    assertThat(socket.receive(buffer, System.nanoTime())).isEqualTo(STATISTICS_ANSWER_LENGTH);
    assertThat(SocketMemory.drops(socket.memory())).isPositive();
    assertThat(socket.receiveBuffer()).isEqualTo(size);
  }

  @Test
  void readsBackTheSizesOfItsBuffers() {
    assertThat(socket.resizeReceiveBuffer(50_000, false)).isEqualTo(100_000);
    assertThat(socket.resizeSendBuffer(40_000, false)).isEqualTo(80_000);
    assertThat(socket.receiveBuffer()).isEqualTo(100_000);
    assertThat(socket.sendBuffer()).isEqualTo(80_000);
  }

  @Test
  void saysThatADatagramIsTooLongForTheSendBuffer() {
    NativeBuffer request = Requests.statistics(4_000);
    socket.resizeSendBuffer(10_000, false);

    assertThatExceptionOfType(SystemCallException.class)
        .isThrownBy(() -> socket.send(request, request.capacity()))
        .withMessage("send: message too long (EMSGSIZE)");
  }

  @Test
  void setsOptions() {
    socket.setOption(Netlink.NETLINK_CAP_ACK, 1);

    assertThatExceptionOfType(SystemCallException.class)
        .isThrownBy(() -> socket.setOption(9999, 1))
        .withMessage("setsockopt(SOL_NETLINK 9999): socket option not known (ENOPROTOOPT)");
  }

  @Test
  void receivesTheEventsOfItsGroups() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create();
        NetlinkSocket listener = namespace.call(NetlinkSocket::open);
        NetlinkSocket writer = namespace.call(NetlinkSocket::open)) {
      listener.joinGroup(Nfnl.NFNLGRP_CONNTRACK_NEW);
      BlockedReceive receive = BlockedReceive.start(() -> receive(listener));
      receive.awaitBlocked();

      Requests.exchange(writer, Requests.createFlow());

      assertThat(receive.result()).isPositive();
    }
  }

  @Test
  void appliesAFilter() {
    NativeBuffer refuseAll = NativeBuffer.allocate(8);
    refuseAll.buffer().putShort(0, (short) 0x06); // BPF_RET | BPF_K, with 0
    socket.attachFilter(refuseAll, 8);
    send(1);

    assertThat(socket.receive(NativeBuffer.allocate(64), System.nanoTime())).isEqualTo(TIMED_OUT);
    assertThat(SocketMemory.drops(socket.memory())).isZero();
  }

  private void send(int messages) {
    NativeBuffer request = Requests.statistics(messages);
    socket.send(request, request.capacity());
  }

  private static int receive(NetlinkSocket socket) {
    return socket.receive(NativeBuffer.allocate(4096), NO_DEADLINE);
  }
}
