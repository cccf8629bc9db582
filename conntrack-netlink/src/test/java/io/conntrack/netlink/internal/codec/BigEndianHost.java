package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_FILTER;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_LABELS;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_LABELS_MASK;
import static io.conntrack.netlink.internal.uapi.Nlattr.NLA_F_NESTED;
import static io.conntrack.netlink.internal.uapi.Nlattr.NLA_HDRLEN;
import static io.conntrack.netlink.internal.uapi.Nlattr.NLA_TYPE_MASK;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_DONE;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_ERROR;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_HDRLEN;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_CAPPED;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Turns a datagram of a little-endian host into what a big-endian one would have written: headers
 * and the few payloads in host order change, payloads in network order stay.
 */
public final class BigEndianHost {

  private static final int ERROR = NLMSG_HDRLEN;
  private static final int REQUEST = ERROR + 4;
  private static final int NFGENMSG = 4;

  private final ByteBuffer from;
  private final ByteBuffer to;

  private BigEndianHost(byte[] littleEndian) {
    from = ByteBuffer.wrap(littleEndian).order(ByteOrder.LITTLE_ENDIAN);
    to = ByteBuffer.wrap(littleEndian.clone()).order(ByteOrder.BIG_ENDIAN);
  }

  /** Returns the image of a datagram of whole messages. */
  public static byte[] image(byte[] littleEndian) {
    BigEndianHost host = new BigEndianHost(littleEndian);
    for (int start = 0; start < littleEndian.length; start = align(start + host.length(start))) {
      host.swapMessage(start);
    }
    return host.to.array();
  }

  private int length(int messageStart) {
    return from.getInt(messageStart);
  }

  private static int align(int offset) {
    return offset + 3 & -4;
  }

  private void swapMessage(int start) {
    int end = start + length(start);
    int type = from.getShort(start + MessageReader.TYPE);
    swapHeader(start);
    if (type == NLMSG_ERROR || type == NLMSG_DONE) {
      swap32(start + ERROR);
      if (type == NLMSG_ERROR) {
        swapRequest(start, end);
      }
    } else {
      swapAttributes(start + NLMSG_HDRLEN + NFGENMSG, end, Payload.CONNTRACK);
    }
  }

  /** The copy of the request in an error, and what the kernel adds behind it. */
  private void swapRequest(int start, int end) {
    int request = start + REQUEST;
    boolean capped = (from.getShort(start + MessageReader.FLAGS) & NLM_F_CAPPED) != 0;
    int requestEnd = request + (capped ? NLMSG_HDRLEN : length(request));
    swapHeader(request);
    swapAttributes(request + NLMSG_HDRLEN + NFGENMSG, requestEnd, Payload.CONNTRACK);
    swapAttributes(align(requestEnd), end, Payload.HOST_ORDER);
  }

  private void swapHeader(int start) {
    swap32(start);
    swap16(start + MessageReader.TYPE);
    swap16(start + MessageReader.FLAGS);
    swap32(start + MessageReader.SEQUENCE);
    swap32(start + MessageReader.PORT_ID);
  }

  /** What the payloads of some attributes are. */
  private enum Payload {
    CONNTRACK,
    NETWORK_ORDER,
    HOST_ORDER
  }

  private void swapAttributes(int start, int end, Payload payload) {
    for (int offset = start; end - offset >= NLA_HDRLEN; ) {
      int length = from.getShort(offset) & 0xffff;
      swap16(offset);
      swap16(offset + 2);
      swapPayload(offset, offset + length, payload);
      offset += align(length);
    }
  }

  private void swapPayload(int offset, int end, Payload payload) {
    int flagsAndType = from.getShort(offset + 2) & 0xffff;
    int type = flagsAndType & NLA_TYPE_MASK;
    boolean filter = payload == Payload.CONNTRACK && type == CTA_FILTER;
    boolean labels =
        payload == Payload.CONNTRACK && (type == CTA_LABELS || type == CTA_LABELS_MASK);
    int start = offset + NLA_HDRLEN;
    if ((flagsAndType & NLA_F_NESTED) != 0) {
      boolean host = filter || payload == Payload.HOST_ORDER;
      swapAttributes(start, end, host ? Payload.HOST_ORDER : Payload.NETWORK_ORDER);
    } else if (labels) {
      swap64(start);
      swap64(start + Long.BYTES);
    } else if (payload == Payload.HOST_ORDER && end - start == Integer.BYTES) {
      swap32(start);
    } else if (payload == Payload.HOST_ORDER && end - start == Long.BYTES) {
      swap64(start);
    }
  }

  private void swap16(int offset) {
    to.putShort(offset, from.getShort(offset));
  }

  private void swap32(int offset) {
    to.putInt(offset, from.getInt(offset));
  }

  private void swap64(int offset) {
    to.putLong(offset, from.getLong(offset));
  }
}
