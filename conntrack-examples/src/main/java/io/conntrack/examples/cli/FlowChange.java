package io.conntrack.examples.cli;

import io.conntrack.FlowUpdate;
import io.conntrack.FlowView;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.TcpState;
import java.time.Duration;
import java.util.Optional;

/** What {@code -U} sets on each of its flows. Immutable. */
final class FlowChange {

  private final Arguments arguments;
  private final Status status;

  /**
   * Takes what is to be set from the arguments.
   *
   * @throws UsageException if one of it cannot be set
   * @throws OperationFailedException if the kernel lets nobody set such a status
   */
  FlowChange(Arguments arguments) {
    this.arguments = arguments;
    this.status = NewFlow.settable(Status.of(arguments.status().set()));
    boolean isTcp = arguments.protocol().filter(Protocol.TCP::equals).isPresent();
    if (arguments.has(Option.STATE) && !isTcp) {
      throw new UsageException("option `--state' with this command is supported for tcp only yet");
    }
    if (arguments.has(Option.ORIGINAL_TAG) || arguments.has(Option.REPLY_TAG)) {
      throw new UsageException("option `--orig-vtag' with this command is not supported yet");
    }
  }

  /** Returns the update of this flow, empty if it has all of it already. */
  Optional<FlowUpdate> of(FlowView flow) {
    Update update = new Update();
    arguments.number(Option.TIMEOUT).ifPresent(seconds -> update.timeout(flow, seconds));
    if ((status.bits() & ~flow.statusBits()) != 0) {
      update.set(update.builder.addStatus(status));
    }
    arguments.number(Option.STATE).ifPresent(state -> update.tcpState(flow, (int) state));
    arguments.number(Option.MARK).ifPresent(mark -> update.mark(flow, (int) mark));
    return update.isNeeded ? Optional.of(update.builder.build()) : Optional.empty();
  }

  /** An update in the making. */
  private final class Update {
    private final FlowUpdate.Builder builder = FlowUpdate.builder();
    private boolean isNeeded;

    private void set(FlowUpdate.Builder changed) {
      isNeeded |= changed == builder;
    }

    private void timeout(FlowView flow, long seconds) {
      if (seconds != flow.timeoutSeconds()) {
        set(builder.timeout(Duration.ofSeconds(seconds)));
      }
    }

    private void tcpState(FlowView flow, int state) {
      if (state != flow.protocolState()) {
        set(builder.tcpState(new TcpState(state)));
      }
    }

    /**
     * The kernel replaces the bits under a mask in one step; bits outside it are toggled, which
     * takes the old mark.
     */
    private void mark(FlowView flow, int bits) {
      int mask = arguments.markMask();
      int changed = (flow.markBits() & ~mask) ^ bits;
      if (changed != flow.markBits()) {
        boolean inside = (bits & ~mask) == 0 && mask != 0;
        set(inside ? builder.mark(bits, mask) : builder.mark(changed));
      }
    }
  }
}
