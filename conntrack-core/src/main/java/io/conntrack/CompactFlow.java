package io.conntrack;

import org.jspecify.annotations.Nullable;

/**
 * The storage of a {@link Flow}: what nearly every flow has lies in fields, what few have in
 * objects that the others do without, so that a million flows stay small.
 */
abstract class CompactFlow implements FlowView {

  private final Tuple original;
  private final Tuple reply;
  private final long attributes;
  private final long
      protocol; // state, then window scale, flags and mask of the originator and of the responder
  private final int status;
  private final int timeout;
  private final int mark;
  private final int id;
  private final int use;
  private final short zone;
  private final @Nullable Accounting accounting;
  private final @Nullable EventTimes eventTimes;
  private final @Nullable Extras extras;

  CompactFlow(FlowView view) {
    original = Tuple.copyOf(view.original());
    reply = Tuple.copyOf(view.reply());
    attributes = view.attributeBits();
    protocol =
        (view.protocolState() & 0xffL)
            | (packTcp(view, Direction.ORIGINAL) << 8)
            | (packTcp(view, Direction.REPLY) << 32);
    status = view.statusBits();
    timeout = (int) view.timeoutSeconds();
    mark = view.markBits();
    id = view.idBits();
    use = (int) view.useCount();
    zone = (short) (view.zoneId(Direction.ORIGINAL) | view.zoneId(Direction.REPLY));
    accounting = (attributes & Accounting.ATTRIBUTES) == 0 ? null : new Accounting(view);
    eventTimes = (attributes & EventTimes.ATTRIBUTES) == 0 ? null : new EventTimes(view);
    extras = Extras.areNeeded(view) ? new Extras(view) : null;
  }

  private static long packTcp(FlowView view, Direction direction) {
    return view.tcpWindowScale(direction)
        | ((long) view.tcpFlags(direction) << 8)
        | ((long) view.tcpFlagsMask(direction) << 16);
  }

  private static long bits(FlowAttribute... attributes) {
    long bits = 0;
    for (FlowAttribute attribute : attributes) {
      bits |= attribute.bit();
    }
    return bits;
  }

  /** What a flow has in a dump if flows are accounted and stamped. */
  private static final class Accounting {
    static final long ATTRIBUTES =
        bits(FlowAttribute.ORIGINAL_COUNTERS, FlowAttribute.REPLY_COUNTERS, FlowAttribute.START);

    final long originalPackets;
    final long originalBytes;
    final long replyPackets;
    final long replyBytes;
    final long start;

    Accounting(FlowView view) {
      originalPackets = view.packets(Direction.ORIGINAL);
      originalBytes = view.bytes(Direction.ORIGINAL);
      replyPackets = view.packets(Direction.REPLY);
      replyBytes = view.bytes(Direction.REPLY);
      start = view.startNanos();
    }
  }

  /** The times that only events tell. */
  private static final class EventTimes {
    static final long ATTRIBUTES = bits(FlowAttribute.STOP, FlowAttribute.EVENT_TIME);

    final long stop;
    final long event;

    EventTimes(FlowView view) {
      stop = view.stopNanos();
      event = view.eventNanos();
    }
  }

  /** What only few flows have. */
  private static final class Extras {
    static final long ATTRIBUTES =
        bits(
            FlowAttribute.SCTP_TAGS,
            FlowAttribute.DCCP_HANDSHAKE,
            FlowAttribute.HELPER,
            FlowAttribute.LABELS,
            FlowAttribute.SECURITY_CONTEXT,
            FlowAttribute.MASTER,
            FlowAttribute.ORIGINAL_SEQUENCE_ADJUSTMENT,
            FlowAttribute.REPLY_SEQUENCE_ADJUSTMENT,
            FlowAttribute.SOURCE_NAT,
            FlowAttribute.DESTINATION_NAT);

    final String helper;
    final String securityContext;
    final @Nullable Tuple master;
    final @Nullable SequenceAdjustment originalAdjustment;
    final @Nullable SequenceAdjustment replyAdjustment;
    final @Nullable NatRange sourceNat;
    final @Nullable NatRange destinationNat;
    final long labelsLow;
    final long labelsHigh;
    final long dccpHandshake;
    final int dccpRole;
    final int originalTag;
    final int replyTag;
    final int synproxySequence;
    final int synproxyTimestamp;
    final int synproxyOffset;

