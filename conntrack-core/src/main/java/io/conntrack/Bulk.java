package io.conntrack;

import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Changes many flows at a time, a batch of them per system call. Thread-safe: each operation has
 * sockets of its own.
 *
 * <p>An operation works on the calling thread, takes constant memory and goes on when a flow cannot
 * be changed; its report has the numbers and the first reasons. What ends it is an exception whose
 * {@link ConntrackException#operation()} says how far it got, as far as that is known: {@link
 * ConntrackClosedException} if the {@link Conntrack} is closed meanwhile, {@link
 * MissingPrivilegeException}, {@link ConntrackTimeoutException}, or {@link ConntrackException} with
 * ENOBUFS if answers were lost. An exception of a caller's filter, function, iterator or listener
 * is passed on as it is. Whatever ends it, requests that were sent have been carried out, and the
 * ones that waited for their batch to fill are not sent.
 *
 * <p>A deletion is guarded by tuple, zone and id, so that a new flow that took over the ports
 * stays. The kernel does not guard a change: each flow is looked up, compared by original tuple and
 * id, and changed right after, a batch at a time; a successor with the same tuple that begins
 * within these microseconds may be changed. A flow that went in between is not counted as a
 * failure.
 *
 * <p>Flows that have a zone in one direction only can share a tuple with another flow's other
 * direction. A deletion looks by both tuples; where the kernel finds the other flow by both, it
 * deletes neither, and the flow is counted as gone.
 */
public interface Bulk {

  /**
   * Applies rules in one pass over the table: each flow is dealt with by the first rule that
   * selects it, and by no other.
   *
   * <p>Sends {@code IPCTNL_MSG_CT_GET} with {@code NLM_F_DUMP}, and batches of {@code
   * IPCTNL_MSG_CT_DELETE} with {@code CTA_ID} or of {@code IPCTNL_MSG_CT_GET} and {@code
   * IPCTNL_MSG_CT_NEW}. A single deletion without a listener may be one filtered {@code
   * IPCTNL_MSG_CT_DELETE} instead, see {@link ConntrackTable#explain}; a listener makes the report
   * exact. What holds of a dump holds here: a flow that begins meanwhile may be missed. A flow that
   * the kernel shows twice is deleted and counted once, but changed and counted twice.
   *
   * @return a report for each rule, in their order
   * @throws IllegalArgumentException if there is no rule, or a filter can never match
   */
  List<BulkReport> apply(List<BulkRule> rules);

  /**
   * Carries out requests in their order, like {@code conntrack -R} of a file of commands.
   *
   * <p>In the report, {@code matched} is the number of requests. A creation fails if one of the
   * flow's tuples is taken (EEXIST), the table is full (ENOMEM) or its master is not there
   * (ENOENT); a flow without timeout fails without being sent.
   *
   * @param requests taken one by one, in order; the stream is not closed
   * @param listener hears what becomes of each, {@link BulkListener#NONE} for nobody
   */
  BulkReport execute(Stream<BulkRequest> requests, BulkListener listener);

  /** Carries out requests; as {@link #execute(Stream, BulkListener)}. */
  default BulkReport execute(Iterable<BulkRequest> requests, BulkListener listener) {
    return execute(StreamSupport.stream(requests.spliterator(), false), listener);
  }
}
