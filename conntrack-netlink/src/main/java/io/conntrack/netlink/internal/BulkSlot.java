package io.conntrack.netlink.internal;

import io.conntrack.Direction;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowUpdate;
import io.conntrack.FlowView;
import io.conntrack.TupleView;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.spi.BulkTally;
import io.conntrack.spi.FlowBuffer;
import org.jspecify.annotations.Nullable;

/** A flow's place in a batch, with what the kernel said of it. Used again and again. */
final class BulkSlot {

  private final FlowBuffer copy = new FlowBuffer();
  private FlowView flow = copy;
  private BulkTally tally;
  private long index;
  private @Nullable FlowUpdate update;
  private boolean open; // not yet decided
  private int status; // as it was last looked up
  private boolean statusIsNew;
  private @Nullable String problem;
  private int errno;
  private String explanation = "";

  BulkSlot(BulkTally tally) {
    this.tally = tally;
  }

  /** Takes a flow whose view dies soon. */
  void copy(FlowView view, BulkTally newTally, long newIndex, @Nullable FlowUpdate newUpdate) {
    copy.copy(view);
    keep(copy, newTally, newIndex, newUpdate);
  }

  /** Takes a flow that stays. */
  void keep(FlowView view, BulkTally newTally, long newIndex, @Nullable FlowUpdate newUpdate) {
    flow = view;
    tally = newTally;
    index = newIndex;
    update = newUpdate;
    open = true;
    status = 0;
    statusIsNew = false;
    problem = null;
    clearAnswer();
  }

  FlowView flow() {
    return flow;
  }

  /** Returns the zone in which the flow's original tuple is looked up. */
  int zone() {
    return flow.zoneId(Direction.ORIGINAL);
  }

  BulkTally tally() {
    return tally;
  }

  long index() {
    return index;
  }

  FlowUpdate update() {
    if (update == null) {
      throw new IllegalStateException("no update");
    }
    return update;
  }

  /** Says whether it is not yet known what became of the flow. */
  boolean isOpen() {
    return open;
  }

  void close() {
    open = false;
  }

  /** Takes what a lookup found: the flow, or another one in its place. */
  void found(FlowView other) {
    boolean same =
        sameTuple(flow.original(), other.original())
            && (!flow.has(FlowAttribute.ID) || flow.idBits() == other.idBits());
    errno = same ? 0 : Errno.ENOENT;
    statusIsNew = status != other.statusBits();
    status = other.statusBits();
  }

  int status() {
    return status;
  }

  /** Says whether the last lookup showed another status than the one before. */
  boolean isStatusNew() {
    return statusIsNew;
  }

  /** Says what keeps the flow from being sent. */
  void problem(String reason) {
    problem = reason;
  }

  /** Returns what keeps the flow from being sent, null if nothing does. */
  @Nullable String problem() {
    return problem;
  }

  void refused(int newErrno, String newExplanation) {
    errno = newErrno;
    explanation = newExplanation;
  }

  /** Returns the error number of the last answer, 0 if the request was carried out. */
  int errno() {
    return errno;
  }

  /** Forgets the last answer. */
  void clearAnswer() {
    errno = 0;
    explanation = "";
  }

  String explanation() {
    return explanation;
  }

  /** Says whether both are about the same flow of the kernel. */
  boolean isSameFlow(BulkSlot other) {
    return flow.idBits() == other.flow.idBits()
        && zone() == other.zone()
        && sameTuple(flow.original(), other.flow.original());
  }

  private static boolean sameTuple(TupleView a, TupleView b) {
    return a.sourceLow() == b.sourceLow()
        && a.destinationLow() == b.destinationLow()
        && a.sourcePort() == b.sourcePort()
        && a.destinationPort() == b.destinationPort()
        && a.sourceHigh() == b.sourceHigh()
        && a.destinationHigh() == b.destinationHigh()
        && a.protocolNumber() == b.protocolNumber()
        && a.family() == b.family()
        && sameIcmp(a, b);
  }

  private static boolean sameIcmp(TupleView a, TupleView b) {
    return a.icmpId() == b.icmpId() && a.icmpType() == b.icmpType() && a.icmpCode() == b.icmpCode();
  }
}
