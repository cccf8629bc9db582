package io.conntrack.netlink.internal;

/**
 * Delivers what a table holds one by one. Confined to one thread, but any thread may close it.
 *
 * @param <T> what lasts of an entry
 */
interface EntrySource<T> extends OpenResource {

  /**
   * Steps to the next entry; false at the end, after which it is closed.
   *
   * @throws io.conntrack.ConntrackException if it fails, after which it is closed
   */
  boolean next();

  /** Returns an immutable copy of the entry. */
  T copy();
}
