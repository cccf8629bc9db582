package io.conntrack.netlink.internal.sys;

import static io.conntrack.netlink.internal.uapi.Eventfd.EFD_CLOEXEC;
import static io.conntrack.netlink.internal.uapi.Eventfd.EFD_NONBLOCK;
import static io.conntrack.netlink.internal.uapi.Poll.POLLIN;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * Waits until one of some descriptors can be read, an error is pending on it, or another thread
 * calls {@link #wake()}.
 *
 * <p>One thread may wait at a time; any may wake. Allocates nothing while it waits.
 */
final class Readiness {
  // struct pollfd: int fd, short events, short revents
  private static final int POLLFD_FD = 0;
  private static final int POLLFD_EVENTS = 4;
  private static final int POLLFD_REVENTS = 6;
  private static final int POLLFD_SIZE = 8;

  private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final int wakeDescriptor;
  private final int count; // the wake-up descriptor, which is the last one, included
  private final NativeBuffer descriptors;
  private final NativeBuffer one = NativeBuffer.allocate(Long.BYTES);
  private final NativeBuffer wakeUps = NativeBuffer.allocate(Long.BYTES);

  private Readiness(int wakeDescriptor, int... watched) {
    this.wakeDescriptor = wakeDescriptor;
    this.count = watched.length + 1;
    this.descriptors = NativeBuffer.allocate(count * POLLFD_SIZE);
    for (int index = 0; index < watched.length; index++) {
      watch(index, watched[index]);
    }
    watch(watched.length, wakeDescriptor);
    one.buffer().putLong(0, 1);
  }

  /** Opens the wake-up descriptor; closing all of them is up to the caller. */
  static Readiness of(int... descriptors) {
    int wake = PollCalls.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return new Readiness(SystemCallException.check("eventfd", wake), descriptors);
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
      if (poll(timeoutMillis)) {
        return true;
      }
      timeoutMillis = timeoutMillis(deadlineNanos);
    }
    return false;
  }

  /** Looks at the descriptors without waiting, for {@link #isReady}. */
  void look() {
    poll(0);
  }

  private boolean poll(int timeoutMillis) {
    int ready = PollCalls.poll(descriptors.address(), count, timeoutMillis);
    if (ready < 0) {
      SystemCallException.throwUnlessInterrupted("poll");
    }
    return ready > 0;
  }

  /** Returns whether the last look found a descriptor, by its position, ready. */
  boolean isReady(int index) {
    return descriptors.buffer().getShort(index * POLLFD_SIZE + POLLFD_REVENTS) != 0;
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

  /** Lets the next wait wait again after {@link #wake()}. */
  void forgetWake() {
    if (isReady(count - 1)) {
      PollCalls.read(
          wakeDescriptor, wakeUps.address(), Long.BYTES); // fails only if it was not awake
    }
  }

  /** Ends this and every later wait, until it is forgotten. */
  void wake() {
    PollCalls.write(wakeDescriptor, one.address(), Long.BYTES); // fails only if it is awake already
  }
}
