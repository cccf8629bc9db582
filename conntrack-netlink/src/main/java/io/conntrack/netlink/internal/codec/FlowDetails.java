package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtattrCounters.CTA_COUNTERS_BYTES;
import static io.conntrack.netlink.internal.uapi.CtattrCounters.CTA_COUNTERS_PACKETS;
import static io.conntrack.netlink.internal.uapi.CtattrHelp.CTA_HELP_NAME;
import static io.conntrack.netlink.internal.uapi.CtattrNat.CTA_NAT_PROTO;
import static io.conntrack.netlink.internal.uapi.CtattrNat.CTA_NAT_V4_MAXIP;
import static io.conntrack.netlink.internal.uapi.CtattrNat.CTA_NAT_V4_MINIP;
import static io.conntrack.netlink.internal.uapi.CtattrNat.CTA_NAT_V6_MAXIP;
import static io.conntrack.netlink.internal.uapi.CtattrNat.CTA_NAT_V6_MINIP;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfo.CTA_PROTOINFO_DCCP;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfo.CTA_PROTOINFO_SCTP;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfo.CTA_PROTOINFO_TCP;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoDccp.CTA_PROTOINFO_DCCP_HANDSHAKE_SEQ;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoDccp.CTA_PROTOINFO_DCCP_ROLE;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoDccp.CTA_PROTOINFO_DCCP_STATE;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoSctp.CTA_PROTOINFO_SCTP_STATE;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoSctp.CTA_PROTOINFO_SCTP_VTAG_ORIGINAL;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoSctp.CTA_PROTOINFO_SCTP_VTAG_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp.CTA_PROTOINFO_TCP_FLAGS_ORIGINAL;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp.CTA_PROTOINFO_TCP_FLAGS_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp.CTA_PROTOINFO_TCP_STATE;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp.CTA_PROTOINFO_TCP_WSCALE_ORIGINAL;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp.CTA_PROTOINFO_TCP_WSCALE_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrProtonat.CTA_PROTONAT_PORT_MAX;
import static io.conntrack.netlink.internal.uapi.CtattrProtonat.CTA_PROTONAT_PORT_MIN;
import static io.conntrack.netlink.internal.uapi.CtattrSecctx.CTA_SECCTX_NAME;
import static io.conntrack.netlink.internal.uapi.CtattrSeqadj.CTA_SEQADJ_CORRECTION_POS;
import static io.conntrack.netlink.internal.uapi.CtattrSeqadj.CTA_SEQADJ_OFFSET_AFTER;
import static io.conntrack.netlink.internal.uapi.CtattrSeqadj.CTA_SEQADJ_OFFSET_BEFORE;
import static io.conntrack.netlink.internal.uapi.CtattrSynproxy.CTA_SYNPROXY_ISN;
import static io.conntrack.netlink.internal.uapi.CtattrSynproxy.CTA_SYNPROXY_ITS;
import static io.conntrack.netlink.internal.uapi.CtattrSynproxy.CTA_SYNPROXY_TSOFF;
import static io.conntrack.netlink.internal.uapi.CtattrTstamp.CTA_TIMESTAMP_START;
import static io.conntrack.netlink.internal.uapi.CtattrTstamp.CTA_TIMESTAMP_STOP;

import io.conntrack.Direction;
import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.NatRange;
import io.conntrack.SequenceAdjustment;
import io.conntrack.netlink.internal.uapi.CtattrCounters;
import io.conntrack.netlink.internal.uapi.CtattrHelp;
import io.conntrack.netlink.internal.uapi.CtattrNat;
import io.conntrack.netlink.internal.uapi.CtattrProtoinfo;
import io.conntrack.netlink.internal.uapi.CtattrProtoinfoDccp;
import io.conntrack.netlink.internal.uapi.CtattrProtoinfoSctp;
import io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp;
import io.conntrack.netlink.internal.uapi.CtattrProtonat;
import io.conntrack.netlink.internal.uapi.CtattrSecctx;
import io.conntrack.netlink.internal.uapi.CtattrSeqadj;
import io.conntrack.netlink.internal.uapi.CtattrSynproxy;
import io.conntrack.netlink.internal.uapi.CtattrTstamp;
import io.conntrack.spi.FlowBuffer;
import org.jspecify.annotations.Nullable;

