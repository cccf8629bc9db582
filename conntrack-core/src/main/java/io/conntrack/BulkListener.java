package io.conntrack;

import java.util.function.Consumer;

/**
 * Hears what became of each flow of a bulk operation.
 *
 * <p>It is called on the thread of the operation, once per flow, after the backend has answered the
 * batch that the flow was in: many flows are changed before the first of them is heard of. A view
 * is valid only inside the call. The listener may use the table. What it throws ends the operation
 * and is passed on; flows of the same batch have been changed then.
 */
public interface BulkListener {

  /** Hears nothing, so that nothing is made for it. */
  BulkListener NONE = new BulkListener() {};

  /** The flow was created, changed or deleted; the view shows it as it was before. */
  default void changed(FlowView flow) {}

  /** The flow had ended before it could be changed or deleted. */
  default void gone(FlowView flow) {}

  /** The flow could not be changed. An object is made for each; there may be as many as flows. */
  default void failed(BulkFailure failure) {}

  /** Returns a listener to flows that are changed. */
  static BulkListener onChanged(Consumer<? super FlowView> action) {
    return new BulkListener() {
      @Override
      public void changed(FlowView flow) {
        action.accept(flow);
      }
    };
  }

  /** Returns a listener to failures. */
  static BulkListener onFailed(Consumer<? super BulkFailure> action) {
    return new BulkListener() {
      @Override
      public void failed(BulkFailure failure) {
        action.accept(failure);
      }
    };
  }
}
