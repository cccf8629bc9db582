package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtattrCounters.CTA_COUNTERS_BYTES;
import static io.conntrack.netlink.internal.uapi.CtattrCounters.CTA_COUNTERS_PACKETS;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfo.CTA_PROTOINFO_TCP;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp.CTA_PROTOINFO_TCP_FLAGS_ORIGINAL;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp.CTA_PROTOINFO_TCP_FLAGS_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp.CTA_PROTOINFO_TCP_STATE;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp.CTA_PROTOINFO_TCP_WSCALE_ORIGINAL;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp.CTA_PROTOINFO_TCP_WSCALE_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrSynproxy.CTA_SYNPROXY_ISN;
import static io.conntrack.netlink.internal.uapi.CtattrSynproxy.CTA_SYNPROXY_ITS;
import static io.conntrack.netlink.internal.uapi.CtattrSynproxy.CTA_SYNPROXY_TSOFF;
import static io.conntrack.netlink.internal.uapi.CtattrTstamp.CTA_TIMESTAMP_START;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_COUNTERS_ORIG;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_COUNTERS_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_ID;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_MARK;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_PROTOINFO;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_STATUS;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_SYNPROXY;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TIMEOUT;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TIMESTAMP;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TIMESTAMP_EVENT;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TUPLE_ORIG;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TUPLE_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_USE;
import static io.conntrack.netlink.internal.uapi.Nlattr.NLA_F_NESTED;

import io.conntrack.Direction;
import io.conntrack.IpFamily;
import io.conntrack.spi.FlowBuffer;
import java.nio.ByteBuffer;

/**
 * Reads a flow as long as it is laid out as the kernel usually does: its attributes in the kernel's
 * order, with their usual lengths. Comparing headers with those expected is several times as fast
 * as following lengths; where one differs this stops, and {@link FlowDecoder} goes on attribute by
 * attribute.
 *
 * <p>For little-endian hosts only, whose headers are the constants here.
 */
final class UsualLayout {

  private static final int STATUS = header(CTA_STATUS, 4);
  private static final int MARK = header(CTA_MARK, 4);
  private static final int ID = header(CTA_ID, 4);
  private static final int USE = header(CTA_USE, 4);
  private static final int TIMEOUT = header(CTA_TIMEOUT, 4);
  private static final int EVENT_TIME = header(CTA_TIMESTAMP_EVENT, 8);
  private static final long TCP = pair(nest(CTA_PROTOINFO, 44), nest(CTA_PROTOINFO_TCP, 40));
  private static final int TCP_STATE = header(CTA_PROTOINFO_TCP_STATE, 1);
  private static final int SCALE_ORIGINAL = header(CTA_PROTOINFO_TCP_WSCALE_ORIGINAL, 1);
  private static final int SCALE_REPLY = header(CTA_PROTOINFO_TCP_WSCALE_REPLY, 1);
  private static final int FLAGS_ORIGINAL = header(CTA_PROTOINFO_TCP_FLAGS_ORIGINAL, 2);
  private static final int FLAGS_REPLY = header(CTA_PROTOINFO_TCP_FLAGS_REPLY, 2);
  private static final long COUNTERS_ORIGINAL =
      pair(nest(CTA_COUNTERS_ORIG, 24), header(CTA_COUNTERS_PACKETS, 8));
  private static final long COUNTERS_REPLY =
      pair(nest(CTA_COUNTERS_REPLY, 24), header(CTA_COUNTERS_PACKETS, 8));
  private static final int COUNTER_BYTES = header(CTA_COUNTERS_BYTES, 8);
  private static final long START = pair(nest(CTA_TIMESTAMP, 12), header(CTA_TIMESTAMP_START, 8));
  private static final long SYNPROXY = pair(nest(CTA_SYNPROXY, 24), header(CTA_SYNPROXY_ISN, 4));
  private static final int SYNPROXY_ITS = header(CTA_SYNPROXY_ITS, 4);
  private static final int SYNPROXY_TSOFF = header(CTA_SYNPROXY_TSOFF, 4);

  private static final int SCALAR_LENGTH = 8;
  private static final int EVENT_TIME_LENGTH = 12;
  private static final int TCP_LENGTH = 48;
  private static final int COUNTERS_LENGTH = 28;
  private static final int START_LENGTH = 16;
  private static final int SYNPROXY_LENGTH = 28;

  private UsualLayout() {}

  /** Returns the header of an attribute with a payload of this length, as it is read. */
  static int header(int type, int payloadLength) {
    return (type << 16) | (payloadLength + 4);
  }

  /** Returns the header of a nest whose attributes have this length. */
  static int nest(int type, int payloadLength) {
    return header(type | NLA_F_NESTED, payloadLength);
  }

  /** Returns two headers, one behind the other, as they are read. */
  static long pair(int first, int second) {
    return Integer.toUnsignedLong(first) | ((long) second << 32);
  }

  /** Reads both tuples, and returns where they end, or {@code from} if they look different. */
  static int decodeTuples(ByteBuffer bytes, int from, int end, IpFamily family, FlowBuffer flow) {
    boolean v4 = family == IpFamily.IPV4;
    int length = v4 ? UsualTuple.V4_LENGTH : UsualTuple.V6_LENGTH;
    if (end - from < 2 * length) {
      return from;
    }
    boolean usual =
        v4
            ? UsualTuple.decodeV4(bytes, from, CTA_TUPLE_ORIG, flow.original())
                && UsualTuple.decodeV4(bytes, from + length, CTA_TUPLE_REPLY, flow.reply())
            : UsualTuple.decodeV6(bytes, from, CTA_TUPLE_ORIG, flow.original())
                && UsualTuple.decodeV6(bytes, from + length, CTA_TUPLE_REPLY, flow.reply());
    return usual ? from + 2 * length : from;
  }

