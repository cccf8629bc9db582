package io.conntrack.netlink.internal;

import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.EventTransport;
import io.conntrack.netlink.internal.sys.SocketMemory;
import io.conntrack.netlink.internal.sys.SystemCallException;

/**
 * Finds out where in the order of events some were lost, and how many. Not thread-safe.
 *
 * <p>When the receive buffer is full the kernel drops an event, reports ENOBUFS on the next
 * receive, and goes on dropping until the queue was read empty ({@code NETLINK_S_CONGESTED}). So
 * all that is queued when ENOBUFS comes is older than the loss, and the last datagram of it is the
 * one with which the charge of the queue reaches zero, or, if newer events followed at once, does
 * not fall. The drop counter stands still from then until the next overrun.
 */
final class LossTracker {

  /** As a result: no loss was passed. */
  static final long NONE = -1;

  // what the kernel charges for a datagram: struct sk_buff and what belongs to it, at the least
  private static final int LEAST_CHARGE = 576;
  private static final int GREATEST_CHARGE = 8192; // so far beyond any event that many are safe
  private static final int LOOKS = 3; // a datagram that is being refused may be charged in passing

  private final EventTransport transport;
  private int reported; // by the drop counter
  private boolean draining;
  private boolean unsettled;
  private int queuedBytes;
  private int drops;
  private int certain; // the drop counter up to which all belongs to the loss that was passed

  LossTracker(EventTransport transport) {
    this.transport = transport;
    this.reported = SocketMemory.drops(transport.memory());
  }

  /**
   * Notes that a receive failed with ENOBUFS.
   *
   * @return as {@link #received}, of what was received before
   */
  long overrun() {
    draining = true;
    look();
    certain = drops;
    return queuedBytes == 0 ? settle() : NONE;
  }

  /** Tells whether what is received now is older than a loss that is known. */
  boolean isDraining() {
    return draining;
  }

  /** Returns how many datagrams may be received at once without passing the place of a loss. */
  int slots(int wanted) {
    return draining ? Math.max(1, Math.min(wanted, queuedBytes / GREATEST_CHARGE)) : wanted;
  }

  /**
   * Notes what a receive brought.
   *
   * @param datagrams how many; 0 if the queue was empty
   * @return the number of events that were lost behind these datagrams, 0 if the kernel does not
   *     tell it, or {@link #NONE} if none is known to be
   */
  long received(int datagrams) {
    if (draining) {
      return drained(datagrams) ? settle() : NONE;
    }
    return datagrams == EventTransport.QUEUE_EMPTY && unsettled ? settleRest() : NONE;
  }

  /**
   * Makes sure, once nothing is queued after a loss, that all drops were reported: should the place
   * of the loss have been taken for passed too early, some came later.
   */
  private long settleRest() {
    int now = SocketMemory.drops(transport.memory());
    if (isOverrunAgain()) {
      return NONE;
    }
    unsettled = false;
    return now == reported ? NONE : count(now);
  }

  private boolean drained(int datagrams) {
    int before = queuedBytes;
    int dropsBefore = drops;
    look();
    boolean passed =
        datagrams == EventTransport.QUEUE_EMPTY
            || queuedBytes == 0
            || before - queuedBytes < datagrams * LEAST_CHARGE;
    if (passed) {
      certain = dropsBefore;
    }
    return passed;
  }

  /** Counts the loss; if the buffer has overrun again by now, what belongs to it without doubt. */
  private long settle() {
    int now = SocketMemory.drops(transport.memory());
    if (isOverrunAgain()) {
      return count(certain);
    }
    draining = false;
    unsettled = true;
    return count(now);
  }

  /**
   * Tells whether the buffer has overrun since the last receive, and if so, waits for its place.
   */
  private boolean isOverrunAgain() {
    int error = transport.takeError();
    if (error != 0 && error != Errno.ENOBUFS) {
      throw new SystemCallException("recvmmsg", error);
    }
    if (error == Errno.ENOBUFS) {
      draining = true;
      look();
    }
    return error == Errno.ENOBUFS;
  }

  /** Returns the drops that were not reported up to this state of the counter, which wraps. */
  private long count(int counter) {
    long lost = Integer.toUnsignedLong(counter - reported);
    reported = counter;
    return lost;
  }

  private void look() {
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < LOOKS && least != 0; i++) {
      long memory = transport.memory();
      least = Math.min(least, SocketMemory.queuedBytes(memory));
      drops = SocketMemory.drops(memory);
    }
    queuedBytes = least;
  }
}