/** Reads the nested attributes of a flow that are no tuples. Not thread-safe. */
final class FlowDetails {

  private final TextCache texts = new TextCache();

  void decodeProtocolInfo(AttributeReader attribute, FlowBuffer flow) {
    AttributeReader protocol = attribute.enter(CtattrProtoinfo.NAMES);
    while (protocol.next()) {
      switch (protocol.type()) {
        case CTA_PROTOINFO_TCP -> decodeTcp(protocol.enter(CtattrProtoinfoTcp.NAMES), flow);
        case CTA_PROTOINFO_SCTP -> decodeSctp(protocol.enter(CtattrProtoinfoSctp.NAMES), flow);
        case CTA_PROTOINFO_DCCP -> decodeDccp(protocol.enter(CtattrProtoinfoDccp.NAMES), flow);
        default -> {}
      }
    }
  }

  private static void decodeTcp(AttributeReader part, FlowBuffer flow) {
    int scales = 0; // a byte for each direction, and bit 16 or 17 if it was there
    int original = -1; // flags and mask
    int reply = -1;
    while (part.next()) {
      switch (part.type()) {
        case CTA_PROTOINFO_TCP_STATE -> flow.tcpState(part.u8());
        case CTA_PROTOINFO_TCP_WSCALE_ORIGINAL -> scales |= 1 << 16 | part.u8();
        case CTA_PROTOINFO_TCP_WSCALE_REPLY -> scales |= 1 << 17 | part.u8() << 8;
        case CTA_PROTOINFO_TCP_FLAGS_ORIGINAL -> original = part.u8(0) | part.u8(1) << 8;
        case CTA_PROTOINFO_TCP_FLAGS_REPLY -> reply = part.u8(0) | part.u8(1) << 8;
        default -> {}
      }
    }
    if ((scales & 1 << 16) != 0 || original >= 0) {
      int flags = Math.max(original, 0);
      flow.tcpPeer(Direction.ORIGINAL, scales & 0xff, flags & 0xff, flags >>> 8);
    }
    if ((scales & 1 << 17) != 0 || reply >= 0) {
      int flags = Math.max(reply, 0);
      flow.tcpPeer(Direction.REPLY, scales >>> 8 & 0xff, flags & 0xff, flags >>> 8);
    }
  }

  private static void decodeSctp(AttributeReader part, FlowBuffer flow) {
    int originalTag = 0;
    int replyTag = 0;
    boolean tags = false;
    while (part.next()) {
      switch (part.type()) {
        case CTA_PROTOINFO_SCTP_STATE -> flow.sctpState(part.u8());
        case CTA_PROTOINFO_SCTP_VTAG_ORIGINAL -> {
          originalTag = part.be32();
          tags = true;
        }
        case CTA_PROTOINFO_SCTP_VTAG_REPLY -> {
          replyTag = part.be32();
          tags = true;
        }
        default -> {}
      }
    }
    if (tags) {
      flow.sctpTags(originalTag, replyTag);
    }
  }

  private static void decodeDccp(AttributeReader part, FlowBuffer flow) {
    int role = -1;
    long handshake = 0;
    while (part.next()) {
      switch (part.type()) {
        case CTA_PROTOINFO_DCCP_STATE -> flow.dccpState(part.u8());
        case CTA_PROTOINFO_DCCP_ROLE -> role = part.u8();
        case CTA_PROTOINFO_DCCP_HANDSHAKE_SEQ -> handshake = part.be64();
        default -> {}
      }
    }
    if (role >= 0) {
      flow.dccpHandshake(role, handshake);
    }
  }

  void decodeCounters(AttributeReader attribute, Direction direction, FlowBuffer flow) {
    long packets = 0;
    long bytes = 0;
    AttributeReader part = attribute.enter(CtattrCounters.NAMES);
    while (part.next()) {
      switch (part.type()) {
        case CTA_COUNTERS_PACKETS -> packets = part.be64();
        case CTA_COUNTERS_BYTES -> bytes = part.be64();
        default -> {}
      }
    }
    flow.counters(direction, packets, bytes);
  }

  void decodeTimes(AttributeReader attribute, FlowBuffer flow) {
    AttributeReader part = attribute.enter(CtattrTstamp.NAMES);
    while (part.next()) {
      switch (part.type()) {
        case CTA_TIMESTAMP_START -> flow.start(part.be64());
        case CTA_TIMESTAMP_STOP -> flow.stop(part.be64());
        default -> {}
      }
    }
  }