  /** Reads what follows the tuples, and returns where it stopped. */
  static int decodeRest(ByteBuffer bytes, int from, int end, FlowBuffer flow) {
    int at = decodeScalars(bytes, from, end, flow);
    if (startsWith(TCP, bytes, at, end, TCP_LENGTH) && decodeTcp(bytes, at, flow)) {
      at += TCP_LENGTH;
    }
    if (startsWith(COUNTERS_ORIGINAL, bytes, at, end, COUNTERS_LENGTH)
        && decodeCounters(bytes, at, Direction.ORIGINAL, flow)) {
      at += COUNTERS_LENGTH;
    }
    if (startsWith(COUNTERS_REPLY, bytes, at, end, COUNTERS_LENGTH)
        && decodeCounters(bytes, at, Direction.REPLY, flow)) {
      at += COUNTERS_LENGTH;
    }
    if (startsWith(START, bytes, at, end, START_LENGTH)) {
      flow.start(be64(bytes, at + 8));
      at += START_LENGTH;
    }
    if (startsWith(SYNPROXY, bytes, at, end, SYNPROXY_LENGTH) && decodeSynproxy(bytes, at, flow)) {
      at += SYNPROXY_LENGTH;
    }
    if (end - at >= EVENT_TIME_LENGTH && bytes.getInt(at) == EVENT_TIME) {
      flow.eventTime(be64(bytes, at + 4));
      at += EVENT_TIME_LENGTH;
    }
    return at;
  }

  private static boolean startsWith(long headers, ByteBuffer bytes, int at, int end, int length) {
    return end - at >= length && bytes.getLong(at) == headers;
  }

  /** A dump has status, mark, id, use, timeout; an event has id, status, timeout. */
  private static int decodeScalars(ByteBuffer bytes, int from, int end, FlowBuffer flow) {
    int at = from;
    long next = scalar(bytes, at, end);
    if ((int) next == ID) {
      flow.id(value(next));
      at += SCALAR_LENGTH;
      next = scalar(bytes, at, end);
    }
    if ((int) next == STATUS) {
      flow.status(value(next));
      at += SCALAR_LENGTH;
      next = scalar(bytes, at, end);
    }
    if ((int) next == MARK) {
      flow.mark(value(next));
      at += SCALAR_LENGTH;
      next = scalar(bytes, at, end);
    }
    if ((int) next == ID) {
      flow.id(value(next));
      at += SCALAR_LENGTH;
      next = scalar(bytes, at, end);
    }
    if ((int) next == USE) {
      flow.use(value(next));
      at += SCALAR_LENGTH;
      next = scalar(bytes, at, end);
    }
    if ((int) next == TIMEOUT) {
      flow.timeout(value(next));
      at += SCALAR_LENGTH;
    }
    return at;
  }

  /**
   * Returns a header and the four bytes behind it, or 0, which is no header, if there is no room.
   */
  private static long scalar(ByteBuffer bytes, int at, int end) {
    return end - at >= SCALAR_LENGTH ? bytes.getLong(at) : 0;
  }

  private static int value(long scalar) {
    return Integer.reverseBytes((int) (scalar >>> 32));
  }

  private static boolean decodeTcp(ByteBuffer bytes, int at, FlowBuffer flow) {
    long state = bytes.getLong(at + 8); // a header, then a byte or two
    long originalScale = bytes.getLong(at + 16);
    long replyScale = bytes.getLong(at + 24);
    long originalFlags = bytes.getLong(at + 32);
    long replyFlags = bytes.getLong(at + 40);
    if ((int) state != TCP_STATE
        || (int) originalScale != SCALE_ORIGINAL
        || (int) replyScale != SCALE_REPLY
        || (int) originalFlags != FLAGS_ORIGINAL
        || (int) replyFlags != FLAGS_REPLY) {
      return false;
    }
    flow.tcpState((int) (state >>> 32) & 0xff);
    flow.tcpPeer(
        Direction.ORIGINAL,
        (int) (originalScale >>> 32),
        (int) (originalFlags >>> 32),
        (int) (originalFlags >>> 40));
    flow.tcpPeer(
        Direction.REPLY,
        (int) (replyScale >>> 32),
        (int) (replyFlags >>> 32),
        (int) (replyFlags >>> 40));
    return true;
  }

  private static boolean decodeCounters(
      ByteBuffer bytes, int at, Direction direction, FlowBuffer flow) {
    if (bytes.getInt(at + 16) != COUNTER_BYTES) {
      return false;
    }
    flow.counters(direction, be64(bytes, at + 8), be64(bytes, at + 20));
    return true;
  }

  private static boolean decodeSynproxy(ByteBuffer bytes, int at, FlowBuffer flow) {
    long sequence = bytes.getLong(at + 8); // a value, then the next header
    long timestamp = bytes.getLong(at + 16);
    if ((int) (sequence >>> 32) != SYNPROXY_ITS || (int) (timestamp >>> 32) != SYNPROXY_TSOFF) {
      return false;
    }
    flow.synproxy(
        Integer.reverseBytes((int) sequence),
        Integer.reverseBytes((int) timestamp),
        Integer.reverseBytes(bytes.getInt(at + 24)));
    return true;
  }

  private static long be64(ByteBuffer bytes, int at) {
    return Long.reverseBytes(bytes.getLong(at));
  }
}
