package io.conntrack.netlink.internal.sys;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps descriptors open until their last user has left, because their numbers are reused: whoever
 * came late would otherwise read from somebody else's file.
 *
 * <p>Thread-safe. Never waits.
 */
final class DescriptorLease {
  private static final int CLOSED = Integer.MIN_VALUE; // the sign bit; the others count the users

  private final String owner;
  private final int[] descriptors;
  private final AtomicInteger users = new AtomicInteger();

  /** Takes over open descriptors; the owner's name is for messages. */
  DescriptorLease(String owner, int... descriptors) {
    this.owner = owner;
    this.descriptors = descriptors.clone();
  }

  /** Closes a descriptor that no lease has taken over. */
  static void closeNow(int descriptor) {
    DescriptorCalls.close(descriptor); // Linux frees the number whatever it returns
  }

  /** Counts the caller as a user, who must {@link #leave()}. */
  void enter() {
    if (!tryEnter()) {
      throw new DescriptorClosedException(owner);
    }
  }

  /** Counts the caller as a user, who must {@link #leave()}, unless closing has begun. */
  boolean tryEnter() {
    int seen = users.get();
    while (seen >= 0) {
      if (users.compareAndSet(seen, seen + 1)) {
        return true;
      }
      seen = users.get();
    }
    return false;
  }

  /** Ends what {@link #enter()} or {@link #beginClose()} began. */
  void leave() {
    if (users.decrementAndGet() == CLOSED) {
      for (int descriptor : descriptors) {
        closeNow(descriptor);
      }
    }
  }

  /**
   * Lets nobody in from now on, and counts the caller as a user.
   *
   * @return false if that was done before; then the caller is no user
   */
  boolean beginClose() {
    int seen = users.get();
    while (seen >= 0) {
      if (users.compareAndSet(seen, (seen + 1) | CLOSED)) {
        return true;
      }
      seen = users.get();
    }
    return false;
  }

  /** Throws if closing has begun, for users who have been waiting. */
  void ensureOpen() {
    if (users.get() < 0) {
      throw new DescriptorClosedException(owner);
    }
  }

  @Override
  public String toString() {
    return owner;
  }
}
