package io.conntrack.netlink.internal.bpf;

import static io.conntrack.netlink.internal.uapi.CtattrIp.CTA_IP_V4_DST;
import static io.conntrack.netlink.internal.uapi.CtattrIp.CTA_IP_V4_SRC;
import static io.conntrack.netlink.internal.uapi.CtattrIp.CTA_IP_V6_DST;
import static io.conntrack.netlink.internal.uapi.CtattrIp.CTA_IP_V6_SRC;
import static io.conntrack.netlink.internal.uapi.CtattrL4proto.CTA_PROTO_DST_PORT;
import static io.conntrack.netlink.internal.uapi.CtattrL4proto.CTA_PROTO_NUM;
import static io.conntrack.netlink.internal.uapi.CtattrL4proto.CTA_PROTO_SRC_PORT;
import static io.conntrack.netlink.internal.uapi.CtattrTuple.CTA_TUPLE_IP;
import static io.conntrack.netlink.internal.uapi.CtattrTuple.CTA_TUPLE_PROTO;
import static io.conntrack.netlink.internal.uapi.CtattrTuple.CTA_TUPLE_ZONE;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_MARK;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_STATUS;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TUPLE_ORIG;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TUPLE_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_ZONE;

import io.conntrack.Direction;
import io.conntrack.IpFamily;

/** Where an event keeps what filters ask for, {@code enum ctattr_type}. */
final class EventAttributes {

  static final Attribute STATUS = Attribute.optionalValue(CTA_STATUS, 4);
  static final Attribute MARK = Attribute.optionalValue(CTA_MARK, 4);
  static final Attribute ZONE = Attribute.optionalValue(CTA_ZONE, 2);

  /** What a tuple consists of. Immutable. */
  record TupleAttributes(Attribute tuple, Attribute addresses, Attribute protocol) {

    private static TupleAttributes of(Attribute tuple) {
      return new TupleAttributes(
          tuple, tuple.innerNest(CTA_TUPLE_IP), tuple.innerNest(CTA_TUPLE_PROTO));
    }

    Attribute source(IpFamily family) {
      return family == IpFamily.IPV4
          ? addresses.value(CTA_IP_V4_SRC, 4)
          : addresses.value(CTA_IP_V6_SRC, 16);
    }

    Attribute destination(IpFamily family) {
      return family == IpFamily.IPV4
          ? addresses.value(CTA_IP_V4_DST, 4)
          : addresses.value(CTA_IP_V6_DST, 16);
    }

    Attribute protocolNumber() {
      return protocol.value(CTA_PROTO_NUM, 1);
    }

    Attribute sourcePort() {
      return protocol.sometimes(CTA_PROTO_SRC_PORT, 2);
    }

    Attribute destinationPort() {
      return protocol.sometimes(CTA_PROTO_DST_PORT, 2);
    }

    /** Returns the zone of this direction alone. */
    Attribute zone() {
      return tuple.sometimes(CTA_TUPLE_ZONE, 2);
    }
  }

  static final TupleAttributes ORIGINAL = TupleAttributes.of(Attribute.nest(CTA_TUPLE_ORIG));
  static final TupleAttributes REPLY = TupleAttributes.of(Attribute.nest(CTA_TUPLE_REPLY));

  private EventAttributes() {}

  static TupleAttributes tuple(Direction direction) {
    return direction == Direction.ORIGINAL ? ORIGINAL : REPLY;
  }
}
