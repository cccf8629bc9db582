package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtattrIp.CTA_IP_V4_DST;
import static io.conntrack.netlink.internal.uapi.CtattrIp.CTA_IP_V4_SRC;
import static io.conntrack.netlink.internal.uapi.CtattrIp.CTA_IP_V6_DST;
import static io.conntrack.netlink.internal.uapi.CtattrIp.CTA_IP_V6_SRC;
import static io.conntrack.netlink.internal.uapi.CtattrL4proto.CTA_PROTO_DST_PORT;
import static io.conntrack.netlink.internal.uapi.CtattrL4proto.CTA_PROTO_ICMPV6_CODE;
import static io.conntrack.netlink.internal.uapi.CtattrL4proto.CTA_PROTO_ICMPV6_ID;
import static io.conntrack.netlink.internal.uapi.CtattrL4proto.CTA_PROTO_ICMPV6_TYPE;
import static io.conntrack.netlink.internal.uapi.CtattrL4proto.CTA_PROTO_ICMP_CODE;
import static io.conntrack.netlink.internal.uapi.CtattrL4proto.CTA_PROTO_ICMP_ID;
import static io.conntrack.netlink.internal.uapi.CtattrL4proto.CTA_PROTO_ICMP_TYPE;
import static io.conntrack.netlink.internal.uapi.CtattrL4proto.CTA_PROTO_NUM;
import static io.conntrack.netlink.internal.uapi.CtattrL4proto.CTA_PROTO_SRC_PORT;
import static io.conntrack.netlink.internal.uapi.CtattrTuple.CTA_TUPLE_IP;
import static io.conntrack.netlink.internal.uapi.CtattrTuple.CTA_TUPLE_PROTO;
import static io.conntrack.netlink.internal.uapi.CtattrTuple.CTA_TUPLE_ZONE;

import io.conntrack.IpFamily;
import io.conntrack.netlink.internal.uapi.CtattrIp;
import io.conntrack.netlink.internal.uapi.CtattrL4proto;
import io.conntrack.netlink.internal.uapi.CtattrTuple;
import io.conntrack.spi.TupleBuffer;

/**
 * Reads {@code CTA_TUPLE_*}, {@code enum ctattr_tuple} (uapi {@code
 * linux/netfilter/nfnetlink_conntrack.h}).
 */
final class TupleDecoder {

  /** What {@link #decode} returns for a tuple without a zone of its own. */
  static final int NO_ZONE = -1;

  // what a tuple had
  private static final int SOURCE = 1;
  private static final int DESTINATION = 1 << 1;
  private static final int PROTOCOL = 1 << 2;
  private static final int SOURCE_PORT = 1 << 3;
  private static final int DESTINATION_PORT = 1 << 4;
  private static final int ICMP_ID = 1 << 5;
  private static final int ICMP_TYPE = 1 << 6;
  private static final int ICMP_CODE = 1 << 7;
  private static final int ALWAYS = SOURCE | DESTINATION | PROTOCOL;
  private static final int PORTS = SOURCE_PORT | DESTINATION_PORT;
  private static final int ICMP = ICMP_ID | ICMP_TYPE | ICMP_CODE;

  private int seen;
  private int sourcePort;
  private int destinationPort;
  private int icmpId;
  private int icmpType;
  private int icmpCode;

  /**
   * Reads the tuple that the reader stands on.
   *
   * @return the zone of this direction alone, or {@link #NO_ZONE}
   * @throws io.conntrack.MalformedMessageException if an address or a part of layer 4 is missing
   */
  int decode(AttributeReader tuple, IpFamily family, TupleBuffer into) {
    into.clear();
    into.family(family);
    seen = 0;
    int zone = NO_ZONE;
    AttributeReader part = tuple.enter(CtattrTuple.NAMES);
    while (part.next()) {
      switch (part.type()) {
        case CTA_TUPLE_IP -> decodeAddresses(part.enter(CtattrIp.NAMES), family, into);
        case CTA_TUPLE_PROTO -> decodeProtocol(part.enter(CtattrL4proto.NAMES), into);
        case CTA_TUPLE_ZONE -> zone = part.be16();
        default -> {}
      }
    }
    complete(tuple, into);
    return zone;
  }

  private void decodeAddresses(AttributeReader address, IpFamily family, TupleBuffer into) {
    boolean v4 = family == IpFamily.IPV4;
    while (address.next()) {
      int type = address.type();
      if (type == (v4 ? CTA_IP_V4_SRC : CTA_IP_V6_SRC)) {
        into.source(v4 ? 0 : address.be64(), low(address, v4));
        seen |= SOURCE;
      } else if (type == (v4 ? CTA_IP_V4_DST : CTA_IP_V6_DST)) {
        into.destination(v4 ? 0 : address.be64(), low(address, v4));
        seen |= DESTINATION;
      }
    }
  }

  private static long low(AttributeReader address, boolean v4) {
    return v4 ? Integer.toUnsignedLong(address.be32()) : address.be64(8);
  }

  private void decodeProtocol(AttributeReader part, TupleBuffer into) {
    while (part.next()) {
      switch (part.type()) {
        case CTA_PROTO_NUM -> {
          into.protocol(part.u8());
          seen |= PROTOCOL;
        }
        case CTA_PROTO_SRC_PORT -> {
          sourcePort = part.be16();
          seen |= SOURCE_PORT;
        }
        case CTA_PROTO_DST_PORT -> {
          destinationPort = part.be16();
          seen |= DESTINATION_PORT;
        }
        case CTA_PROTO_ICMP_ID, CTA_PROTO_ICMPV6_ID -> {
          icmpId = part.be16();
          seen |= ICMP_ID;
        }
        case CTA_PROTO_ICMP_TYPE, CTA_PROTO_ICMPV6_TYPE -> {
          icmpType = part.u8();
          seen |= ICMP_TYPE;
        }
        case CTA_PROTO_ICMP_CODE, CTA_PROTO_ICMPV6_CODE -> {
          icmpCode = part.u8();
          seen |= ICMP_CODE;
        }
        default -> {}
      }
    }
  }

  private void complete(AttributeReader tuple, TupleBuffer into) {
    int layer4 = seen & ~ALWAYS;
    if ((seen & ALWAYS) != ALWAYS) {
      throw tuple.malformed("tuple of " + into.family() + " lacks an address or the protocol");
    }
    if (layer4 == PORTS) {
      into.ports(sourcePort, destinationPort);
    } else if (layer4 == ICMP) {
      into.icmp(icmpType, icmpCode, icmpId);
    } else if (layer4 != 0) {
      throw tuple.malformed(
          "tuple of protocol " + into.protocolNumber() + " has a port or an ICMP field too few");
    }
  }
}
