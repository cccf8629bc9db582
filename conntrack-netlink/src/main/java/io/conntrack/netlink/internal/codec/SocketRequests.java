package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_ACK;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_DUMP;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_REQUEST;
import static io.conntrack.netlink.internal.uapi.SockDiag.SOCK_DESTROY;
import static io.conntrack.netlink.internal.uapi.SockDiag.SOCK_DIAG_BY_FAMILY;
import static io.conntrack.netlink.internal.uapi.TcpStates.TCP_CLOSE_WAIT;
import static io.conntrack.netlink.internal.uapi.TcpStates.TCP_CLOSING;
import static io.conntrack.netlink.internal.uapi.TcpStates.TCP_ESTABLISHED;
import static io.conntrack.netlink.internal.uapi.TcpStates.TCP_FIN_WAIT1;
import static io.conntrack.netlink.internal.uapi.TcpStates.TCP_FIN_WAIT2;
import static io.conntrack.netlink.internal.uapi.TcpStates.TCP_LAST_ACK;
import static io.conntrack.netlink.internal.uapi.TcpStates.TCP_SYN_RECV;
import static io.conntrack.netlink.internal.uapi.TcpStates.TCP_SYN_SENT;

import io.conntrack.IpFamily;
import io.conntrack.Protocol;
import io.conntrack.Tuple;

/**
 * Writes requests about sockets, {@code struct inet_diag_req_v2} (uapi {@code linux/inet_diag.h}).
 *
 * <pre>
 *  0               1               2               3
 * +---------------+---------------+---------------+---------------+
 * | sdiag_family  | sdiag_protocol| idiag_ext     | pad           |
 * +---------------+---------------+---------------+---------------+
 * | idiag_states (host, one bit for each state)                   |
 * +---------------+---------------+---------------+---------------+
 * | idiag_sport (network)         | idiag_dport (network)         |
 * +---------------+---------------+---------------+---------------+
 * | idiag_src, idiag_dst: 16 bytes each, IPv4 in the first four   |
 * +---------------+---------------+---------------+---------------+
 * | idiag_if (host)                                               |
 * +---------------+---------------+---------------+---------------+
 * | idiag_cookie (8 bytes as the kernel gave them)                |
 * +---------------+---------------+---------------+---------------+
 * </pre>
 */
public final class SocketRequests {

  /** The states in which a socket has a peer, one bit for each. */
  private static final int CONNECTED =
      1 << TCP_ESTABLISHED
          | 1 << TCP_SYN_SENT
          | 1 << TCP_SYN_RECV // includes TCP_NEW_SYN_RECV
          | 1 << TCP_FIN_WAIT1
          | 1 << TCP_FIN_WAIT2
          | 1 << TCP_CLOSE_WAIT
          | 1 << TCP_LAST_ACK
          | 1 << TCP_CLOSING;

  private SocketRequests() {}

  /**
   * Asks for the sockets of a protocol and a family that are connected: for no listening one, for
   * no UDP socket that receives from anybody, and not for the memory of one that was closed.
   */
  public static void dumpConnected(
      MessageBuilder message, int sequence, Protocol protocol, IpFamily family) {
    message.begin(SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST | NLM_F_DUMP, sequence);
    putHead(message, protocol, family, CONNECTED);
    message.appendBe32(0); // any ports
    putAddress(message, family, 0, 0);
    putAddress(message, family, 0, 0);
    message.appendHost32(0);
    message.appendHost64(0); // a dump does not look at it
    message.end();
  }

  /**
   * Closes a socket as if the peer had reset the connection.
   *
   * <p>The kernel looks the addresses up as it does for a packet, so it may find a listening socket
   * in place of one that has gone; the cookie keeps it from closing that (ENOENT).
   */
  public static void destroy(MessageBuilder message, int sequence, LocalSocket socket) {
    Tuple ends = socket.ends();
    message.begin(SOCK_DESTROY, NLM_F_REQUEST | NLM_F_ACK, sequence);
    putHead(message, ends.protocol(), ends.family(), 0);
    message.appendBe16(ends.sourcePort());
    message.appendBe16(ends.destinationPort());
    putAddress(message, ends.family(), ends.sourceHigh(), ends.sourceLow());
    putAddress(message, ends.family(), ends.destinationHigh(), ends.destinationLow());
    message.appendHost32(socket.device());
    message.appendHost64(socket.cookie());
    message.end();
  }

  private static void putHead(
      MessageBuilder message, Protocol protocol, IpFamily family, int states) {
    message.appendU8(FlowDecoder.familyNumber(family));
    message.appendU8(protocol.number());
    message.appendBe16(0); // no extensions, and the pad
    message.appendHost32(states);
  }

  private static void putAddress(MessageBuilder message, IpFamily family, long high, long low) {
    if (family == IpFamily.IPV4) {
      message.appendBe32((int) low);
      message.appendBe32(0);
      message.appendBe64(0);
    } else {
      message.appendBe64(high);
      message.appendBe64(low);
    }
  }
}
