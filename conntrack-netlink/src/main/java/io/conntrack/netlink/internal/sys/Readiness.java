package io.conntrack.netlink.internal.sys;

import static io.conntrack.netlink.internal.uapi.Eventfd.EFD_CLOEXEC;
import static io.conntrack.netlink.internal.uapi.Eventfd.EFD_NONBLOCK;
import static io.conntrack.netlink.internal.uapi.Poll.POLLIN;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * Waits until a descriptor can be read, an error is pending on it, or another thread calls {@link
 * #wake()}.
 *
 * <p>One thread may wait at a time; any may wake. Allocates nothing while it waits.
 */
final class Readiness {
  // struct pollfd: int fd, short events, short revents
  private static final int POLLFD_FD = 0;
  private static final int POLLFD_EVENTS = 4;
  private static final int POLLFD_SIZE = 8;
  private static final int COUNT = 2;

  private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final int wakeDescriptor;
  private final NativeBuffer descriptors = NativeBuffer.allocate(COUNT * POLLFD_SIZE);
  private final NativeBuffer one = NativeBuffer.allocate(Long.BYTES);

  private Readiness(int descriptor, int wakeDescriptor) {
    this.wakeDescriptor = wakeDescriptor;
    watch(0, descriptor);
    watch(1, wakeDescriptor);
    one.buffer().putLong(0, 1);
  }

  /** Opens the wake-up descriptor; closing both is up to the caller. */
  static Readiness of(int descriptor) {
    int wake = PollCalls.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return new Readiness(descriptor, SystemCallException.check("eventfd", wake));
  }

  private void watch(int index, int descriptor) {
    ByteBuffer pollfds = descriptors.buffer();
    pollfds.putInt(index * POLLFD_SIZE + POLLFD_FD, descriptor);
    pollfds.putShort(index * POLLFD_SIZE + POLLFD_EVENTS, (short) POLLIN);
  }

  int wakeDescriptor() {
    return wakeDescriptor;
  }

  /**
   * Waits.
   *
   * @param deadlineNanos on the scale of {@link System#nanoTime()}, or {@link
   *     NetlinkSocket#NO_DEADLINE}
   * @return false if the deadline has passed
   */
  boolean await(long deadlineNanos) {
    int timeoutMillis = timeoutMillis(deadlineNanos);
    while (timeoutMillis != 0) {
      int ready = PollCalls.poll(descriptors.address(), COUNT, timeoutMillis);
      if (ready > 0) {
        return true;
      }
      if (ready < 0) {
        SystemCallException.throwUnlessInterrupted("poll");
      }
      timeoutMillis = timeoutMillis(deadlineNanos);
    }
    return false;
  }

  /** Rounds up, so that a wait never ends before its deadline; -1 waits for ever. */
  private static int timeoutMillis(long deadlineNanos) {
    if (deadlineNanos == NetlinkSocket.NO_DEADLINE) {
      return -1;
    }
    long remaining = Math.max(0, deadlineNanos - System.nanoTime());
    long millis = remaining / NANOS_PER_MILLI + (remaining % NANOS_PER_MILLI == 0 ? 0 : 1);
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  /** Ends this and every later wait. */
  void wake() {
    PollCalls.write(wakeDescriptor, one.address(), Long.BYTES); // fails only if it is awake already
  }
}
