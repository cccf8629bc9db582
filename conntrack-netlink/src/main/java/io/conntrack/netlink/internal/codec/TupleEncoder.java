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
import io.conntrack.Protocol;
import io.conntrack.TupleView;

/**
 * Writes {@code CTA_TUPLE_*}, {@code enum ctattr_tuple} (uapi {@code
 * linux/netfilter/nfnetlink_conntrack.h}).
 */
final class TupleEncoder {

  private TupleEncoder() {}

  /** Writes a tuple that belongs to both directions' zone. */
  static void put(MessageBuilder message, int type, TupleView tuple) {
    put(message, type, tuple, TupleDecoder.NO_ZONE);
  }

  /** Writes a tuple with the zone of its direction alone, or {@link TupleDecoder#NO_ZONE}. */
  static void put(MessageBuilder message, int type, TupleView tuple, int zone) {
    int nest = message.beginNest(type);
    putAddresses(message, tuple);
    putProtocol(message, tuple);
    if (zone != TupleDecoder.NO_ZONE) {
      message.putBe16(CTA_TUPLE_ZONE, zone);
    }
    message.endNest(nest);
  }

  private static void putAddresses(MessageBuilder message, TupleView tuple) {
    int nest = message.beginNest(CTA_TUPLE_IP);
    if (tuple.family() == IpFamily.IPV4) {
      message.putBe32(CTA_IP_V4_SRC, (int) tuple.sourceLow());
      message.putBe32(CTA_IP_V4_DST, (int) tuple.destinationLow());
    } else {
      message.putBe128(CTA_IP_V6_SRC, tuple.sourceHigh(), tuple.sourceLow());
      message.putBe128(CTA_IP_V6_DST, tuple.destinationHigh(), tuple.destinationLow());
    }
    message.endNest(nest);
  }

  private static void putProtocol(MessageBuilder message, TupleView tuple) {
    int nest = message.beginNest(CTA_TUPLE_PROTO);
    message.putU8(CTA_PROTO_NUM, tuple.protocolNumber());
    if (tuple.hasPorts()) {
      message.putBe16(CTA_PROTO_SRC_PORT, tuple.sourcePort());
      message.putBe16(CTA_PROTO_DST_PORT, tuple.destinationPort());
    } else if (tuple.hasIcmp()) {
      boolean v4 = tuple.protocolNumber() == Protocol.ICMP.number();
      message.putBe16(v4 ? CTA_PROTO_ICMP_ID : CTA_PROTO_ICMPV6_ID, tuple.icmpId());
      message.putU8(v4 ? CTA_PROTO_ICMP_TYPE : CTA_PROTO_ICMPV6_TYPE, tuple.icmpType());
      message.putU8(v4 ? CTA_PROTO_ICMP_CODE : CTA_PROTO_ICMPV6_CODE, tuple.icmpCode());
    }
    message.endNest(nest);
  }
}
