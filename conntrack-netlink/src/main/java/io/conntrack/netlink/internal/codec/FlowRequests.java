package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_ID;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_NAT_DST;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_NAT_SRC;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_STATUS;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TUPLE_ORIG;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TUPLE_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_ZONE;
import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_DELETE;
import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_GET;
import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_GET_CTRZERO;
import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_GET_DYING;
import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_GET_STATS;
import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_GET_UNCONFIRMED;
import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_NEW;
import static io.conntrack.netlink.internal.uapi.IpConntrackStatus.IPS_ASSURED;
import static io.conntrack.netlink.internal.uapi.IpConntrackStatus.IPS_CONFIRMED;
import static io.conntrack.netlink.internal.uapi.IpConntrackStatus.IPS_DST_NAT;
import static io.conntrack.netlink.internal.uapi.IpConntrackStatus.IPS_FIXED_TIMEOUT;
import static io.conntrack.netlink.internal.uapi.IpConntrackStatus.IPS_HELPER;
import static io.conntrack.netlink.internal.uapi.IpConntrackStatus.IPS_SEEN_REPLY;
import static io.conntrack.netlink.internal.uapi.IpConntrackStatus.IPS_SRC_NAT;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_ACK;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_CREATE;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_DUMP;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_EXCL;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_REQUEST;

import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowUpdate;
import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.NatRange;
import io.conntrack.Tuple;
import io.conntrack.TupleView;
import io.conntrack.filter.Pushdown;
import org.jspecify.annotations.Nullable;

/**
 * Writes the requests of the table of flows. Each method writes one whole message.
 *
 * <p>A delete without a tuple empties the table, so only {@link #flush(MessageBuilder, int)} writes
 * one; a flush by conditions is a delete without a tuple too, and is not written without a
 * condition.
 */
public final class FlowRequests {

  private static final int CT = NFNL_SUBSYS_CTNETLINK << 8;
  private static final int AF_UNSPEC = 0;
  private static final int FAMILY_COUNTS =
      1; // nfgenmsg.version from which a flush heeds the family

  /** What a program may choose when it creates a flow; the rest is the kernel's. */
  private static final long CREATABLE =
      FlowAttribute.TIMEOUT.bit()
          | FlowAttribute.MARK.bit()
          | FlowAttribute.ZONE.bit()
          | FlowAttribute.ORIGINAL_ZONE.bit()
          | FlowAttribute.REPLY_ZONE.bit()
          | FlowAttribute.TCP_STATE.bit()
          | FlowAttribute.TCP_ORIGINAL.bit()
          | FlowAttribute.TCP_REPLY.bit()
          | FlowAttribute.SCTP_STATE.bit()
          | FlowAttribute.SCTP_TAGS.bit()
          | FlowAttribute.DCCP_STATE.bit()
          | FlowAttribute.DCCP_HANDSHAKE.bit()
          | FlowAttribute.HELPER.bit()
          | FlowAttribute.LABELS.bit()
          | FlowAttribute.MASTER.bit()
          | FlowAttribute.ORIGINAL_SEQUENCE_ADJUSTMENT.bit()
          | FlowAttribute.REPLY_SEQUENCE_ADJUSTMENT.bit()
          | FlowAttribute.SYNPROXY.bit();

  private static final int SETTABLE_STATUS =
      IPS_SEEN_REPLY | IPS_ASSURED | IPS_FIXED_TIMEOUT | IPS_HELPER;

  private FlowRequests() {}

  /** Asks for all flows, one by one. */
  public static void dump(MessageBuilder message, int sequence) {
    message.begin(CT | IPCTNL_MSG_CT_GET, NLM_F_REQUEST | NLM_F_DUMP, sequence, AF_UNSPEC);
    message.end();
  }

  /** Asks for the flows that meet conditions, one by one. */
  public static void dump(MessageBuilder message, int sequence, Pushdown conditions) {
    int flags = NLM_F_REQUEST | NLM_F_DUMP;
    message.begin(CT | IPCTNL_MSG_CT_GET, flags, sequence, family(conditions));
    PushdownEncoder.put(message, conditions);
    message.end();
  }

  private static int family(Pushdown conditions) {
    IpFamily family = conditions.family();
    return family == null ? AF_UNSPEC : FlowDecoder.familyNumber(family);
  }

  /** Asks for one flow. */
  public static void get(MessageBuilder message, int sequence, TupleView tuple, int zone) {
    beginKey(message, IPCTNL_MSG_CT_GET, NLM_F_REQUEST, sequence, tuple, zone);
    message.end();
  }

  /** Asks for one flow and zeroes its counters. */
  public static void getAndZero(MessageBuilder message, int sequence, TupleView tuple, int zone) {
    beginKey(message, IPCTNL_MSG_CT_GET_CTRZERO, NLM_F_REQUEST, sequence, tuple, zone);
    message.end();
  }

  /** Removes the flow with this tuple and id. */
  public static void delete(
      MessageBuilder message, int sequence, TupleView tuple, int zone, int id) {
    beginKey(message, IPCTNL_MSG_CT_DELETE, NLM_F_REQUEST | NLM_F_ACK, sequence, tuple, zone);
    message.putBe32(CTA_ID, id);
    message.end();
  }

  /** Removes the flow with this reply tuple, in the zone of that direction, and id. */
  public static void deleteByReply(
      MessageBuilder message, int sequence, TupleView reply, int zone, int id) {
    int flags = NLM_F_REQUEST | NLM_F_ACK;
    int family = FlowDecoder.familyNumber(reply.family());
    message.begin(CT | IPCTNL_MSG_CT_DELETE, flags, sequence, family);
    TupleEncoder.put(message, CTA_TUPLE_REPLY, reply);
    if (zone != 0) {
      message.putBe16(CTA_ZONE, zone);
    }
    message.putBe32(CTA_ID, id);
    message.end();
  }

