package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtattrFilter.CTA_FILTER_ORIG_FLAGS;
import static io.conntrack.netlink.internal.uapi.CtattrFilter.CTA_FILTER_REPLY_FLAGS;
import static io.conntrack.netlink.internal.uapi.CtattrFilterFlags.CTA_FILTER_F_CTA_IP_DST;
import static io.conntrack.netlink.internal.uapi.CtattrFilterFlags.CTA_FILTER_F_CTA_IP_SRC;
import static io.conntrack.netlink.internal.uapi.CtattrFilterFlags.CTA_FILTER_F_CTA_PROTO_DST_PORT;
import static io.conntrack.netlink.internal.uapi.CtattrFilterFlags.CTA_FILTER_F_CTA_PROTO_ICMPV6_CODE;
import static io.conntrack.netlink.internal.uapi.CtattrFilterFlags.CTA_FILTER_F_CTA_PROTO_ICMPV6_ID;
import static io.conntrack.netlink.internal.uapi.CtattrFilterFlags.CTA_FILTER_F_CTA_PROTO_ICMPV6_TYPE;
import static io.conntrack.netlink.internal.uapi.CtattrFilterFlags.CTA_FILTER_F_CTA_PROTO_ICMP_CODE;
import static io.conntrack.netlink.internal.uapi.CtattrFilterFlags.CTA_FILTER_F_CTA_PROTO_ICMP_ID;
import static io.conntrack.netlink.internal.uapi.CtattrFilterFlags.CTA_FILTER_F_CTA_PROTO_ICMP_TYPE;
import static io.conntrack.netlink.internal.uapi.CtattrFilterFlags.CTA_FILTER_F_CTA_PROTO_NUM;
import static io.conntrack.netlink.internal.uapi.CtattrFilterFlags.CTA_FILTER_F_CTA_PROTO_SRC_PORT;
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
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_FILTER;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_MARK;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_MARK_MASK;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_STATUS;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_STATUS_MASK;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TUPLE_ORIG;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TUPLE_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_ZONE;

import io.conntrack.Direction;
import io.conntrack.IpFamily;
import io.conntrack.filter.KernelCondition;
import io.conntrack.filter.KernelField;
import io.conntrack.filter.Pushdown;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the conditions of a dump or a flush: attributes of the flow, and {@code CTA_FILTER} with
 * flags that say which parts of the two tuples count.
 */
final class PushdownEncoder {

  private static final int ALL_BITS = -1;

  private final MessageBuilder message;
  private final Pushdown conditions;
  private final boolean v4;

  private PushdownEncoder(MessageBuilder message, Pushdown conditions) {
    this.message = message;
    this.conditions = conditions;
    this.v4 = conditions.family() == IpFamily.IPV4;
  }

  /** Writes all conditions but the family, which is in the header of the message. */
  static void put(MessageBuilder message, Pushdown conditions) {
    new PushdownEncoder(message, conditions).put();
  }

  private void put() {
    KernelCondition mark = conditions.condition(KernelField.MARK);
    if (mark != null) {
      message.putBe32(CTA_MARK, mark.bits());
      if (mark.mask() != ALL_BITS) {
        message.putBe32(CTA_MARK_MASK, mark.mask());
      }
    }
    KernelCondition status = conditions.condition(KernelField.STATUS);
    if (status != null) {
      message.putBe32(CTA_STATUS, status.bits());
      message.putBe32(CTA_STATUS_MASK, status.mask()); // its default is the bits that are set
    }
    KernelCondition zone = conditions.condition(KernelField.ZONE);
    if (zone != null) {
      message.putBe16(CTA_ZONE, (int) zone.low());
    }
    List<KernelCondition> original = ofTuple(Direction.ORIGINAL);
    List<KernelCondition> reply = ofTuple(Direction.REPLY);
    if (!original.isEmpty() || !reply.isEmpty()) {
      putFlags(original, reply);
      putTuple(CTA_TUPLE_ORIG, original);
      putTuple(CTA_TUPLE_REPLY, reply);
    }
  }

  /** The kernel takes ports and the like only with the protocol beside them, in each tuple. */
  private List<KernelCondition> ofTuple(Direction direction) {
    List<KernelCondition> own = new ArrayList<>();
    boolean needsProtocol = direction == Direction.ORIGINAL;
    for (KernelCondition condition : conditions.conditions()) {
      if (condition.field().isOf(direction)) {
        own.add(condition);
        needsProtocol |= condition.field().kind() != KernelField.Kind.ADDRESS;
      }
    }
    KernelCondition protocol = conditions.condition(KernelField.PROTOCOL);
    if (protocol != null && needsProtocol) {
      own.add(0, protocol);
    }
    return own;
  }

