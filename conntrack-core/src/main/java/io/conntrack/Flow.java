package io.conntrack;

import io.conntrack.format.TextFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One tracked connection, or any other exchange of packets between two addresses ({@code struct
 * nf_conn}). Immutable.
 *
 * <p>A flow is a copy of what one message of the kernel said; it does not change when the kernel's
 * flow does. An absent value was not in that message. Two flows are equal if all their attributes
 * are. What identifies a flow is its zone and its original tuple.
 *
 * <p>Beside the accessors here it has the primitive ones of {@link FlowView}; both are there
 * because both are used.
 */
public final class Flow extends CompactFlow implements TableEntry {

  Flow(FlowView view) {
    super(view);
  }

  /** Returns an immutable copy of a view, valid for ever; a flow is returned as it is. */
  public static Flow copyOf(FlowView view) {
    return view instanceof Flow flow ? flow : new Flow(view);
  }

  /**
   * Returns a builder of a flow with this original tuple and the inverse of it as reply tuple.
   *
   * @throws IllegalArgumentException for an ICMP tuple that connection tracking pairs with no
   *     answer
   */
  public static FlowBuilder builder(Tuple original) {
    return new FlowBuilder(original, original.inverse());
  }

  /** Returns a builder that starts with everything that this flow has. */
  public FlowBuilder toBuilder() {
    return new FlowBuilder(this);
  }

  /**
   * Returns the original tuple of the master, present on expected flows ({@code CTA_TUPLE_MASTER}).
   */
  public Optional<Tuple> master() {
    return Optional.ofNullable(masterTuple());
  }

  /** Returns the zone of both directions, absent in the default zone ({@code CTA_ZONE}). */
  public Optional<Zone> zone() {
    return has(FlowAttribute.ZONE) ? Optional.of(zone(Direction.ORIGINAL)) : Optional.empty();
  }

  /**
   * Returns the zone in which packets of this direction are looked up; {@link Zone#DEFAULT} if none
   * was sent.
   */
  public Zone zone(Direction direction) {
    return Zone.of(zoneId(direction));
  }

  /** Returns the status bits ({@code CTA_STATUS}). */
  public Optional<Status> status() {
    return has(FlowAttribute.STATUS) ? Optional.of(Status.of(statusBits())) : Optional.empty();
  }

  /**
   * Returns the time after which the flow ends if no packet comes, in whole seconds ({@code
   * CTA_TIMEOUT}).
   */
  public Optional<Duration> timeout() {
    return has(FlowAttribute.TIMEOUT)
        ? Optional.of(Duration.ofSeconds(timeoutSeconds()))
        : Optional.empty();
  }

  /**
   * Returns the mark, present in every dump, in events only if it is not 0 or changed ({@code
   * CTA_MARK}).
   */
  public Optional<Mark> mark() {
    return has(FlowAttribute.MARK) ? Optional.of(Mark.of(markBits())) : Optional.empty();
  }

  /** Returns the kernel's id ({@code CTA_ID}). */
  public Optional<FlowId> id() {
    return has(FlowAttribute.ID) ? Optional.of(FlowId.of(idBits())) : Optional.empty();
  }

  /** Returns the kernel's reference count, 1 in a dump and 2 in a get ({@code CTA_USE}). */
  public OptionalLong use() {
    return has(FlowAttribute.USE) ? OptionalLong.of(useCount()) : OptionalLong.empty();
  }

  /**
   * Returns the counters of a direction, present if the flow is accounted ({@code CTA_COUNTERS_*}).
   */
  public Optional<Counters> counters(Direction direction) {
    FlowAttribute attribute =
        direction == Direction.ORIGINAL
            ? FlowAttribute.ORIGINAL_COUNTERS
            : FlowAttribute.REPLY_COUNTERS;
    return has(attribute)
        ? Optional.of(new Counters(packets(direction), bytes(direction)))
        : Optional.empty();
  }

  /** Returns when the flow began, present if the flow is stamped ({@code CTA_TIMESTAMP_START}). */
  public Optional<Instant> start() {
    return has(FlowAttribute.START) ? Optional.of(instant(startNanos())) : Optional.empty();
  }

  /**
   * Returns when the flow ended, present only in the event that says so ({@code
   * CTA_TIMESTAMP_STOP}).
   */
  public Optional<Instant> stop() {
    return has(FlowAttribute.STOP) ? Optional.of(instant(stopNanos())) : Optional.empty();
  }

