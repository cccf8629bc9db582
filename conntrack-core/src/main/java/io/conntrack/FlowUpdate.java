package io.conntrack;

import io.conntrack.spi.FlowBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What to change on a flow. Immutable.
 *
 * <p>Only what was set is sent: a mark of 0 is a change like any other, and a flow whose timeout is
 * not mentioned keeps it.
 */
public final class FlowUpdate {

  private final FlowBuffer changes = new FlowBuffer(); // never handed out, so it stays as it is
  private final boolean changesWindowScales;
  private final int markMask;
  private final Labels labelsMask;

  FlowUpdate(FlowView changes, boolean changesWindowScales, int markMask, Labels labelsMask) {
    this.changes.copy(changes);
    this.changesWindowScales = changesWindowScales;
    this.markMask = markMask;
    this.labelsMask = labelsMask;
  }

  /** Replaces the whole mark, also by 0; like {@code conntrack -U --mark value}. */
  public static FlowUpdate mark(int bits) {
    return builder().mark(bits).build();
  }

  /**
   * Replaces the mark bits selected by {@code mask} and leaves the others alone; like {@code
   * conntrack -U --mark value/mask}.
   *
   * @throws IllegalArgumentException if {@code bits} has a bit outside {@code mask}
   */
  public static FlowUpdate mark(int bits, int mask) {
    return builder().mark(bits, mask).build();
  }

  /**
   * Sets the time after which the flow ends if no packet comes; like {@code conntrack -U
   * --timeout}.
   */
  public static FlowUpdate timeout(Duration timeout) {
    return builder().timeout(timeout).build();
  }

  /** Returns a builder of an update that changes several things in one message. */
  public static FlowUpdateBuilder builder() {
    return new FlowUpdateBuilder();
  }

  /** Returns the new timeout in seconds, absent if it stays ({@code CTA_TIMEOUT}). */
  public OptionalLong timeoutSeconds() {
    return changes.has(FlowAttribute.TIMEOUT)
        ? OptionalLong.of(changes.timeoutSeconds())
        : OptionalLong.empty();
  }

  /** Returns the status bits to set; bits cannot be cleared ({@code CTA_STATUS}). */
  public Status addedStatus() {
    return Status.of(changes.statusBits());
  }

  /** Returns the new TCP state, absent if it stays ({@code CTA_PROTOINFO_TCP_STATE}). */
  public Optional<TcpState> tcpState() {
    return changes.has(FlowAttribute.TCP_STATE)
        ? Optional.of(new TcpState(changes.protocolState()))
        : Optional.empty();
  }

  /**
   * Returns the new window scale of the TCP sender of a direction, 0 to 14; absent if both stay
   * ({@code CTA_PROTOINFO_TCP_WSCALE_*}).
   */
  public OptionalInt tcpWindowScale(Direction direction) {
    return changesWindowScales
        ? OptionalInt.of(changes.tcpWindowScale(direction))
        : OptionalInt.empty();
  }

  /** Returns the new flags of the TCP sender of a direction ({@code CTA_PROTOINFO_TCP_FLAGS_*}). */
  public int tcpFlags(Direction direction) {
    return changes.tcpFlags(direction);
  }

  /** Returns which flags of the TCP sender of a direction are replaced; 0 if all stay. */
  public int tcpFlagsMask(Direction direction) {
    return changes.tcpFlagsMask(direction);
  }

  /** Returns the new SCTP state and tags, absent if they stay ({@code CTA_PROTOINFO_SCTP}). */
  public Optional<SctpInfo> sctp() {
    return changes.has(FlowAttribute.SCTP_STATE)
        ? Optional.of(
            new SctpInfo(
                new SctpState(changes.protocolState()),
                changes.sctpTag(Direction.ORIGINAL),
                changes.sctpTag(Direction.REPLY)))
        : Optional.empty();
  }

  /** Returns the new mark bits, absent if the mark stays ({@code CTA_MARK}). */
  public OptionalInt markBits() {
    return changes.has(FlowAttribute.MARK)
        ? OptionalInt.of(changes.markBits())
        : OptionalInt.empty();
  }