  /** Removes the flow with this tuple, whatever its id. */
  public static void delete(MessageBuilder message, int sequence, TupleView tuple, int zone) {
    beginKey(message, IPCTNL_MSG_CT_DELETE, NLM_F_REQUEST | NLM_F_ACK, sequence, tuple, zone);
    message.end();
  }

  /** Removes all flows. */
  public static void flush(MessageBuilder message, int sequence) {
    message.begin(CT | IPCTNL_MSG_CT_DELETE, NLM_F_REQUEST | NLM_F_ACK, sequence, AF_UNSPEC);
    message.end();
  }

  /**
   * Removes the flows that meet conditions. A kernel that does not know one of them ignores it and
   * removes more: send this only where it is known to honour all of them.
   *
   * @throws IllegalStateException if there is no condition; nothing is written then
   */
  public static void flush(MessageBuilder message, int sequence, Pushdown conditions) {
    if (conditions.isEmpty()) {
      throw new IllegalStateException(
          "a flush without a condition would empty the table - flush() does that");
    }
    int flags = NLM_F_REQUEST | NLM_F_ACK;
    message.begin(CT | IPCTNL_MSG_CT_DELETE, flags, sequence, family(conditions));
    message.version(FAMILY_COUNTS);
    PushdownEncoder.put(message, conditions);
    message.end();
  }

  /** Asks for the flows whose end could not be told yet. */
  public static void dying(MessageBuilder message, int sequence) {
    dumpList(message, sequence, IPCTNL_MSG_CT_GET_DYING);
  }

  /** Asks for the flows whose first packet is still on its way. */
  public static void unconfirmed(MessageBuilder message, int sequence) {
    dumpList(message, sequence, IPCTNL_MSG_CT_GET_UNCONFIRMED);
  }

  private static void dumpList(MessageBuilder message, int sequence, int type) {
    message.begin(CT | type, NLM_F_REQUEST | NLM_F_DUMP, sequence, AF_UNSPEC);
    message.end();
  }

  /** Asks for the number of flows and its limit. */
  public static void statistics(MessageBuilder message, int sequence) {
    message.begin(CT | IPCTNL_MSG_CT_GET_STATS, NLM_F_REQUEST, sequence, AF_UNSPEC);
    message.end();
  }

  private static void beginKey(
      MessageBuilder message, int type, int flags, int sequence, TupleView tuple, int zone) {
    message.begin(CT | type, flags, sequence, FlowDecoder.familyNumber(tuple.family()));
    TupleEncoder.put(message, CTA_TUPLE_ORIG, tuple);
    if (zone != 0) {
      message.putBe16(CTA_ZONE, zone);
    }
  }

  /**
   * Creates a flow that must not exist: without {@code NLM_F_EXCL} the kernel could change another
   * one.
   */
  public static void create(MessageBuilder message, int sequence, Flow flow) {
    int flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL;
    NatRange source = sourceNat(flow);
    NatRange destination = destinationNat(flow);
    // with NAT the kernel wants the plain answer and finds the translated one itself
    Tuple reply = source == null && destination == null ? flow.reply() : flow.original().inverse();
    message.begin(
        CT | IPCTNL_MSG_CT_NEW,
        flags,
        sequence,
        FlowDecoder.familyNumber(flow.original().family()));
    FlowEncoder.put(message, flow, reply, CREATABLE);
    if (flow.has(FlowAttribute.STATUS)) {
      message.putBe32(CTA_STATUS, (flow.statusBits() & SETTABLE_STATUS) | IPS_CONFIRMED);
    }
    if (source != null) {
      FlowEncoder.putNat(message, CTA_NAT_SRC, source);
    }
    if (destination != null) {
      FlowEncoder.putNat(message, CTA_NAT_DST, destination);
    }
    message.end();
  }

  private static @Nullable NatRange sourceNat(Flow flow) {
    NatRange asked = flow.sourceNatRange();
    if (asked != null || (flow.statusBits() & IPS_SRC_NAT) == 0) {
      return asked;
    }
    return natTo(
        flow.reply().destination(),
        layer4(flow.original(), flow.original().sourcePort()),
        layer4(flow.reply(), flow.reply().destinationPort()));
  }

  private static @Nullable NatRange destinationNat(Flow flow) {
    NatRange asked = flow.destinationNatRange();
    if (asked != null || (flow.statusBits() & IPS_DST_NAT) == 0) {
      return asked;
    }
    return natTo(
        flow.reply().source(),
        layer4(flow.original(), flow.original().destinationPort()),
        layer4(flow.reply(), flow.reply().sourcePort()));
  }

  /** Returns what NAT may translate beside an address: an ICMP id is one of both ends. */
  private static int layer4(Tuple tuple, int port) {
    return tuple.hasIcmp() ? tuple.icmpId() : port;
  }

  private static NatRange natTo(IpAddress address, int portBefore, int portAfter) {
    return portBefore == portAfter ? NatRange.to(address) : NatRange.to(address, portAfter);
  }

  /**
   * Changes a flow that exists.
   *
   * @param status the flow's status bits as they are now; without them the kernel takes an update
   *     for an attempt to clear some
   */
  public static void update(
      MessageBuilder message,
      int sequence,
      TupleView tuple,
      int zone,
      int status,
      FlowUpdate update) {
    beginKey(message, IPCTNL_MSG_CT_NEW, NLM_F_REQUEST | NLM_F_ACK, sequence, tuple, zone);
    new UpdateEncoder(message, update).put(status);
    message.end();
  }
}
