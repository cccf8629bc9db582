package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtattrStatsGlobal.CTA_STATS_GLOBAL_ENTRIES;
import static io.conntrack.netlink.internal.uapi.CtattrStatsGlobal.CTA_STATS_GLOBAL_MAX_ENTRIES;
import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_GET_STATS;
import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_GET_STATS_CPU;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_DONE;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_ERROR;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_HDRLEN;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_ACK_TLVS;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_CAPPED;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_MULTI;
import static io.conntrack.netlink.internal.uapi.NlmsgerrAttrs.NLMSGERR_ATTR_MSG;
import static io.conntrack.netlink.internal.uapi.NlmsgerrAttrs.NLMSGERR_ATTR_OFFS;
import static io.conntrack.netlink.internal.uapi.SockDiag.SOCK_DIAG_BY_FAMILY;
import static io.conntrack.netlink.internal.uapi.TcpStates.TCP_ESTABLISHED;

import io.conntrack.ExpectationView;
import io.conntrack.FlowView;
import io.conntrack.Tuple;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/** Writes messages as the kernel of this host answers requests, each as a datagram. */
public final class KernelAnswers {

  private static final int CAPACITY = 1024;

  private final int portId;

  /** Answers to the socket with this port. */
  public KernelAnswers(int portId) {
    this.portId = portId;
  }

  /** Returns a flow, as an answer to a get or as an entry of a dump. */
  public ByteBuffer flow(int sequence, FlowView flow) {
    return FlowMessages.encode(flow, ByteOrder.nativeOrder())
        .putInt(MessageReader.SEQUENCE, sequence)
        .putInt(MessageReader.PORT_ID, portId);
  }

  /** Returns an expectation, as an answer to a get or as an entry of a dump. */
  public ByteBuffer expectation(int sequence, ExpectationView expectation) {
    return ExpectationMessages.encode(expectation, ByteOrder.nativeOrder())
        .putInt(MessageReader.SEQUENCE, sequence)
        .putInt(MessageReader.PORT_ID, portId);
  }

  /** Returns the answer to a request for statistics. */
  public ByteBuffer statistics(int sequence, int count, int limit) {
    ByteBuffer bytes = begin(NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_GET_STATS, 0, sequence);
    bytes.putInt(0); // struct nfgenmsg
    putAttribute(bytes, CTA_STATS_GLOBAL_ENTRIES, bigEndian(count));
    putAttribute(bytes, CTA_STATS_GLOBAL_MAX_ENTRIES, bigEndian(limit));
    return end(bytes);
  }

  /** Returns the answer to a request for statistics of a kernel that does not tell the limit. */
  public ByteBuffer statistics(int sequence, int count) {
    ByteBuffer bytes = begin(NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_GET_STATS, 0, sequence);
    bytes.putInt(0); // struct nfgenmsg
    putAttribute(bytes, CTA_STATS_GLOBAL_ENTRIES, bigEndian(count));
    return end(bytes);
  }

  /** Returns one counter of one processor, as an entry of a dump of what it counted of flows. */
  public ByteBuffer cpuStatistics(int sequence, int cpu, int counter, int value) {
    return cpuStatistics(IPCTNL_MSG_CT_GET_STATS_CPU, sequence, cpu, counter, value);
  }

  /** Returns one counter of one processor, as an entry of a dump of what it counted otherwise. */
  public ByteBuffer cpuStatistics(int message, int sequence, int cpu, int counter, int value) {
    ByteBuffer bytes = begin(NFNL_SUBSYS_CTNETLINK << 8 | message, NLM_F_MULTI, sequence);
    bytes.putShort((short) 0).put((byte) (cpu >> 8)).put((byte) cpu); // struct nfgenmsg
    putAttribute(bytes, counter, bigEndian(value));
    return end(bytes);
  }