    Extras(FlowView view) {
      helper = view.helperName();
      securityContext = view.securityContextName();
      TupleView masterView = view.masterTuple();
      master = masterView == null ? null : Tuple.copyOf(masterView);
      originalAdjustment = view.sequenceAdjustmentOf(Direction.ORIGINAL);
      replyAdjustment = view.sequenceAdjustmentOf(Direction.REPLY);
      sourceNat = view.sourceNatRange();
      destinationNat = view.destinationNatRange();
      labelsLow = view.labelsLow();
      labelsHigh = view.labelsHigh();
      dccpHandshake = view.dccpHandshakeSequence();
      dccpRole = view.dccpRole();
      originalTag = view.sctpTag(Direction.ORIGINAL);
      replyTag = view.sctpTag(Direction.REPLY);
      synproxySequence = view.synproxySequence();
      synproxyTimestamp = view.synproxyTimestamp();
      synproxyOffset = view.synproxyTimestampOffset();
    }

    /** Flows made by a program have a SYN proxy of zeros, which needs no object. */
    static boolean areNeeded(FlowView view) {
      return (view.attributeBits() & ATTRIBUTES) != 0
          || (view.synproxySequence() | view.synproxyTimestamp() | view.synproxyTimestampOffset())
              != 0;
    }
  }

  @Override
  public long attributeBits() {
    return attributes;
  }

  @Override
  public Tuple original() {
    return original;
  }

  @Override
  public Tuple reply() {
    return reply;
  }

  @Override
  public @Nullable Tuple masterTuple() {
    return extras == null ? null : extras.master;
  }

  @Override
  public int zoneId(Direction direction) {
    FlowAttribute own =
        direction == Direction.ORIGINAL ? FlowAttribute.ORIGINAL_ZONE : FlowAttribute.REPLY_ZONE;
    return has(FlowAttribute.ZONE) || has(own) ? zone & 0xffff : 0;
  }

  @Override
  public int statusBits() {
    return status;
  }

  @Override
  public long timeoutSeconds() {
    return Integer.toUnsignedLong(timeout);
  }

  @Override
  public int markBits() {
    return mark;
  }

  @Override
  public int idBits() {
    return id;
  }

  @Override
  public long useCount() {
    return Integer.toUnsignedLong(use);
  }

  @Override
  public long packets(Direction direction) {
    if (accounting == null) {
      return 0;
    }
    return direction == Direction.ORIGINAL ? accounting.originalPackets : accounting.replyPackets;
  }

  @Override
  public long bytes(Direction direction) {
    if (accounting == null) {
      return 0;
    }
    return direction == Direction.ORIGINAL ? accounting.originalBytes : accounting.replyBytes;
  }

  @Override
  public long startNanos() {
    return accounting == null ? 0 : accounting.start;
  }

  @Override
  public long stopNanos() {
    return eventTimes == null ? 0 : eventTimes.stop;
  }

  @Override
  public long eventNanos() {
    return eventTimes == null ? 0 : eventTimes.event;
  }

  @Override
  public int protocolState() {
    return (int) protocol & 0xff;
  }

  @Override
  public int tcpWindowScale(Direction direction) {
    return tcpPeer(direction) & 0xff;
  }

  @Override
  public int tcpFlags(Direction direction) {
    return tcpPeer(direction) >>> 8 & 0xff;
  }

  @Override
  public int tcpFlagsMask(Direction direction) {
    return tcpPeer(direction) >>> 16 & 0xff;
  }

  private int tcpPeer(Direction direction) {
    return (int) (protocol >>> (direction == Direction.ORIGINAL ? 8 : 32));
  }

  @Override
  public int sctpTag(Direction direction) {
    if (extras == null) {
      return 0;
    }
    return direction == Direction.ORIGINAL ? extras.originalTag : extras.replyTag;
  }

  @Override
  public int dccpRole() {
    return extras == null ? 0 : extras.dccpRole;
  }

  @Override
  public long dccpHandshakeSequence() {
    return extras == null ? 0 : extras.dccpHandshake;
  }

  @Override
  public long labelsLow() {
    return extras == null ? 0 : extras.labelsLow;
  }

  @Override
  public long labelsHigh() {
    return extras == null ? 0 : extras.labelsHigh;
  }

  @Override
  public String helperName() {
    return extras == null ? "" : extras.helper;
  }

  @Override
  public String securityContextName() {
    return extras == null ? "" : extras.securityContext;
  }

  @Override
  public @Nullable SequenceAdjustment sequenceAdjustmentOf(Direction direction) {
    if (extras == null) {
      return null;
    }
    return direction == Direction.ORIGINAL ? extras.originalAdjustment : extras.replyAdjustment;
  }

  @Override
  public int synproxySequence() {
    return extras == null ? 0 : extras.synproxySequence;
  }

  @Override
  public int synproxyTimestamp() {
    return extras == null ? 0 : extras.synproxyTimestamp;
  }

  @Override
  public int synproxyTimestampOffset() {
    return extras == null ? 0 : extras.synproxyOffset;
  }

  @Override
  public @Nullable NatRange sourceNatRange() {
    return extras == null ? null : extras.sourceNat;
  }

  @Override
  public @Nullable NatRange destinationNatRange() {
    return extras == null ? null : extras.destinationNat;
  }
}