  void decodeHelper(AttributeReader attribute, FlowBuffer flow) {
    AttributeReader part = attribute.enter(CtattrHelp.NAMES);
    while (part.next()) {
      if (part.type() == CTA_HELP_NAME) { // CTA_HELP_INFO is private to the helper
        flow.helper(part.string(texts));
      }
    }
  }

  void decodeSecurityContext(AttributeReader attribute, FlowBuffer flow) {
    AttributeReader part = attribute.enter(CtattrSecctx.NAMES);
    while (part.next()) {
      if (part.type() == CTA_SECCTX_NAME) {
        flow.securityContext(part.string(texts));
      }
    }
  }

  /**
   * The kernel's bitmap is an array of {@code unsigned long} in host order; shorter ones have zeros
   * behind.
   */
  void decodeLabels(AttributeReader attribute, FlowBuffer flow) {
    if (attribute.length() % Long.BYTES != 0) {
      throw attribute.malformed("expected a multiple of 8 bytes, found " + attribute.length());
    }
    flow.labels(
        attribute.host64(0), attribute.length() > Long.BYTES ? attribute.host64(Long.BYTES) : 0);
  }

  void decodeAdjustment(AttributeReader attribute, Direction direction, FlowBuffer flow) {
    int position = 0;
    int before = 0;
    int after = 0;
    AttributeReader part = attribute.enter(CtattrSeqadj.NAMES);
    while (part.next()) {
      switch (part.type()) {
        case CTA_SEQADJ_CORRECTION_POS -> position = part.be32();
        case CTA_SEQADJ_OFFSET_BEFORE -> before = part.be32();
        case CTA_SEQADJ_OFFSET_AFTER -> after = part.be32();
        default -> {}
      }
    }
    flow.sequenceAdjustment(direction, new SequenceAdjustment(position, before, after));
  }

  void decodeSynproxy(AttributeReader attribute, FlowBuffer flow) {
    int sequence = 0;
    int timestamp = 0;
    int offset = 0;
    AttributeReader part = attribute.enter(CtattrSynproxy.NAMES);
    while (part.next()) {
      switch (part.type()) {
        case CTA_SYNPROXY_ISN -> sequence = part.be32();
        case CTA_SYNPROXY_ITS -> timestamp = part.be32();
        case CTA_SYNPROXY_TSOFF -> offset = part.be32();
        default -> {}
      }
    }
    flow.synproxy(sequence, timestamp, offset);
  }

  NatRange decodeNat(AttributeReader attribute, IpFamily family) {
    boolean v4 = family == IpFamily.IPV4;
    IpAddress first = null;
    IpAddress last = null;
    int ports = 0; // first port, and the last one above it
    AttributeReader part = attribute.enter(CtattrNat.NAMES);
    while (part.next()) {
      int type = part.type();
      if (type == (v4 ? CTA_NAT_V4_MINIP : CTA_NAT_V6_MINIP)) {
        first = address(part, v4);
      } else if (type == (v4 ? CTA_NAT_V4_MAXIP : CTA_NAT_V6_MAXIP)) {
        last = address(part, v4);
      } else if (type == CTA_NAT_PROTO) {
        ports = decodePorts(part.enter(CtattrProtonat.NAMES));
      }
    }
    return natRange(attribute, first, last == null ? first : last, ports);
  }

  private static NatRange natRange(
      AttributeReader attribute, @Nullable IpAddress first, @Nullable IpAddress last, int ports) {
    try {
      return new NatRange(first, last, ports & 0xffff, ports >>> 16);
    } catch (IllegalArgumentException e) {
      throw attribute.malformed(String.valueOf(e.getMessage()));
    }
  }

  private static IpAddress address(AttributeReader part, boolean v4) {
    return v4 ? IpAddress.v4(part.be32()) : IpAddress.v6(part.be64(), part.be64(8));
  }

  private static int decodePorts(AttributeReader port) {
    int first = 0;
    int last = -1;
    while (port.next()) {
      if (port.type() == CTA_PROTONAT_PORT_MIN) {
        first = port.be16();
      } else if (port.type() == CTA_PROTONAT_PORT_MAX) {
        last = port.be16();
      }
    }
    return first | (last < 0 ? first : last) << 16;
  }
}
