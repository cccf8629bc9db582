package io.conntrack;

/**
 * Reads one direction of a flow without allocating: addresses and layer 4 selectors as primitives.
 * {@link Tuple} is the immutable form; a view from a callback is valid only inside that callback.
 */
public interface TupleView {

  /** Returns the family of both addresses. */
  IpFamily family();

  /** Returns the protocol number of the IP header, 0 to 255 ({@code CTA_PROTO_NUM}). */
  int protocolNumber();

  /** Returns the upper half of the source address as {@link IpAddress#high()} gives it. */
  long sourceHigh();

  /** Returns the lower half of the source address as {@link IpAddress#low()} gives it. */
  long sourceLow();

  /** Returns the upper half of the destination address. */
  long destinationHigh();

  /** Returns the lower half of the destination address. */
  long destinationLow();

  /**
   * Says whether the tuple has ports: TCP, UDP, UDPLite, SCTP, GRE (whose key halves they are), old
   * DCCP.
   */
  boolean hasPorts();

  /** Says whether the tuple has an ICMP type, code and id. */
  boolean hasIcmp();

  /** Returns the source port, 0 to 65535; 0 without ports ({@code CTA_PROTO_SRC_PORT}). */
  int sourcePort();

  /** Returns the destination port, 0 to 65535; 0 without ports ({@code CTA_PROTO_DST_PORT}). */
  int destinationPort();

  /** Returns the ICMP type, 0 to 255; 0 for other protocols ({@code CTA_PROTO_ICMP_TYPE}). */
  int icmpType();

  /** Returns the ICMP code, 0 to 255; 0 for other protocols ({@code CTA_PROTO_ICMP_CODE}). */
  int icmpCode();

  /** Returns the ICMP id, 0 to 65535; 0 for other protocols ({@code CTA_PROTO_ICMP_ID}). */
  int icmpId();
}
