package io.conntrack;

import org.jspecify.annotations.Nullable;

/**
 * Reads one flow without allocating.
 *
 * <p>A view that a callback receives is valid only inside that callback and on its thread; {@link
 * Flow#copyOf} keeps its content. {@link Flow} is a view too, so filters, formats and counters are
 * written once.
 *
 * <p>An accessor of an attribute that the kernel did not send returns 0, an empty text or null;
 * {@link #has} tells absence from zero. There are more methods than a type should have, because a
 * flow has as many fields.
 */
public interface FlowView {

  /** Returns the attributes that the flow carries, a set of {@link FlowAttribute#bit()}. */
  long attributeBits();

  /** Says whether the flow carries this attribute. */
  default boolean has(FlowAttribute attribute) {
    return (attributeBits() & attribute.bit()) != 0;
  }

  /** Returns the tuple of the flow's first packet ({@code CTA_TUPLE_ORIG}). */
  TupleView original();

  /**
   * Returns the tuple of the answers; NAT shows as a difference to the inverse of the original
   * ({@code CTA_TUPLE_REPLY}).
   */
  TupleView reply();

  /** Returns the original tuple of the master; null without {@link FlowAttribute#MASTER}. */
  @Nullable TupleView masterTuple();

  /**
   * Returns the zone in which packets of this direction are looked up, 0 to 65535; 0 is the default
   * zone.
   */
  int zoneId(Direction direction);

  /** Returns the status bits of {@link Status}. */
  int statusBits();

  /** Returns the seconds left until the flow ends if no packet comes, 0 to 4294967295. */
  long timeoutSeconds();

  /** Returns the mark. */
  int markBits();

  /** Returns the bits of the kernel's id. */
  int idBits();

  /** Returns the kernel's reference count. */
  long useCount();

  /** Returns the packets of a direction, an unsigned number. */
  long packets(Direction direction);

  /** Returns the bytes of a direction, an unsigned number. */
  long bytes(Direction direction);

  /** Returns the start of the flow in nanoseconds since the epoch. */
  long startNanos();

  /** Returns the end of the flow in nanoseconds since the epoch. */
  long stopNanos();

  /** Returns the time of the event in nanoseconds since the epoch. */
  long eventNanos();

  /**
   * Returns the number of the TCP, SCTP or DCCP tracking state; which of them is present tells the
   * protocol.
   */
  int protocolState();

  /** Returns the window scale that the TCP sender of a direction announced, 0 to 255. */
  int tcpWindowScale(Direction direction);

  /** Returns the TCP flags of a direction, bits {@code IP_CT_TCP_FLAG_*}. */
  int tcpFlags(Direction direction);

  /** Returns which TCP flags an input changes; 0 from the kernel. */
  int tcpFlagsMask(Direction direction);

  /** Returns the SCTP verification tag of a direction. */
  int sctpTag(Direction direction);

  /** Returns the DCCP role of the originator: 0 client, 1 server. */
  int dccpRole();

  /** Returns the sequence number of the DCCP handshake. */
  long dccpHandshakeSequence();

  /** Returns the labels 0 to 63. */
  long labelsLow();

  /** Returns the labels 64 to 127. */
  long labelsHigh();

  /** Returns the name of the helper, empty if absent. */
  String helperName();

  /** Returns the security context, empty if absent. */
  String securityContextName();

  /**
   * Returns the sequence adjustment of a direction; null if absent. Rare enough to be an object.
   */
  @Nullable SequenceAdjustment sequenceAdjustmentOf(Direction direction);

  /** Returns the SYN proxy's initial sequence number. */
  int synproxySequence();

  /** Returns the SYN proxy's initial time stamp. */
  int synproxyTimestamp();

  /** Returns the SYN proxy's time stamp offset. */
  int synproxyTimestampOffset();

  /** Returns the source NAT asked for at creation; null if absent. */
  @Nullable NatRange sourceNatRange();

  /** Returns the destination NAT asked for at creation; null if absent. */
  @Nullable NatRange destinationNatRange();
}
