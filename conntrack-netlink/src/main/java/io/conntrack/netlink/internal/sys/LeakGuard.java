package io.conntrack.netlink.internal.sys;

import java.lang.ref.Cleaner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes the descriptors of an owner that was abandoned, and says so in the log. */
final class LeakGuard implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(LeakGuard.class);
  private static final Cleaner CLEANER = Cleaner.create(); // its thread starts with the first owner

  private final DescriptorLease lease;

  private LeakGuard(DescriptorLease lease) {
    this.lease = lease;
  }

  /** Watches an owner, which calls {@code clean()} once it has closed itself. */
  static Cleaner.Cleanable watch(Object owner, DescriptorLease lease) {
    return CLEANER.register(owner, new LeakGuard(lease));
  }

  @Override
  public void run() {
    if (lease.beginClose()) {
      lease.leave();
      log.warn("{} was abandoned without close()", lease);
    }
  }
}
