package io.conntrack.netlink.internal;

import io.conntrack.Flow;
import io.conntrack.FlowView;
import java.util.function.Consumer;

/** Delivers flows one by one. Confined to one thread, but any thread may close it. */
interface FlowSource extends EntrySource<Flow> {

  /** Returns the flow, valid until the next step. */
  FlowView flow();

  @Override
  default Flow copy() {
    return Flow.copyOf(flow());
  }

  /** Calls an action with each flow that is left. */
  default void forEach(Consumer<? super FlowView> action) {
    while (next()) {
      action.accept(flow());
    }
  }
}
