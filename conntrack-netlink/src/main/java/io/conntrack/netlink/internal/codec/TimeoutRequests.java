package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtattrTimeout.CTA_TIMEOUT_DATA;
import static io.conntrack.netlink.internal.uapi.CtattrTimeout.CTA_TIMEOUT_L3PROTO;
import static io.conntrack.netlink.internal.uapi.CtattrTimeout.CTA_TIMEOUT_L4PROTO;
import static io.conntrack.netlink.internal.uapi.CtattrTimeout.CTA_TIMEOUT_NAME;
import static io.conntrack.netlink.internal.uapi.CtnlTimeoutMsgTypes.IPCTNL_MSG_TIMEOUT_DEFAULT_GET;
import static io.conntrack.netlink.internal.uapi.CtnlTimeoutMsgTypes.IPCTNL_MSG_TIMEOUT_DEFAULT_SET;
import static io.conntrack.netlink.internal.uapi.CtnlTimeoutMsgTypes.IPCTNL_MSG_TIMEOUT_DELETE;
import static io.conntrack.netlink.internal.uapi.CtnlTimeoutMsgTypes.IPCTNL_MSG_TIMEOUT_GET;
import static io.conntrack.netlink.internal.uapi.CtnlTimeoutMsgTypes.IPCTNL_MSG_TIMEOUT_NEW;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK_TIMEOUT;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_ACK;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_CREATE;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_DUMP;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_EXCL;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_REPLACE;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_REQUEST;

import io.conntrack.IpFamily;
import io.conntrack.Protocol;
import io.conntrack.ProtocolTimeouts;
import io.conntrack.TimeoutPolicy;

/** Writes the requests about timeout policies. Each method writes one whole message. */
public final class TimeoutRequests {

  private static final int TIMEOUT = NFNL_SUBSYS_CTNETLINK_TIMEOUT << 8;
  private static final int AF_UNSPEC = 0;

  private TimeoutRequests() {}

  /** Asks for all policies, one by one. */
  public static void dump(MessageBuilder message, int sequence) {
    message.begin(
        TIMEOUT | IPCTNL_MSG_TIMEOUT_GET, NLM_F_REQUEST | NLM_F_DUMP, sequence, AF_UNSPEC);
    message.end();
  }

  /** Asks for one policy. */
  public static void get(MessageBuilder message, int sequence, String name) {
    message.begin(TIMEOUT | IPCTNL_MSG_TIMEOUT_GET, NLM_F_REQUEST, sequence, AF_UNSPEC);
    message.putString(CTA_TIMEOUT_NAME, name);
    message.end();
  }

  /** Makes a policy of a new name. */
  public static void create(MessageBuilder message, int sequence, TimeoutPolicy policy) {
    put(message, sequence, policy, NLM_F_CREATE | NLM_F_EXCL);
  }

  /** Changes a policy, or makes it. */
  public static void replace(MessageBuilder message, int sequence, TimeoutPolicy policy) {
    put(message, sequence, policy, NLM_F_REPLACE);
  }

  private static void put(MessageBuilder message, int sequence, TimeoutPolicy policy, int flags) {
    int all = NLM_F_REQUEST | NLM_F_ACK | flags;
    message.begin(TIMEOUT | IPCTNL_MSG_TIMEOUT_NEW, all, sequence, AF_UNSPEC);
    message.putString(CTA_TIMEOUT_NAME, policy.name());
    putProtocol(
        message,
        policy.family().map(FlowDecoder::familyNumber).orElse(AF_UNSPEC),
        policy.protocol());
    putTimeouts(message, policy.timeouts());
    message.end();
  }

  /**
   * Removes one policy. Without a name the kernel would remove all that are not in use.
   *
   * @throws IllegalArgumentException if no policy can have this name; nothing is written then
   */
  public static void delete(MessageBuilder message, int sequence, String name) {
    TimeoutPolicy.requireName(name);
    int flags = NLM_F_REQUEST | NLM_F_ACK;
    message.begin(TIMEOUT | IPCTNL_MSG_TIMEOUT_DELETE, flags, sequence, AF_UNSPEC);
    message.putString(CTA_TIMEOUT_NAME, name);
    message.end();
  }

  /** Asks for the defaults of a protocol, which are those of both families. */
  public static void defaults(MessageBuilder message, int sequence, Protocol protocol) {
    message.begin(TIMEOUT | IPCTNL_MSG_TIMEOUT_DEFAULT_GET, NLM_F_REQUEST, sequence, AF_UNSPEC);
    putProtocol(message, FlowDecoder.familyNumber(IpFamily.IPV4), protocol);
    message.end();
  }

  /** Changes defaults of a protocol, which are those of both families. */
  public static void setDefaults(MessageBuilder message, int sequence, ProtocolTimeouts timeouts) {
    int flags = NLM_F_REQUEST | NLM_F_ACK;
    message.begin(TIMEOUT | IPCTNL_MSG_TIMEOUT_DEFAULT_SET, flags, sequence, AF_UNSPEC);
    putProtocol(message, FlowDecoder.familyNumber(IpFamily.IPV4), timeouts.protocol());
    putTimeouts(message, timeouts);
    message.end();
  }

  private static void putProtocol(MessageBuilder message, int family, Protocol protocol) {
    message.putBe16(CTA_TIMEOUT_L3PROTO, family);
    message.putU8(CTA_TIMEOUT_L4PROTO, protocol.number());
  }

  private static void putTimeouts(MessageBuilder message, ProtocolTimeouts timeouts) {
    int data = message.beginNest(CTA_TIMEOUT_DATA);
    timeouts
        .values()
        .forEach((name, timeout) -> message.putBe32(name.number(), (int) timeout.toSeconds()));
    message.endNest(data);
  }
}
