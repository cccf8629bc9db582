package io.conntrack.spi;

import io.conntrack.Direction;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowView;
import io.conntrack.NatRange;
import io.conntrack.SequenceAdjustment;
import io.conntrack.TupleView;
import org.jspecify.annotations.Nullable;

/**
 * A flow that is filled again and again without allocating. Not thread-safe; confine to one thread.
 *
 * <p>A backend clears it, fills it from a message and hands it out as a {@link FlowView}. Setters
 * take the bits as the wire has them and make their attribute present. It has a setter and an
 * accessor for each field of a flow, hence its size.
 */
public final class FlowBuffer implements FlowView {

  private final TupleBuffer original = new TupleBuffer();
  private final TupleBuffer reply = new TupleBuffer();
  private final TupleBuffer master = new TupleBuffer();

  private long present;
  private int zone;
  private int status;
  private int timeout;
  private int mark;
  private int id;
  private int use;
  private long originalPackets;
  private long originalBytes;
  private long replyPackets;
  private long replyBytes;
  private long start;
  private long stop;
  private long eventTime;
  private int protocolState;
  private int originalTcp; // window scale, flags, flags mask: a byte each
  private int replyTcp;
  private int originalTag;
  private int replyTag;
  private int dccpRole;
  private long dccpHandshake;
  private long labelsLow;
  private long labelsHigh;
  private String helper = "";
  private String securityContext = "";
  private @Nullable SequenceAdjustment originalAdjustment;
  private @Nullable SequenceAdjustment replyAdjustment;
  private int synproxySequence;
  private int synproxyTimestamp;
  private int synproxyOffset;
  private @Nullable NatRange sourceNat;
  private @Nullable NatRange destinationNat;

  /** Makes an empty flow. */
  public FlowBuffer() {}

  /** Makes all attributes absent; the tuples keep what they have, for a reader that fills both. */
  public void clearAttributes() {
    present = 0;
  }

  /** Makes all attributes absent and empties the tuples. */
  public void clear() {
    clearAttributes();
    original.clear();
    reply.clear();
  }

  /** Makes this flow equal to {@code other}. */
  public void copy(FlowView other) {
    clear();
    original.copy(other.original());
    reply.copy(other.reply());
    FlowCopy.copy(other, this);
  }

  /**
   * Makes every attribute that {@code other} carries present with its value; the tuples and all
   * other attributes stay as they are.
   */
  public void overlay(FlowView other) {
    FlowCopy.copy(other, this);
  }

  /** Makes an attribute absent again. */
  public void remove(FlowAttribute attribute) {
    present &= ~attribute.bit();
  }

  /** Returns the original tuple, to be filled. */
  @Override
  public TupleBuffer original() {
    return original;
  }

  /** Returns the reply tuple, to be filled. */
  @Override
  public TupleBuffer reply() {
    return reply;
  }

  /** Makes the master present and returns its tuple, emptied, to be filled. */
  public TupleBuffer master() {
    add(FlowAttribute.MASTER);
    master.clear();
    return master;
  }

  /** Sets the zone of both directions, 0 to 65535. */
  public void zone(int zoneId) {
    add(FlowAttribute.ZONE);
    zone = zoneId & 0xffff;
  }

  /** Sets the zone of one direction, 0 to 65535. */
  public void zone(Direction direction, int zoneId) {
    add(direction == Direction.ORIGINAL ? FlowAttribute.ORIGINAL_ZONE : FlowAttribute.REPLY_ZONE);
    zone = zoneId & 0xffff;
  }

  /** Sets the status bits. */
  public void status(int bits) {
    add(FlowAttribute.STATUS);
    status = bits;
  }

  /** Sets the timeout in seconds, an unsigned 32-bit number. */
  public void timeout(int seconds) {
    add(FlowAttribute.TIMEOUT);
    timeout = seconds;
  }

  /** Sets the mark. */
  public void mark(int bits) {
    add(FlowAttribute.MARK);
    mark = bits;
  }

  /** Sets the id. */
  public void id(int bits) {
    add(FlowAttribute.ID);
    id = bits;
  }

  /** Sets the reference count, an unsigned 32-bit number. */
  public void use(int count) {
    add(FlowAttribute.USE);
    use = count;
  }