  private void putFlags(List<KernelCondition> original, List<KernelCondition> reply) {
    int nest = message.beginNest(CTA_FILTER);
    if (!original.isEmpty()) {
      message.putHost32(CTA_FILTER_ORIG_FLAGS, flags(original));
    }
    if (!reply.isEmpty()) {
      message.putHost32(CTA_FILTER_REPLY_FLAGS, flags(reply));
    }
    message.endNest(nest);
  }

  private int flags(List<KernelCondition> tuple) {
    return tuple.stream().mapToInt(condition -> flag(condition.field())).reduce(0, (a, b) -> a | b);
  }

  private int flag(KernelField field) {
    return switch (field) {
      case PROTOCOL -> CTA_FILTER_F_CTA_PROTO_NUM;
      case ORIGINAL_SOURCE, REPLY_SOURCE -> CTA_FILTER_F_CTA_IP_SRC;
      case ORIGINAL_DESTINATION, REPLY_DESTINATION -> CTA_FILTER_F_CTA_IP_DST;
      case ORIGINAL_SOURCE_PORT, REPLY_SOURCE_PORT -> CTA_FILTER_F_CTA_PROTO_SRC_PORT;
      case ORIGINAL_DESTINATION_PORT, REPLY_DESTINATION_PORT -> CTA_FILTER_F_CTA_PROTO_DST_PORT;
      case ORIGINAL_ICMP_TYPE, REPLY_ICMP_TYPE ->
          v4 ? CTA_FILTER_F_CTA_PROTO_ICMP_TYPE : CTA_FILTER_F_CTA_PROTO_ICMPV6_TYPE;
      case ORIGINAL_ICMP_CODE, REPLY_ICMP_CODE ->
          v4 ? CTA_FILTER_F_CTA_PROTO_ICMP_CODE : CTA_FILTER_F_CTA_PROTO_ICMPV6_CODE;
      case ORIGINAL_ICMP_ID, REPLY_ICMP_ID ->
          v4 ? CTA_FILTER_F_CTA_PROTO_ICMP_ID : CTA_FILTER_F_CTA_PROTO_ICMPV6_ID;
      case FAMILY, MARK, STATUS, ZONE -> throw new IllegalArgumentException(field + " has no flag");
    };
  }

  private void putTuple(int type, List<KernelCondition> tuple) {
    if (!tuple.isEmpty()) {
      int nest = message.beginNest(type);
      putNest(CTA_TUPLE_IP, tuple.stream().filter(PushdownEncoder::isAddress).toList());
      putNest(CTA_TUPLE_PROTO, tuple.stream().filter(condition -> !isAddress(condition)).toList());
      message.endNest(nest);
    }
  }

  private static boolean isAddress(KernelCondition condition) {
    return condition.field().kind() == KernelField.Kind.ADDRESS;
  }

  private void putNest(int type, List<KernelCondition> part) {
    if (!part.isEmpty()) {
      int nest = message.beginNest(type);
      part.forEach(this::putValue);
      message.endNest(nest);
    }
  }

  private void putValue(KernelCondition condition) {
    int value = (int) condition.low();
    switch (condition.field()) {
      case PROTOCOL -> message.putU8(CTA_PROTO_NUM, value);
      case ORIGINAL_SOURCE, REPLY_SOURCE ->
          putAddress(v4 ? CTA_IP_V4_SRC : CTA_IP_V6_SRC, condition);
      case ORIGINAL_DESTINATION, REPLY_DESTINATION ->
          putAddress(v4 ? CTA_IP_V4_DST : CTA_IP_V6_DST, condition);
      case ORIGINAL_SOURCE_PORT, REPLY_SOURCE_PORT -> message.putBe16(CTA_PROTO_SRC_PORT, value);
      case ORIGINAL_DESTINATION_PORT, REPLY_DESTINATION_PORT ->
          message.putBe16(CTA_PROTO_DST_PORT, value);
      case ORIGINAL_ICMP_TYPE, REPLY_ICMP_TYPE ->
          message.putU8(v4 ? CTA_PROTO_ICMP_TYPE : CTA_PROTO_ICMPV6_TYPE, value);
      case ORIGINAL_ICMP_CODE, REPLY_ICMP_CODE ->
          message.putU8(v4 ? CTA_PROTO_ICMP_CODE : CTA_PROTO_ICMPV6_CODE, value);
      case ORIGINAL_ICMP_ID, REPLY_ICMP_ID ->
          message.putBe16(v4 ? CTA_PROTO_ICMP_ID : CTA_PROTO_ICMPV6_ID, value);
      case FAMILY, MARK, STATUS, ZONE ->
          throw new IllegalArgumentException(condition.field() + " is no part of a tuple");
    }
  }

  private void putAddress(int type, KernelCondition address) {
    if (v4) {
      message.putBe32(type, (int) address.low());
    } else {
      message.putBe128(type, address.high(), address.low());
    }
  }
}
