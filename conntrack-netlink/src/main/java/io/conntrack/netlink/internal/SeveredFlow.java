package io.conntrack.netlink.internal;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.Protocol;
import io.conntrack.Tuple;

/** A flow that is being severed, and what has become of it. Confined to one thread. */
final class SeveredFlow {

  /** What has become of its entry in the table. */
  enum Entry {
    DELETED,
    GONE,
    FAILED
  }

  /** What has become of its sockets. */
  enum Ends {
    NOT_LOCAL,
    SEVERED,
    NOT_CLOSED
  }

  private final Flow matched;
  private Flow current;
  private Entry entry = Entry.FAILED;
  private Ends ends = Ends.NOT_LOCAL;
  private boolean reborn;

  SeveredFlow(Flow matched) {
    this.matched = matched;
    this.current = matched;
  }

  /** Returns the flow that the filter selected. */
  Flow matched() {
    return matched;
  }

  /** Returns its entry in the table, as it was seen last. */
  Flow current() {
    return current;
  }

  Protocol protocol() {
    return matched.original().protocol();
  }

  /** Returns the zone of packets with one of the flow's tuples. */
  int zoneOf(Tuple tuple) {
    return matched.zoneId(tuple.equals(matched.original()) ? Direction.ORIGINAL : Direction.REPLY);
  }

  /**
   * Says whether another entry is of the same connection: begun by the same end, or by the other
   * one, whose packets are those that answered.
   */
  boolean isContinuedBy(Flow other) {
    return other.original().equals(matched.original()) || other.original().equals(matched.reply());
  }

  Entry entry() {
    return entry;
  }

  void entry(Entry outcome) {
    entry = outcome;
  }

  Ends ends() {
    return ends;
  }

  /** A flow with a closed socket stays severed, whatever is found later. */
  void ends(Ends outcome) {
    if (ends != Ends.SEVERED) {
      ends = outcome;
    }
  }

  boolean isReborn() {
    return reborn;
  }

  /** Takes note that the connection has this entry now. */
  void reborn(Flow entry) {
    reborn = true;
    current = entry;
  }
}