  /** Sets the counters of a direction, unsigned numbers. */
  public void counters(Direction direction, long packets, long bytes) {
    if (direction == Direction.ORIGINAL) {
      add(FlowAttribute.ORIGINAL_COUNTERS);
      originalPackets = packets;
      originalBytes = bytes;
    } else {
      add(FlowAttribute.REPLY_COUNTERS);
      replyPackets = packets;
      replyBytes = bytes;
    }
  }

  /** Sets the start time in nanoseconds since the epoch. */
  public void start(long nanos) {
    add(FlowAttribute.START);
    start = nanos;
  }

  /** Sets the end time in nanoseconds since the epoch. */
  public void stop(long nanos) {
    add(FlowAttribute.STOP);
    stop = nanos;
  }

  /** Sets the event time in nanoseconds since the epoch. */
  public void eventTime(long nanos) {
    add(FlowAttribute.EVENT_TIME);
    eventTime = nanos;
  }

  /** Sets the TCP state. */
  public void tcpState(int value) {
    add(FlowAttribute.TCP_STATE);
    protocolState = value;
  }

  /** Sets what the TCP sender of a direction announced; each number 0 to 255. */
  public void tcpPeer(Direction direction, int windowScale, int flags, int flagsMask) {
    int packed = (windowScale & 0xff) | ((flags & 0xff) << 8) | ((flagsMask & 0xff) << 16);
    if (direction == Direction.ORIGINAL) {
      add(FlowAttribute.TCP_ORIGINAL);
      originalTcp = packed;
    } else {
      add(FlowAttribute.TCP_REPLY);
      replyTcp = packed;
    }
  }

  /** Sets the SCTP state. */
  public void sctpState(int value) {
    add(FlowAttribute.SCTP_STATE);
    protocolState = value;
  }

  /** Sets the SCTP verification tags. */
  public void sctpTags(int originalBits, int replyBits) {
    add(FlowAttribute.SCTP_TAGS);
    originalTag = originalBits;
    replyTag = replyBits;
  }

  /** Sets the DCCP state. */
  public void dccpState(int value) {
    add(FlowAttribute.DCCP_STATE);
    protocolState = value;
  }

  /** Sets the DCCP role of the originator and the sequence number of the handshake. */
  public void dccpHandshake(int role, long sequence) {
    add(FlowAttribute.DCCP_HANDSHAKE);
    dccpRole = role;
    dccpHandshake = sequence;
  }

  /** Sets the labels 0 to 63 and 64 to 127. */
  public void labels(long low, long high) {
    add(FlowAttribute.LABELS);
    labelsLow = low;
    labelsHigh = high;
  }

  /** Sets the name of the helper. */
  public void helper(String name) {
    add(FlowAttribute.HELPER);
    helper = name;
  }

  /** Sets the security context. */
  public void securityContext(String name) {
    add(FlowAttribute.SECURITY_CONTEXT);
    securityContext = name;
  }

  /** Sets the sequence adjustment of a direction. */
  public void sequenceAdjustment(Direction direction, SequenceAdjustment adjustment) {
    if (direction == Direction.ORIGINAL) {
      add(FlowAttribute.ORIGINAL_SEQUENCE_ADJUSTMENT);
      originalAdjustment = adjustment;
    } else {
      add(FlowAttribute.REPLY_SEQUENCE_ADJUSTMENT);
      replyAdjustment = adjustment;
    }
  }

  /** Sets the state of the SYN proxy. */
  public void synproxy(int sequence, int timestamp, int timestampOffset) {
    add(FlowAttribute.SYNPROXY);
    synproxySequence = sequence;
    synproxyTimestamp = timestamp;
    synproxyOffset = timestampOffset;
  }

  /** Sets the source NAT of a flow to be created. */
  public void sourceNat(NatRange range) {
    add(FlowAttribute.SOURCE_NAT);
    sourceNat = range;
  }

  /** Sets the destination NAT of a flow to be created. */
  public void destinationNat(NatRange range) {
    add(FlowAttribute.DESTINATION_NAT);
    destinationNat = range;
  }

  private void add(FlowAttribute attribute) {
    present |= attribute.bit();
  }

  @Override
  public long attributeBits() {
    return present;
  }

  @Override
  public @Nullable TupleView masterTuple() {
    return has(FlowAttribute.MASTER) ? master : null;
  }

  @Override
  public int zoneId(Direction direction) {
    FlowAttribute own =
        direction == Direction.ORIGINAL ? FlowAttribute.ORIGINAL_ZONE : FlowAttribute.REPLY_ZONE;
    return has(FlowAttribute.ZONE) || has(own) ? zone : 0;
  }

