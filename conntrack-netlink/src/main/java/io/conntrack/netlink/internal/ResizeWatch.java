package io.conntrack.netlink.internal;

import io.conntrack.ConntrackException;
import java.util.function.IntSupplier;

/**
 * Notices that the kernel's hash table was resized during a dump. The kernel walks it from bucket
 * to bucket and does not notice itself.
 *
 * <p>Not thread-safe; confine to one thread.
 */
final class ResizeWatch {

  private final Operation operation;
  private final IntSupplier buckets;
  private int before = HashTable.UNKNOWN;
  private boolean begun;

  ResizeWatch(Operation operation, IntSupplier buckets) {
    this.operation = operation;
    this.buckets = buckets;
  }

  /** Begins, once, before the dump is asked for. */
  void begin() {
    if (!begun) {
      begun = true;
      before = buckets.getAsInt();
    }
  }

  /**
   * Compares, once, after the last flow.
   *
   * @throws ConntrackException if the table was resized
   */
  void end() {
    int known = before;
    before = HashTable.UNKNOWN;
    int now = known == HashTable.UNKNOWN ? known : buckets.getAsInt();
    if (now != known && now != HashTable.UNKNOWN) {
      throw new ConntrackException(
          operation.toString(),
          0,
          "flows may be missing or doubled, because the kernel's hash table was resized meanwhile"
              + " from "
              + known
              + " to "
              + now
              + " buckets - dump again");
    }
  }
}
