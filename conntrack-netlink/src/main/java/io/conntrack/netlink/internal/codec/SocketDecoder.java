package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_HDRLEN;

import io.conntrack.IpFamily;
import io.conntrack.MalformedMessageException;
import io.conntrack.Protocol;
import io.conntrack.Tuple;
import io.conntrack.spi.TupleBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the description of a socket, {@code struct inet_diag_msg} (uapi {@code linux/inet_diag.h});
 * the attributes behind it are not read. Not thread-safe.
 *
 * <pre>
 *  0               1               2               3
 * +---------------+---------------+---------------+---------------+
 * | idiag_family  | idiag_state   | idiag_timer   | idiag_retrans |
 * +---------------+---------------+---------------+---------------+
 * | idiag_sport (network)         | idiag_dport (network)         |
 * +---------------+---------------+---------------+---------------+
 * | idiag_src, idiag_dst: 16 bytes each, IPv4 in the first four   |
 * +---------------+---------------+---------------+---------------+
 * | idiag_if (host)                                               |
 * +---------------+---------------+---------------+---------------+
 * | idiag_cookie (8 bytes), then five more 32-bit words           |
 * +---------------+---------------+---------------+---------------+
 * </pre>
 */
public final class SocketDecoder {

  private static final int FAMILY = NLMSG_HDRLEN;
  private static final int TIMER = NLMSG_HDRLEN + 2;
  private static final int LOCAL_PORT = NLMSG_HDRLEN + 4;
  private static final int REMOTE_PORT = NLMSG_HDRLEN + 6;
  private static final int LOCAL = NLMSG_HDRLEN + 8;
  private static final int REMOTE = NLMSG_HDRLEN + 24;
  private static final int DEVICE = NLMSG_HDRLEN + 40;
  private static final int COOKIE = NLMSG_HDRLEN + 44;
  private static final int END = NLMSG_HDRLEN + 72;

  private static final int TIME_WAIT_TIMER = 3; // inet_twsk_diag_fill
  private static final long MAPPED = 0xffff_0000_0000L; // ::ffff:0.0.0.0/96, lower half

  private final TupleBuffer ends = new TupleBuffer();
  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private boolean littleEndian;
  private int start;

  /** Makes a decoder. */
  public SocketDecoder() {}

  /**
   * Looks at the message that the reader stands on.
   *
   * @throws MalformedMessageException if it is too short or of another family
   */
  public SocketDecoder wrap(MessageReader message) {
    if (message.length() < END) {
      throw new MalformedMessageException(
          0, "", "expected " + END + " bytes of a socket, found " + message.length());
    }
    bytes = message.bytes();
    littleEndian = bytes.order() == ByteOrder.LITTLE_ENDIAN;
    start = message.start();
    FlowDecoder.family(bytes.get(start + FAMILY) & 0xff); // refuses any other
    return this;
  }

  /**
   * Says whether this is what the kernel keeps after a program has closed a TCP socket and only the
   * peer's half is open, or none: nobody's socket.
   */
  public boolean isMemory() {
    return bytes.get(start + TIMER) == TIME_WAIT_TIMER;
  }

  /** Returns the socket, which is of this protocol. */
  public LocalSocket socket(Protocol protocol) {
    ends.clear();
    ends.protocol(protocol.number());
    ends.ports(be16(LOCAL_PORT), be16(REMOTE_PORT));
    if (FlowDecoder.family(bytes.get(start + FAMILY) & 0xff) == IpFamily.IPV4) {
      putIpv4(LOCAL, REMOTE);
    } else if (isMapped(LOCAL) && isMapped(REMOTE)) {
      putIpv4(LOCAL + 12, REMOTE + 12);
    } else {
      ends.family(IpFamily.IPV6);
      ends.source(be64(LOCAL), be64(LOCAL + 8));
      ends.destination(be64(REMOTE), be64(REMOTE + 8));
    }
    return new LocalSocket(
        Tuple.copyOf(ends), bytes.getInt(start + DEVICE), bytes.getLong(start + COOKIE));
  }

  private void putIpv4(int local, int remote) {
    ends.family(IpFamily.IPV4);
    ends.source(0, be32(local));
    ends.destination(0, be32(remote));
  }

  private boolean isMapped(int address) {
    return be64(address) == 0 && (be64(address + 8) & ~0xffff_ffffL) == MAPPED;
  }

  private int be16(int offset) {
    short value = bytes.getShort(start + offset);
    return (littleEndian ? Short.reverseBytes(value) : value) & 0xffff;
  }

  private long be32(int offset) {
    int value = bytes.getInt(start + offset);
    return Integer.toUnsignedLong(littleEndian ? Integer.reverseBytes(value) : value);
  }

  private long be64(int offset) {
    long value = bytes.getLong(start + offset);
    return littleEndian ? Long.reverseBytes(value) : value;
  }
}