  /** Returns when the event happened ({@code CTA_TIMESTAMP_EVENT}, since Linux 6.14). */
  public Optional<Instant> eventTime() {
    return has(FlowAttribute.EVENT_TIME) ? Optional.of(instant(eventNanos())) : Optional.empty();
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000);
  }

  /**
   * Returns what is known of the TCP, SCTP or DCCP connection, absent for other protocols ({@code
   * CTA_PROTOINFO}).
   */
  public Optional<ProtocolInfo> protocolInfo() {
    if (has(FlowAttribute.TCP_STATE)
        || has(FlowAttribute.TCP_ORIGINAL)
        || has(FlowAttribute.TCP_REPLY)) {
      return Optional.of(
          new TcpInfo(
              tcpState().orElse(null), tcpPeer(Direction.ORIGINAL), tcpPeer(Direction.REPLY)));
    }
    if (has(FlowAttribute.SCTP_STATE)) {
      SctpState state = new SctpState(protocolState());
      return Optional.of(
          new SctpInfo(state, sctpTag(Direction.ORIGINAL), sctpTag(Direction.REPLY)));
    }
    if (has(FlowAttribute.DCCP_STATE)) {
      return Optional.of(
          new DccpInfo(new DccpState(protocolState()), dccpRole(), dccpHandshakeSequence()));
    }
    return Optional.empty();
  }

  private TcpInfo.@Nullable Peer tcpPeer(Direction direction) {
    FlowAttribute attribute =
        direction == Direction.ORIGINAL ? FlowAttribute.TCP_ORIGINAL : FlowAttribute.TCP_REPLY;
    return has(attribute)
        ? new TcpInfo.Peer(tcpWindowScale(direction), tcpFlags(direction), tcpFlagsMask(direction))
        : null;
  }

  /**
   * Returns the TCP tracking state, absent for other protocols ({@code CTA_PROTOINFO_TCP_STATE}).
   */
  public Optional<TcpState> tcpState() {
    return has(FlowAttribute.TCP_STATE)
        ? Optional.of(new TcpState(protocolState()))
        : Optional.empty();
  }

  /** Returns the labels, absent if no bit is set ({@code CTA_LABELS}). */
  public Optional<Labels> labels() {
    return has(FlowAttribute.LABELS)
        ? Optional.of(new Labels(labelsLow(), labelsHigh()))
        : Optional.empty();
  }

  /** Returns the name of the attached helper, for example {@code ftp} ({@code CTA_HELP_NAME}). */
  public Optional<String> helper() {
    return has(FlowAttribute.HELPER) ? Optional.of(helperName()) : Optional.empty();
  }

  /**
   * Returns the security context, present if a security module labels packets ({@code
   * CTA_SECCTX_NAME}).
   */
  public Optional<String> securityContext() {
    return has(FlowAttribute.SECURITY_CONTEXT)
        ? Optional.of(securityContextName())
        : Optional.empty();
  }

  /** Returns the sequence adjustment of a direction ({@code CTA_SEQ_ADJ_*}). */
  public Optional<SequenceAdjustment> sequenceAdjustment(Direction direction) {
    return Optional.ofNullable(sequenceAdjustmentOf(direction));
  }

  /**
   * Returns the state of the SYN proxy, all zero on flows that a program created ({@code
   * CTA_SYNPROXY}).
   */
  public Optional<Synproxy> synproxy() {
    return has(FlowAttribute.SYNPROXY)
        ? Optional.of(
            new Synproxy(synproxySequence(), synproxyTimestamp(), synproxyTimestampOffset()))
        : Optional.empty();
  }

  /**
   * Returns the source NAT asked for when this flow is created; never present on a flow from the
   * kernel.
   */
  public Optional<NatRange> sourceNat() {
    return Optional.ofNullable(sourceNatRange());
  }

  /**
   * Returns the destination NAT asked for when this flow is created; never present on a flow from
   * the kernel.
   */
  public Optional<NatRange> destinationNat() {
    return Optional.ofNullable(destinationNatRange());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Flow that
        && attributeBits() == that.attributeBits()
        && original().equals(that.original())
        && reply().equals(that.reply())
        && Arrays.equals(scalars(), that.scalars())
        && helperName().equals(that.helperName())
        && securityContextName().equals(that.securityContextName())
        && master().equals(that.master())
        && sequenceAdjustment(Direction.ORIGINAL)
            .equals(that.sequenceAdjustment(Direction.ORIGINAL))
        && sequenceAdjustment(Direction.REPLY).equals(that.sequenceAdjustment(Direction.REPLY))
        && sourceNat().equals(that.sourceNat())
        && destinationNat().equals(that.destinationNat());
  }

  @Override
  public int hashCode() {
    return Objects.hash(original(), reply(), zoneId(Direction.ORIGINAL), idBits(), startNanos());
  }

  private long[] scalars() {
    return new long[] {
      zoneId(Direction.ORIGINAL),
      zoneId(Direction.REPLY),
      statusBits(),
      timeoutSeconds(),
      markBits(),
      idBits(),
      useCount(),
      packets(Direction.ORIGINAL),
      bytes(Direction.ORIGINAL),
      packets(Direction.REPLY),
      bytes(Direction.REPLY),
      startNanos(),
      stopNanos(),
      eventNanos(),
      protocolState(),
      tcpWindowScale(Direction.ORIGINAL),
      tcpWindowScale(Direction.REPLY),
      tcpFlags(Direction.ORIGINAL),
      tcpFlags(Direction.REPLY),
      tcpFlagsMask(Direction.ORIGINAL),
      tcpFlagsMask(Direction.REPLY),
      sctpTag(Direction.ORIGINAL),
      sctpTag(Direction.REPLY),
      dccpRole(),
      dccpHandshakeSequence(),
      labelsLow(),
      labelsHigh(),
      synproxySequence(),
      synproxyTimestamp(),
      synproxyTimestampOffset()
    };
  }

  /** Returns the flow as a line of {@code conntrack -L} shows it. */
  @Override
  public String toString() {
    return TextFormat.PLAIN.format(this);
  }
}
