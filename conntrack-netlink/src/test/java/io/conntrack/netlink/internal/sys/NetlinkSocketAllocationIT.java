package io.conntrack.netlink.internal.sys;

import static io.conntrack.netlink.internal.sys.NetlinkSocket.NO_DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Once warm, sending and receiving allocate nothing. */
@Timeout(60)
class NetlinkSocketAllocationIT {
  private static final int CALLS = 20_000;
  private static final int PER_DATAGRAM = 16;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @BeforeAll
  static void requireKernel() {
    KernelAccess.require();
  }

  @Test
  void exchangesWithoutAllocation() {
    try (NetlinkSocket socket = NetlinkSocket.open()) {
      NativeBuffer request = Requests.statistics(1);
      NativeBuffer answer = NativeBuffer.allocate(64);
      exchange(socket, request, answer);

      long before = threads.getCurrentThreadAllocatedBytes();
      exchange(socket, request, answer);

      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isZero();
    }
  }

  @Test
  void receivesBatchesWithoutAllocation() {
    try (NetlinkSocket socket = NetlinkSocket.open()) {
      NativeBuffer request = Requests.statistics(PER_DATAGRAM);
      ReceiveBatch batch = ReceiveBatch.allocate(PER_DATAGRAM, 64);
      exchange(socket, request, batch);

      long before = threads.getCurrentThreadAllocatedBytes();
      exchange(socket, request, batch);

      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isZero();
    }
  }

  private static void exchange(NetlinkSocket socket, NativeBuffer request, NativeBuffer answer) {
    for (int call = 0; call < CALLS; call++) {
      socket.send(request, request.capacity());
      socket.receive(answer, NO_DEADLINE);
      socket.receive(answer, System.nanoTime());
    }
  }

  private static void exchange(NetlinkSocket socket, NativeBuffer request, ReceiveBatch batch) {
    for (int call = 0; call < CALLS; call++) {
      socket.send(request, request.capacity());
      int count = socket.receiveBatch(batch, NO_DEADLINE);
      for (int slot = 0; slot < count; slot++) {
        batch.slot(slot).getInt(0);
      }
    }
  }
}
