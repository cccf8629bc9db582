package io.conntrack.netlink.internal;

import io.conntrack.FlowView;
import java.util.function.Consumer;

/** Delivers flows one by one. Confined to one thread, but any thread may close it. */
interface FlowSource extends OpenResource {

  /**
   * Steps to the next flow; false at the end, after which it is closed.
   *
   * @throws io.conntrack.ConntrackException if it fails, after which it is closed
   */
  boolean next();

  /** Returns the flow, valid until the next step. */
  FlowView flow();

  /** Calls an action with each flow that is left. */
  default void forEach(Consumer<? super FlowView> action) {
    while (next()) {
      action.accept(flow());
    }
  }
}
