package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.codec.UsualLayout.header;
import static io.conntrack.netlink.internal.codec.UsualLayout.nest;
import static io.conntrack.netlink.internal.codec.UsualLayout.pair;
import static io.conntrack.netlink.internal.uapi.CtattrIp.CTA_IP_V4_DST;
import static io.conntrack.netlink.internal.uapi.CtattrIp.CTA_IP_V4_SRC;
import static io.conntrack.netlink.internal.uapi.CtattrIp.CTA_IP_V6_DST;
import static io.conntrack.netlink.internal.uapi.CtattrIp.CTA_IP_V6_SRC;
import static io.conntrack.netlink.internal.uapi.CtattrL4proto.CTA_PROTO_DST_PORT;
import static io.conntrack.netlink.internal.uapi.CtattrL4proto.CTA_PROTO_NUM;
import static io.conntrack.netlink.internal.uapi.CtattrL4proto.CTA_PROTO_SRC_PORT;
import static io.conntrack.netlink.internal.uapi.CtattrTuple.CTA_TUPLE_IP;
import static io.conntrack.netlink.internal.uapi.CtattrTuple.CTA_TUPLE_PROTO;

import io.conntrack.IpFamily;
import io.conntrack.spi.TupleBuffer;
import java.nio.ByteBuffer;

/** Reads tuples with ports and without a zone of their own, as {@link UsualLayout} does. */
final class UsualTuple {

  static final int V4_LENGTH = 52;
  static final int V6_LENGTH = 76;

  private static final int V4_SOURCE = header(CTA_IP_V4_SRC, 4);
  private static final int V4_DESTINATION = header(CTA_IP_V4_DST, 4);
  private static final int V6_SOURCE = header(CTA_IP_V6_SRC, 16);
  private static final int V6_DESTINATION = header(CTA_IP_V6_DST, 16);
  private static final int V4_ADDRESSES = nest(CTA_TUPLE_IP, 16);
  private static final int V6_ADDRESSES = nest(CTA_TUPLE_IP, 40);
  private static final long PROTOCOL = pair(nest(CTA_TUPLE_PROTO, 24), header(CTA_PROTO_NUM, 1));
  private static final int SOURCE_PORT = header(CTA_PROTO_SRC_PORT, 2);
  private static final int DESTINATION_PORT = header(CTA_PROTO_DST_PORT, 2);

  private UsualTuple() {}

  /** Reads the IPv4 tuple of this type at this offset, false if it is laid out differently. */
  static boolean decodeV4(ByteBuffer bytes, int at, int type, TupleBuffer into) {
    long source = bytes.getLong(at + 8); // header and address
    long destination = bytes.getLong(at + 16);
    if (bytes.getLong(at) != pair(nest(type, V4_LENGTH - 4), V4_ADDRESSES)
        || (int) source != V4_SOURCE
        || (int) destination != V4_DESTINATION
        || !decodeProtocol(bytes, at + 24, into)) {
      return false;
    }
    into.family(IpFamily.IPV4);
    into.source(0, Integer.toUnsignedLong(Integer.reverseBytes((int) (source >>> 32))));
    into.destination(0, Integer.toUnsignedLong(Integer.reverseBytes((int) (destination >>> 32))));
    return true;
  }

  /** Reads the IPv6 tuple of this type at this offset, false if it is laid out differently. */
  static boolean decodeV6(ByteBuffer bytes, int at, int type, TupleBuffer into) {
    if (bytes.getLong(at) != pair(nest(type, V6_LENGTH - 4), V6_ADDRESSES)
        || bytes.getInt(at + 8) != V6_SOURCE
        || bytes.getInt(at + 28) != V6_DESTINATION
        || !decodeProtocol(bytes, at + 48, into)) {
      return false;
    }
    into.family(IpFamily.IPV6);
    into.source(be64(bytes, at + 12), be64(bytes, at + 20));
    into.destination(be64(bytes, at + 32), be64(bytes, at + 40));
    return true;
  }

  private static boolean decodeProtocol(ByteBuffer bytes, int at, TupleBuffer into) {
    long number = bytes.getLong(at + 8); // the number, padding, the next header
    long sourcePort = bytes.getLong(at + 16); // the port, padding, the next header
    if (bytes.getLong(at) != PROTOCOL
        || (int) (number >>> 32) != SOURCE_PORT
        || (int) (sourcePort >>> 32) != DESTINATION_PORT) {
      return false;
    }
    into.protocol((int) number);
    into.ports(Short.reverseBytes((short) sourcePort), Short.reverseBytes(bytes.getShort(at + 24)));
    return true;
  }

  private static long be64(ByteBuffer bytes, int at) {
    return Long.reverseBytes(bytes.getLong(at));
  }
}
