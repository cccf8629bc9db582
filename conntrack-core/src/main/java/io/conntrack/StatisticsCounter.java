package io.conntrack;

/**
 * Names one of the kernel's statistical counters, in the word that {@code conntrack -S} prints.
 * Immutable. Counters that are unknown here are kept: {@code unknown1} is the first one behind
 * those that are known, and so on.
 *
 * @param name the word, not empty
 */
public record StatisticsCounter(String name) {

  /** Look-ups in the table; no longer counted ({@code CTA_STATS_SEARCHED}). */
  public static final StatisticsCounter SEARCHED = new StatisticsCounter("searched");

  /** Tuples that address translation found to be taken already ({@code CTA_STATS_FOUND}). */
  public static final StatisticsCounter FOUND = new StatisticsCounter("found");

  /** Flows that were new; no longer counted ({@code CTA_STATS_NEW}). */
  public static final StatisticsCounter NEW = new StatisticsCounter("new");

  /** Packets that belong to no flow and begin none ({@code CTA_STATS_INVALID}). */
  public static final StatisticsCounter INVALID = new StatisticsCounter("invalid");

  /** Packets that are tracked already; no longer counted ({@code CTA_STATS_IGNORE}). */
  public static final StatisticsCounter IGNORE = new StatisticsCounter("ignore");

  /** Flows that were removed; no longer counted ({@code CTA_STATS_DELETE}). */
  public static final StatisticsCounter DELETE = new StatisticsCounter("delete");

  /** Flows put on the list of dying ones; no longer counted ({@code CTA_STATS_DELETE_LIST}). */
  public static final StatisticsCounter DELETE_LIST = new StatisticsCounter("delete_list");

  /** Flows that programs created, not packets ({@code CTA_STATS_INSERT}). */
  public static final StatisticsCounter INSERT = new StatisticsCounter("insert");

  /** Flows that could not be put into the table ({@code CTA_STATS_INSERT_FAILED}). */
  public static final StatisticsCounter INSERT_FAILED = new StatisticsCounter("insert_failed");

  /** Packets dropped because their flow found no place or no memory ({@code CTA_STATS_DROP}). */
  public static final StatisticsCounter DROP = new StatisticsCounter("drop");

  /** Flows that were removed early to make room in a full table ({@code CTA_STATS_EARLY_DROP}). */
  public static final StatisticsCounter EARLY_DROP = new StatisticsCounter("early_drop");

  /** Packets that were malformed ({@code CTA_STATS_ERROR}). */
  public static final StatisticsCounter ERROR = new StatisticsCounter("error");

  /** Look-ups begun again because the table was resized ({@code CTA_STATS_SEARCH_RESTART}). */
  public static final StatisticsCounter SEARCH_RESTART = new StatisticsCounter("search_restart");

  /**
   * Races between equal flows that were settled, since Linux 5.10 ({@code
   * CTA_STATS_CLASH_RESOLVE}).
   */
  public static final StatisticsCounter CLASH_RESOLVE = new StatisticsCounter("clash_resolve");

  /**
   * Flows refused because their hash chain is too long, since Linux 5.15 ({@code
   * CTA_STATS_CHAIN_TOOLONG}).
   */
  public static final StatisticsCounter CHAIN_TOO_LONG = new StatisticsCounter("chaintoolong");

  /** Expectations that were met by a flow ({@code CTA_STATS_EXP_NEW}). */
  public static final StatisticsCounter EXPECT_NEW = new StatisticsCounter("expect_new");

  /** Expectations that were made ({@code CTA_STATS_EXP_CREATE}). */
  public static final StatisticsCounter EXPECT_CREATE = new StatisticsCounter("expect_create");

  /** Expectations that ended ({@code CTA_STATS_EXP_DELETE}). */
  public static final StatisticsCounter EXPECT_DELETE = new StatisticsCounter("expect_delete");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public StatisticsCounter {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("the name of a counter is empty");
    }
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