  @Override
  public int statusBits() {
    return has(FlowAttribute.STATUS) ? status : 0;
  }

  @Override
  public long timeoutSeconds() {
    return has(FlowAttribute.TIMEOUT) ? Integer.toUnsignedLong(timeout) : 0;
  }

  @Override
  public int markBits() {
    return has(FlowAttribute.MARK) ? mark : 0;
  }

  @Override
  public int idBits() {
    return has(FlowAttribute.ID) ? id : 0;
  }

  @Override
  public long useCount() {
    return has(FlowAttribute.USE) ? Integer.toUnsignedLong(use) : 0;
  }

  @Override
  public long packets(Direction direction) {
    if (direction == Direction.ORIGINAL) {
      return has(FlowAttribute.ORIGINAL_COUNTERS) ? originalPackets : 0;
    }
    return has(FlowAttribute.REPLY_COUNTERS) ? replyPackets : 0;
  }

  @Override
  public long bytes(Direction direction) {
    if (direction == Direction.ORIGINAL) {
      return has(FlowAttribute.ORIGINAL_COUNTERS) ? originalBytes : 0;
    }
    return has(FlowAttribute.REPLY_COUNTERS) ? replyBytes : 0;
  }

  @Override
  public long startNanos() {
    return has(FlowAttribute.START) ? start : 0;
  }

  @Override
  public long stopNanos() {
    return has(FlowAttribute.STOP) ? stop : 0;
  }

  @Override
  public long eventNanos() {
    return has(FlowAttribute.EVENT_TIME) ? eventTime : 0;
  }

  @Override
  public int protocolState() {
    boolean known =
        has(FlowAttribute.TCP_STATE)
            || has(FlowAttribute.SCTP_STATE)
            || has(FlowAttribute.DCCP_STATE);
    return known ? protocolState : 0;
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
    if (direction == Direction.ORIGINAL) {
      return has(FlowAttribute.TCP_ORIGINAL) ? originalTcp : 0;
    }
    return has(FlowAttribute.TCP_REPLY) ? replyTcp : 0;
  }

  @Override
  public int sctpTag(Direction direction) {
    if (!has(FlowAttribute.SCTP_TAGS)) {
      return 0;
    }
    return direction == Direction.ORIGINAL ? originalTag : replyTag;
  }

  @Override
  public int dccpRole() {
    return has(FlowAttribute.DCCP_HANDSHAKE) ? dccpRole : 0;
  }

  @Override
  public long dccpHandshakeSequence() {
    return has(FlowAttribute.DCCP_HANDSHAKE) ? dccpHandshake : 0;
  }

  @Override
  public long labelsLow() {
    return has(FlowAttribute.LABELS) ? labelsLow : 0;
  }

  @Override
  public long labelsHigh() {
    return has(FlowAttribute.LABELS) ? labelsHigh : 0;
  }

  @Override
  public String helperName() {
    return has(FlowAttribute.HELPER) ? helper : "";
  }

  @Override
  public String securityContextName() {
    return has(FlowAttribute.SECURITY_CONTEXT) ? securityContext : "";
  }

  @Override
  public @Nullable SequenceAdjustment sequenceAdjustmentOf(Direction direction) {
    if (direction == Direction.ORIGINAL) {
      return has(FlowAttribute.ORIGINAL_SEQUENCE_ADJUSTMENT) ? originalAdjustment : null;
    }
    return has(FlowAttribute.REPLY_SEQUENCE_ADJUSTMENT) ? replyAdjustment : null;
  }

  @Override
  public int synproxySequence() {
    return has(FlowAttribute.SYNPROXY) ? synproxySequence : 0;
  }

  @Override
  public int synproxyTimestamp() {
    return has(FlowAttribute.SYNPROXY) ? synproxyTimestamp : 0;
  }

  @Override
  public int synproxyTimestampOffset() {
    return has(FlowAttribute.SYNPROXY) ? synproxyOffset : 0;
  }

  @Override
  public @Nullable NatRange sourceNatRange() {
    return has(FlowAttribute.SOURCE_NAT) ? sourceNat : null;
  }

  @Override
  public @Nullable NatRange destinationNatRange() {
    return has(FlowAttribute.DESTINATION_NAT) ? destinationNat : null;
  }
}
