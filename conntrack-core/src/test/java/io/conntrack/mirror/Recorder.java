package io.conntrack.mirror;

import io.conntrack.Flow;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a listener is told: the cause, what happened, and the original source port. */
final class Recorder implements LiveTableListener {

  private final List<String> flows = new CopyOnWriteArrayList<>();
  private final List<LiveTableState> states = new CopyOnWriteArrayList<>();

  List<String> flows() {
    return flows;
  }

  List<LiveTableState> states() {
    return states;
  }

  @Override
  public void onAdded(Flow flow, ChangeCause cause) {
    flows.add(cause + " added " + flow.original().sourcePort());
  }

  @Override
  public void onChanged(Flow before, Flow after, ChangeCause cause) {
    flows.add(
        cause
            + " changed "
            + after.original().sourcePort()
            + " mark "
            + before.markBits()
            + " to "
            + after.markBits());
  }

  @Override
  public void onRemoved(Flow flow, ChangeCause cause) {
    flows.add(cause + " removed " + flow.original().sourcePort());
  }

  @Override
  public void onState(LiveTableState state) {
    states.add(state);
  }
}
