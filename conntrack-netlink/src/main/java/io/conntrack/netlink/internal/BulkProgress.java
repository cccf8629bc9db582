package io.conntrack.netlink.internal;

import io.conntrack.BulkReport;
import io.conntrack.spi.BulkTally;
import java.util.List;

/** What a bulk operation is about and how far it got; text only if it fails. */
final class BulkProgress {

  private final String subject;
  private final List<BulkTally> tallies;
  private int uncertain;

  BulkProgress(String subject, List<BulkTally> tallies) {
    this.subject = subject;
    this.tallies = tallies;
  }

  /** Tells how many flows wait for an answer. */
  void uncertain(int flows) {
    uncertain = flows;
  }

  /** Returns the subject, and what was done so far if anything. */
  @Override
  public String toString() {
    long changed = 0;
    long gone = 0;
    long failed = 0;
    for (BulkTally tally : tallies) {
      BulkReport report = tally.report();
      changed += report.changed();
      gone += report.gone();
      failed += report.failed();
    }
    if (changed + gone + failed + uncertain == 0) {
      return subject;
    }
    String more = uncertain == 0 ? "" : ", " + uncertain + " not known";
    return "%s (so far %d changed, %d already gone, %d failed%s)"
        .formatted(subject, changed, gone, failed, more);
  }
}
