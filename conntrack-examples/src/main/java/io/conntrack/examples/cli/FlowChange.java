package io.conntrack.examples.cli;

import io.conntrack.Direction;
import io.conntrack.FlowUpdate;
import io.conntrack.FlowUpdateBuilder;
import io.conntrack.FlowView;
import io.conntrack.Labels;
import io.conntrack.Protocol;
import io.conntrack.SctpInfo;
import io.conntrack.SctpState;
import io.conntrack.Status;
import io.conntrack.TcpState;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code -U} sets on each of its flows. Immutable. */
final class FlowChange {

  private static final Labels ALL_LABELS = new Labels(-1, -1);

  private final Arguments arguments;
  private final Status status;
  private final @Nullable Protocol protocol;
  private final boolean isTranslating;

  /**
   * Takes what is to be set from the arguments.
   *
   * @throws OperationFailedException if the kernel lets nobody set such a status or state
   */
  FlowChange(Arguments arguments) {
    this.arguments = arguments;
    this.status = NewFlow.settable(Status.of(arguments.status().set()));
    this.protocol = arguments.protocol().orElse(null);
    this.isTranslating =
        arguments.address(Option.SOURCE_NAT).isPresent()
            || arguments.address(Option.DESTINATION_NAT).isPresent();
    if (arguments.has(Option.STATE) && Protocol.DCCP.equals(protocol)) {
      throw new OperationFailedException(
          "Operation not supported", "Linux has no state of dccp flows since 6.17");
    }
  }

  /** Returns the update of this flow, empty if it has all of it already. */
  Optional<FlowUpdate> of(FlowView flow) {
    if (isTranslating) {
      throw new OperationFailedException(
          "Operation not supported", "the translation of a flow is fixed when it is created");
    }
    Update update = new Update();
    arguments.number(Option.TIMEOUT).ifPresent(seconds -> update.timeout(flow, seconds));
    if ((status.bits() & ~flow.statusBits()) != 0) {
      update.set(update.builder.addStatus(status));
    }
    if (Protocol.TCP.equals(protocol)) {
      arguments.number(Option.STATE).ifPresent(state -> update.tcpState(flow, (int) state));
    } else if (Protocol.SCTP.equals(protocol)) {
      update.sctp(flow);
    }
    arguments.number(Option.MARK).ifPresent(mark -> update.mark(flow, (int) mark));
    update.labels();
    return update.isNeeded ? Optional.of(update.builder.build()) : Optional.empty();
  }

  /** An update in the making. */
  private final class Update {
    private final FlowUpdateBuilder builder = FlowUpdate.builder();
    private boolean isNeeded;

    private void set(FlowUpdateBuilder changed) {
      isNeeded |= changed == builder;
    }

    private void timeout(FlowView flow, long seconds) {
      if (seconds != flow.timeoutSeconds()) {
        set(builder.timeout(Duration.ofSeconds(seconds)));
      }
    }

    /** A state that no packet led to has windows that nobody saw. */
    private void tcpState(FlowView flow, int state) {
      if (state != flow.protocolState()) {
        TcpState changed = new TcpState(state);
        int flags = NewFlow.tcpFlags(changed);
        set(builder.tcpState(changed));
        builder.tcpFlags(Direction.ORIGINAL, flags, flags).tcpFlags(Direction.REPLY, flags, flags);
      }
    }

    /** Sets labels also where that changes nothing, as the original does. */
    private void labels() {
      if (arguments.has(Option.LABEL_ADD)) {
        Labels added = arguments.labels(Option.LABEL_ADD);
        set(builder.labels(added, added));
      } else if (arguments.has(Option.LABEL_DELETE)) {
        Labels named = arguments.labels(Option.LABEL_DELETE);
        set(builder.labels(Labels.NONE, named.equals(Labels.NONE) ? ALL_LABELS : named));
      }
    }

    /** The kernel wants state and tags together. */
    private void sctp(FlowView flow) {
      SctpInfo changed =
          new SctpInfo(
              new SctpState((int) arguments.number(Option.STATE).orElse(flow.protocolState())),
              tag(Option.ORIGINAL_TAG, flow.sctpTag(Direction.ORIGINAL)),
              tag(Option.REPLY_TAG, flow.sctpTag(Direction.REPLY)));
      SctpInfo current =
          new SctpInfo(
              new SctpState(flow.protocolState()),
              flow.sctpTag(Direction.ORIGINAL),
              flow.sctpTag(Direction.REPLY));
      if (!changed.equals(current)) {
        set(builder.sctp(changed));
      }
    }

    private int tag(Option option, int otherwise) {
      return (int) arguments.number(option).orElse(otherwise);
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
