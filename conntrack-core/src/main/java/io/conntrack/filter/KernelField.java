package io.conntrack.filter;

import io.conntrack.Direction;
import io.conntrack.FlowView;
import io.conntrack.IpFamily;
import io.conntrack.TupleView;
import org.jspecify.annotations.Nullable;

/** What the filter of a kernel's dump or flush can compare, each with one value. */
public enum KernelField {
  /** The address family, by its IP version: 4 or 6. */
  FAMILY(Kind.FLOW, null),
  /** The mark under a mask ({@code CTA_MARK}, {@code CTA_MARK_MASK}). */
  MARK(Kind.FLOW, null),
  /** The status under a mask ({@code CTA_STATUS}, {@code CTA_STATUS_MASK}). */
  STATUS(Kind.FLOW, null),
  /** The zone, whether it is that of both directions or of one ({@code CTA_ZONE}). */
  ZONE(Kind.FLOW, null),
  /** The protocol number. */
  PROTOCOL(Kind.PROTOCOL, null),
  /** The source address of the original tuple. */
  ORIGINAL_SOURCE(Kind.ADDRESS, Direction.ORIGINAL),
  /** The destination address of the original tuple. */
  ORIGINAL_DESTINATION(Kind.ADDRESS, Direction.ORIGINAL),
  /** The source port of the original tuple. */
  ORIGINAL_SOURCE_PORT(Kind.PORT, Direction.ORIGINAL),
  /** The destination port of the original tuple. */
  ORIGINAL_DESTINATION_PORT(Kind.PORT, Direction.ORIGINAL),
  /** The ICMP type of the original tuple. */
  ORIGINAL_ICMP_TYPE(Kind.ICMP, Direction.ORIGINAL),
  /** The ICMP code of the original tuple. */
  ORIGINAL_ICMP_CODE(Kind.ICMP, Direction.ORIGINAL),
  /** The ICMP id of the original tuple. */
  ORIGINAL_ICMP_ID(Kind.ICMP, Direction.ORIGINAL),
  /** The source address of the reply tuple. */
  REPLY_SOURCE(Kind.ADDRESS, Direction.REPLY),
  /** The destination address of the reply tuple. */
  REPLY_DESTINATION(Kind.ADDRESS, Direction.REPLY),
  /** The source port of the reply tuple. */
  REPLY_SOURCE_PORT(Kind.PORT, Direction.REPLY),
  /** The destination port of the reply tuple. */
  REPLY_DESTINATION_PORT(Kind.PORT, Direction.REPLY),
  /** The ICMP type of the reply tuple, which is that of the answer. */
  REPLY_ICMP_TYPE(Kind.ICMP, Direction.REPLY),
  /** The ICMP code of the reply tuple. */
  REPLY_ICMP_CODE(Kind.ICMP, Direction.REPLY),
  /** The ICMP id of the reply tuple. */
  REPLY_ICMP_ID(Kind.ICMP, Direction.REPLY);

  /** Tells apart what a field needs beside it in a filter. */
  public enum Kind {
    /** Needs nothing. */
    FLOW,
    /** Needs the family. */
    PROTOCOL,
    /** Needs the family. */
    ADDRESS,
    /** Needs the family, and TCP or UDP as protocol: the kernel ignores the ports of others. */
    PORT,
    /** Needs the family and the protocol of ICMP that belongs to it. */
    ICMP
  }

  private final Kind kind;
  private final @Nullable Direction direction;

  KernelField(Kind kind, @Nullable Direction direction) {
    this.kind = kind;
    this.direction = direction;
  }

  /** Returns what the field needs beside it. */
  public Kind kind() {
    return kind;
  }

  /** Says whether the field belongs to the tuple of this direction. */
  public boolean isOf(Direction direction) {
    return this.direction == direction;
  }

  /** Says whether the field belongs to the tuples: only a filter with a family can have it. */
  public boolean isOfTuple() {
    return kind != Kind.FLOW;
  }

  /** Says whether the flow has such a field at all; ports, for example. */
  boolean isIn(FlowView flow) {
    return switch (kind) {
      case PORT -> tuple(flow).hasPorts();
      case ICMP -> tuple(flow).hasIcmp();
      default -> true;
    };
  }

  /** Returns the upper half of the flow's value, which only an IPv6 address has. */
  long high(FlowView flow) {
    return switch (this) {
      case ORIGINAL_SOURCE, REPLY_SOURCE -> tuple(flow).sourceHigh();
      case ORIGINAL_DESTINATION, REPLY_DESTINATION -> tuple(flow).destinationHigh();
      default -> 0;
    };
  }

  /** Returns the flow's value, of an address the lower half. */
  long low(FlowView flow) {
    return switch (this) {
      case FAMILY -> flow.original().family() == IpFamily.IPV4 ? 4 : 6;
      case MARK -> flow.markBits();
      case STATUS -> flow.statusBits();
      case ZONE -> flow.zoneId(Direction.ORIGINAL) | flow.zoneId(Direction.REPLY);
      case PROTOCOL -> flow.original().protocolNumber();
      case ORIGINAL_SOURCE, REPLY_SOURCE -> tuple(flow).sourceLow();
      case ORIGINAL_DESTINATION, REPLY_DESTINATION -> tuple(flow).destinationLow();
      case ORIGINAL_SOURCE_PORT, REPLY_SOURCE_PORT -> tuple(flow).sourcePort();
      case ORIGINAL_DESTINATION_PORT, REPLY_DESTINATION_PORT -> tuple(flow).destinationPort();
      case ORIGINAL_ICMP_TYPE, REPLY_ICMP_TYPE -> tuple(flow).icmpType();
      case ORIGINAL_ICMP_CODE, REPLY_ICMP_CODE -> tuple(flow).icmpCode();
      case ORIGINAL_ICMP_ID, REPLY_ICMP_ID -> tuple(flow).icmpId();
    };
  }

  private TupleView tuple(FlowView flow) {
    return direction == Direction.REPLY ? flow.reply() : flow.original();
  }
}
