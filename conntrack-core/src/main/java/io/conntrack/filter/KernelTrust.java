package io.conntrack.filter;

/**
 * Knows what the filters of a kernel may be trusted with. Thread-safe.
 *
 * <p>It errs on the safe side: where it is not certain, it grants less.
 */
public interface KernelTrust {

  /** Grants nothing: all filtering is done in the process. */
  KernelTrust NOTHING =
      new KernelTrust() {
        @Override
        public Grant dump(Pushdown wanted) {
          return Grant.nothing("nothing is left to the kernel");
        }

        @Override
        public Grant flush(Pushdown exact) {
          return Grant.nothing("no kernel is trusted to flush by a filter");
        }
      };

  /**
   * Returns those of the conditions with which a dump delivers at least the flows that meet them.
   * It may deliver others too.
   */
  Grant dump(Pushdown wanted);

  /** Returns all of the conditions if a flush deletes exactly the flows that meet them, or none. */
  Grant flush(Pushdown exact);

  /**
   * What a kernel is trusted with. Immutable.
   *
   * @param conditions what it may be sent
   * @param reason why these and no others, in words
   */
  record Grant(Pushdown conditions, String reason) {

    /** Returns the grant of nothing. */
    public static Grant nothing(String reason) {
      return new Grant(Pushdown.NONE, reason);
    }
  }
}
