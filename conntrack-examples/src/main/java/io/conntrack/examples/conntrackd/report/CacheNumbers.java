package io.conntrack.examples.conntrackd.report;

/**
 * Numbers of a cache of flows or expectations. Immutable.
 *
 * @param name {@code internal}, {@code external} or {@code stats}
 * @param active entries of what is alive
 * @param total entries in all, dead ones included
 * @param created entries that were added
 * @param createFailed that were not
 * @param noMemory of those, for want of memory
 * @param noSpace of those, for want of space in the cache
 * @param updated changes
 * @param updateFailed that were none
 * @param updateNotFound of those, for want of the entry
 * @param destroyed entries that were removed
 * @param destroyFailed that were not
 * @param destroyNotFound of those, for want of the entry
 */
public record CacheNumbers(
    String name,
    long active,
    long total,
    long created,
    long createFailed,
    long noMemory,
    long noSpace,
    long updated,
    long updateFailed,
    long updateNotFound,
    long destroyed,
    long destroyFailed,
    long destroyNotFound) {

  /** Returns those of a cache in which nothing has failed but additions beyond its limit. */
  public static CacheNumbers of(
      String name, long size, long created, long noSpace, long updated, long destroyed) {
    return new CacheNumbers(
        name, size, size, created, noSpace, 0, noSpace, updated, 0, 0, destroyed, 0, 0);
  }
}
