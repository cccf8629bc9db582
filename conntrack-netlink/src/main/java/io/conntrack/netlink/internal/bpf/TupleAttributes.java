package io.conntrack.netlink.internal.bpf;

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

/**
 * What a tuple consists of, {@code enum ctattr_tuple}. Immutable.
 *
 * @param tuple the nest of all
 */
record TupleAttributes(Attribute tuple) {

  Attribute source(IpFamily family) {
    return address(family, CTA_IP_V4_SRC, CTA_IP_V6_SRC);
  }

  Attribute destination(IpFamily family) {
    return address(family, CTA_IP_V4_DST, CTA_IP_V6_DST);
  }

  private Attribute address(IpFamily family, int v4, int v6) {
    Attribute addresses = tuple.innerNest(CTA_TUPLE_IP);
    return family == IpFamily.IPV4 ? addresses.value(v4, 4) : addresses.value(v6, 16);
  }

  private Attribute protocol() {
    return tuple.innerNest(CTA_TUPLE_PROTO);
  }

  Attribute protocolNumber() {
    return protocol().value(CTA_PROTO_NUM, 1);
  }

  Attribute sourcePort() {
    return protocol().sometimes(CTA_PROTO_SRC_PORT, 2);
  }

  Attribute destinationPort() {
    return protocol().sometimes(CTA_PROTO_DST_PORT, 2);
  }

  Attribute icmpType(Protocol icmp) {
    return protocol().sometimes(isV4(icmp) ? CTA_PROTO_ICMP_TYPE : CTA_PROTO_ICMPV6_TYPE, 1);
  }

  Attribute icmpCode(Protocol icmp) {
    return protocol().sometimes(isV4(icmp) ? CTA_PROTO_ICMP_CODE : CTA_PROTO_ICMPV6_CODE, 1);
  }

  Attribute icmpId(Protocol icmp) {
    return protocol().sometimes(isV4(icmp) ? CTA_PROTO_ICMP_ID : CTA_PROTO_ICMPV6_ID, 2);
  }

  private static boolean isV4(Protocol icmp) {
    return icmp.equals(Protocol.ICMP);
  }

  /** Returns the zone of this direction alone. */
  Attribute zone() {
    return tuple.sometimes(CTA_TUPLE_ZONE, 2);
  }
}