  /** Returns a connected socket as an entry of a dump; one that is only remembered has timer 3. */
  public ByteBuffer socket(int sequence, LocalSocket socket, int timer) {
    Tuple ends = socket.ends();
    ByteBuffer bytes = begin(SOCK_DIAG_BY_FAMILY, NLM_F_MULTI, sequence);
    bytes.put((byte) FlowDecoder.familyNumber(ends.family())).put((byte) TCP_ESTABLISHED);
    bytes.put((byte) timer).put((byte) 0);
    bytes.put(ports(ends));
    bytes.put(Arrays.copyOf(ends.source().toInetAddress().getAddress(), 16));
    bytes.put(Arrays.copyOf(ends.destination().toInetAddress().getAddress(), 16));
    bytes.putInt(socket.device()).putLong(socket.cookie());
    bytes.put(new byte[20]); // expiry, queues, user and inode
    return end(bytes);
  }

  private static byte[] ports(Tuple ends) {
    return bigEndian(ends.sourcePort() << 16 | ends.destinationPort());
  }

  /** Returns the answer to a request that succeeded. */
  public ByteBuffer acknowledgement(int sequence) {
    return refusal(sequence, 0);
  }

  /** Returns an error without words. */
  public ByteBuffer refusal(int sequence, int errno) {
    return end(beginError(NLM_F_CAPPED, sequence, errno));
  }

  /** Returns an error in words, about the attribute at an offset of the request. */
  public ByteBuffer refusal(int sequence, int errno, String text, int offset) {
    ByteBuffer bytes = beginError(NLM_F_CAPPED | NLM_F_ACK_TLVS, sequence, errno);
    putAttribute(bytes, NLMSGERR_ATTR_MSG, text.getBytes(StandardCharsets.UTF_8));
    putAttribute(bytes, NLMSGERR_ATTR_OFFS, hostOrder(offset));
    return end(bytes);
  }

  /** Returns the end of a dump. */
  public ByteBuffer done(int sequence, int errno) {
    return end(begin(NLMSG_DONE, NLM_F_MULTI, sequence).putInt(-errno));
  }

  /** Returns the end of a dump, with an error in words. */
  public ByteBuffer done(int sequence, int errno, String text) {
    ByteBuffer bytes = begin(NLMSG_DONE, NLM_F_MULTI | NLM_F_ACK_TLVS, sequence).putInt(-errno);
    putAttribute(bytes, NLMSGERR_ATTR_MSG, text.getBytes(StandardCharsets.UTF_8));
    return end(bytes);
  }

  /** Returns one datagram with the messages of several. */
  public static ByteBuffer together(ByteBuffer... messages) {
    int length = Stream.of(messages).mapToInt(ByteBuffer::capacity).sum();
    ByteBuffer datagram = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    for (ByteBuffer message : messages) {
      datagram.put(message.duplicate().rewind());
    }
    return datagram;
  }

  private ByteBuffer beginError(int flags, int sequence, int errno) {
    ByteBuffer bytes = begin(NLMSG_ERROR, flags, sequence).putInt(-errno);
    return bytes.putInt(NLMSG_HDRLEN).putInt(0).putInt(sequence).putInt(0); // of the request
  }

  private ByteBuffer begin(int type, int flags, int sequence) {
    ByteBuffer bytes = ByteBuffer.allocate(CAPACITY).order(ByteOrder.nativeOrder());
    return bytes
        .putInt(0) // the length, later
        .putShort((short) type)
        .putShort((short) flags)
        .putInt(sequence)
        .putInt(portId);
  }

  private static ByteBuffer end(ByteBuffer bytes) {
    bytes.putInt(0, bytes.position());
    return bytes.slice(0, bytes.position()).order(ByteOrder.nativeOrder());
  }

  private static void putAttribute(ByteBuffer bytes, int type, byte[] value) {
    WireAttribute.value(type, value).write(bytes);
  }

  private static byte[] bigEndian(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private static byte[] hostOrder(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(value).array();
  }
}
