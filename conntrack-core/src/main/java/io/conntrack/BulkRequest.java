package io.conntrack;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What to do with one given flow. Immutable. */
public final class BulkRequest {

  private final BulkAction action;
  private final Flow flow;
  private final @Nullable FlowUpdate update;

  private BulkRequest(BulkAction action, Flow flow, @Nullable FlowUpdate update) {
    this.action = action;
    this.flow = flow;
    this.update = update;
  }

  /** Returns a request to create a flow, as {@link ConntrackTable#create}. */
  public static BulkRequest create(Flow flow) {
    return new BulkRequest(BulkAction.CREATE, flow, null);
  }

  /**
   * Returns a request to change the flow with this original tuple, in this zone of the original
   * direction, and with this id if it has one.
   */
  public static BulkRequest update(Flow flow, FlowUpdate update) {
    return new BulkRequest(BulkAction.UPDATE, flow, update);
  }

  /**
   * Returns a request to delete a flow and no successor, as {@link ConntrackTable#delete(Flow)}. It
   * fails if the flow has no id, by which the two are told apart.
   */
  public static BulkRequest delete(Flow flow) {
    return new BulkRequest(BulkAction.DELETE, flow, null);
  }

  /** Returns what to do; never {@link BulkAction#COUNT}. */
  public BulkAction action() {
    return action;
  }

  /** Returns the flow. */
  public Flow flow() {
    return flow;
  }

  /** Returns the change, present in an update. */
  public Optional<FlowUpdate> update() {
    return Optional.ofNullable(update);
  }

  /** Returns the request in words, for example {@code delete tcp 10.0.0.1:1->192.0.2.1:443}. */
  @Override
  public String toString() {
    return action + " " + flow.original() + (update == null ? "" : ": " + update);
  }
}
