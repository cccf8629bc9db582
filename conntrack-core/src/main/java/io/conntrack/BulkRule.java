package io.conntrack;

import java.util.Optional;
import java.util.function.Function;

/**
 * What to do with the flows that a filter selects. Immutable; its filter, function and listener run
 * on the thread of the operation.
 */
public final class BulkRule {

  private static final Optional<FlowUpdate> NOTHING = Optional.empty();

  private final BulkAction action;
  private final FlowFilter filter;
  private final Function<? super FlowView, Optional<FlowUpdate>> updates;
  private final String change; // for the text
  private final BulkListener listener;

  private BulkRule(
      BulkAction action,
      FlowFilter filter,
      Function<? super FlowView, Optional<FlowUpdate>> updates,
      String change,
      BulkListener listener) {
    this.action = action;
    this.filter = filter;
    this.updates = updates;
    this.change = change;
    this.listener = listener;
  }

  private BulkRule(BulkAction action, FlowFilter filter) {
    this(action, filter, flow -> NOTHING, "", BulkListener.NONE);
  }

  /** Returns a rule that counts flows and leaves them alone, also for the rules behind it. */
  public static BulkRule count(FlowFilter filter) {
    return new BulkRule(BulkAction.COUNT, filter);
  }

  /** Returns a rule that deletes flows. */
  public static BulkRule delete(FlowFilter filter) {
    return new BulkRule(BulkAction.DELETE, filter);
  }

  /** Returns a rule that changes flows, each in the same way. */
  public static BulkRule update(FlowFilter filter, FlowUpdate update) {
    Optional<FlowUpdate> same = Optional.of(update);
    return new BulkRule(BulkAction.UPDATE, filter, flow -> same, " " + update, BulkListener.NONE);
  }

  /**
   * Returns a rule that changes each flow in its own way.
   *
   * @param updates chooses the change; empty leaves the flow alone. It must not keep the view, and
   *     what it throws ends the operation
   */
  public static BulkRule update(
      FlowFilter filter, Function<? super FlowView, Optional<FlowUpdate>> updates) {
    return new BulkRule(BulkAction.UPDATE, filter, updates, " each", BulkListener.NONE);
  }

  /** Returns this rule with a listener to what becomes of each flow. */
  public BulkRule with(BulkListener newListener) {
    return new BulkRule(action, filter, updates, change, newListener);
  }

  /** Returns what it does; never {@link BulkAction#CREATE}. */
  public BulkAction action() {
    return action;
  }

  /** Returns which flows it is about. */
  public FlowFilter filter() {
    return filter;
  }

  /** Returns the change of a flow, empty if it is left alone. */
  public Optional<FlowUpdate> updateOf(FlowView flow) {
    return updates.apply(flow);
  }

  /** Returns who hears what becomes of each flow, {@link BulkListener#NONE} if nobody. */
  public BulkListener listener() {
    return listener;
  }

  /** Returns the rule in words, for example {@code update src net 10.0.0.0/8: mark 0x10}. */
  @Override
  public String toString() {
    return action + " " + filter + (change.isEmpty() ? "" : ":" + change);
  }
}
