package io.conntrack;

import java.time.Duration;
import java.util.List;

/**
 * What {@link ConntrackTable#sever(FlowFilter, Duration)} did. Immutable.
 *
 * <p>Each selected flow is counted once for its entry in the table - deleted, gone or failed - and
 * once for its sockets: severed, not local or not closed.
 *
 * @param matched flows that the filter selected
 * @param deleted flows whose entry was deleted
 * @param gone flows that had ended when their entry was to be deleted
 * @param failed flows whose entry the kernel did not delete; {@link #firstFailures} says why
 * @param severed flows of which at least one local socket was closed
 * @param notLocal flows without a connected socket here: forwarded, of another network namespace,
 *     closed by their program, or with a UDP socket that receives from anybody
 * @param notClosed flows of which a socket here may still be open: the kernel refused, it is not
 *     sure which socket is theirs, or their protocol is neither TCP nor UDP; {@link #firstFailures}
 *     and {@link #warnings} say why
 * @param reborn flows whose connection had an entry again while they were watched; it was severed,
 *     too, as often as it came back
 * @param firstFailures why something was refused: the first {@value BulkReport#LISTED}
 * @param warnings which connections can come back and what to do about it, each a sentence; empty
 *     if all are cut
 */
public record SeverReport(
    long matched,
    long deleted,
    long gone,
    long failed,
    long severed,
    long notLocal,
    long notClosed,
    long reborn,
    List<ConntrackException> firstFailures,
    List<String> warnings) {

  /** Makes a report. Each flow must have one outcome for its entry and one for its sockets. */
  public SeverReport {
    firstFailures = List.copyOf(firstFailures);
    warnings = List.copyOf(warnings);
    require(matched, deleted + gone + failed, "deleted, gone and failed");
    require(matched, severed + notLocal + notClosed, "severed, not local and not closed");
    if (reborn < 0 || reborn > matched) {
      throw new IllegalArgumentException(reborn + " reborn is out of range: 0 to " + matched);
    }
  }

  private static void require(long matched, long sum, String what) {
    if (sum != matched) {
      throw new IllegalArgumentException(
          what + " add up to " + sum + ", but " + matched + " flows matched");
    }
  }

  /** Says whether every connection is cut for good: nothing to look after. */
  public boolean isComplete() {
    return firstFailures.isEmpty() && warnings.isEmpty();
  }

  /**
   * Returns the counts in words, {@code 3 flows: 3 deleted, 2 severed, 1 not local, 0 reborn};
   * those that are rare only if they are not zero.
   */
  @Override
  public String toString() {
    return matched
        + (matched == 1 ? " flow: " : " flows: ")
        + deleted
        + " deleted, "
        + ifAny(gone, "gone")
        + ifAny(failed, "failed")
        + severed
        + " severed, "
        + notLocal
        + " not local, "
        + ifAny(notClosed, "not closed")
        + reborn
        + " reborn";
  }

  private static String ifAny(long count, String what) {
    return count == 0 ? "" : count + " " + what + ", ";
  }
}