  /** Returns which mark bits are replaced; -1 stands for all ({@code CTA_MARK_MASK}). */
  public int markMask() {
    return markMask;
  }

  /** Returns the new labels, absent if they stay ({@code CTA_LABELS}). */
  public Optional<Labels> labels() {
    return changes.has(FlowAttribute.LABELS)
        ? Optional.of(new Labels(changes.labelsLow(), changes.labelsHigh()))
        : Optional.empty();
  }

  /** Returns which labels are replaced ({@code CTA_LABELS_MASK}). */
  public Labels labelsMask() {
    return labelsMask;
  }

  /**
   * Returns the name of the helper that the flow is to have; empty text if it is to lose the one it
   * has; absent if that stays ({@code CTA_HELP_NAME}).
   */
  public Optional<String> helper() {
    return changes.has(FlowAttribute.HELPER) ? Optional.of(changes.helperName()) : Optional.empty();
  }

  /** Returns the new sequence adjustment of a direction ({@code CTA_SEQ_ADJ_*}). */
  public Optional<SequenceAdjustment> sequenceAdjustment(Direction direction) {
    return Optional.ofNullable(changes.sequenceAdjustmentOf(direction));
  }

  /** Returns the new state of the SYN proxy, absent if it stays ({@code CTA_SYNPROXY}). */
  public Optional<Synproxy> synproxy() {
    return changes.has(FlowAttribute.SYNPROXY)
        ? Optional.of(
            new Synproxy(
                changes.synproxySequence(),
                changes.synproxyTimestamp(),
                changes.synproxyTimestampOffset()))
        : Optional.empty();
  }

  /** Returns what is changed, for example {@code timeout 30s mark 0x10/0xff}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    helper().ifPresent(name -> text.append(name.isEmpty() ? " no helper" : " helper " + name));
    timeoutSeconds().ifPresent(seconds -> text.append(" timeout ").append(seconds).append('s'));
    if (addedStatus().bits() != 0) {
      text.append(" status ").append(addedStatus());
    }
    tcpState().ifPresent(state -> text.append(" state ").append(state));
    sctp().ifPresent(sctp -> appendSctp(text, sctp));
    appendTcp(text);
    markBits()
        .ifPresent(
            bits ->
                text.append(" mark ")
                    .append(Mark.of(bits))
                    .append(markMask == -1 ? "" : "/" + Mark.of(markMask)));
    for (Direction direction : Direction.values()) {
      sequenceAdjustment(direction)
          .ifPresent(adjustment -> text.append(' ').append(adjustment).append(in(direction)));
    }
    synproxy().ifPresent(synproxy -> text.append(' ').append(synproxy));
    labels()
        .ifPresent(labels -> text.append(" labels ").append(labels).append('/').append(labelsMask));
    return text.substring(1);
  }

  private static void appendSctp(StringBuilder text, SctpInfo sctp) {
    text.append(" state ")
        .append(sctp.state())
        .append(" tags ")
        .append(Integer.toUnsignedString(sctp.originalTag()))
        .append('/')
        .append(Integer.toUnsignedString(sctp.replyTag()));
  }

  private void appendTcp(StringBuilder text) {
    if (changesWindowScales) {
      text.append(" window scales ")
          .append(changes.tcpWindowScale(Direction.ORIGINAL))
          .append('/')
          .append(changes.tcpWindowScale(Direction.REPLY));
    }
    for (Direction direction : Direction.values()) {
      if (tcpFlagsMask(direction) != 0) {
        text.append(" flags 0x")
            .append(Integer.toHexString(tcpFlags(direction)))
            .append("/0x")
            .append(Integer.toHexString(tcpFlagsMask(direction)))
            .append(in(direction));
      }
    }
  }

  private static String in(Direction direction) {
    return direction == Direction.ORIGINAL ? " of the original" : " of the reply";
  }
}
