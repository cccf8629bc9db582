package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_ALIGNTO;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_HDRLEN;

import io.conntrack.MalformedMessageException;
import java.nio.ByteBuffer;

/**
 * Cursor over the messages of a datagram, {@code struct nlmsghdr} (uapi {@code linux/netlink.h}).
 *
 * <pre>
 *  0               1               2               3
 * +---------------+---------------+---------------+---------------+
 * | nlmsg_len (host, header included, without pad)                |
 * +---------------+---------------+---------------+---------------+
 * | nlmsg_type (host)             | nlmsg_flags (host)            |
 * +---------------+---------------+---------------+---------------+
 * | nlmsg_seq (host)                                              |
 * +---------------+---------------+---------------+---------------+
 * | nlmsg_pid (host)                                              |
 * +---------------+---------------+---------------+---------------+
 * | body … padded to a multiple of 4                              |
 * </pre>
 *
 * Not thread-safe. Valid only while the wrapped buffer is.
 */
public final class MessageReader {

  static final int TYPE = 4;
  static final int FLAGS = 6;
  static final int SEQUENCE = 8;
  static final int PORT_ID = 12;

  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private int cursor;
  private int limit;
  private int start;
  private int length;

  /** Makes a reader at the end of nothing. */
  public MessageReader() {}

  /** Reads the messages in the first {@code datagramLength} bytes. */
  public MessageReader wrap(ByteBuffer datagram, int datagramLength) {
    bytes = datagram;
    cursor = 0;
    limit = datagramLength;
    return this;
  }

  /** Forgets what is left of the datagram. */
  public void clear() {
    cursor = limit;
  }

  /**
   * Steps to the next message, false at the end of the datagram; up to three bytes behind the last
   * one are padding.
   *
   * @throws MalformedMessageException if the message's length does not fit; the rest of the
   *     datagram is skipped
   */
  public boolean next() {
    int room = limit - cursor;
    if (room < NLMSG_ALIGNTO) {
      return false;
    }
    start = cursor;
    length = bytes.getInt(start);
    if (length < NLMSG_HDRLEN || length > room) {
      cursor = limit;
      throw new MalformedMessageException(
          0,
          "",
          "nlmsg_len "
              + Integer.toUnsignedString(length)
              + " does not fit into "
              + room
              + " bytes");
    }
    cursor = start + (length + NLMSG_ALIGNTO - 1 & -NLMSG_ALIGNTO);
    return true;
  }

  /** Returns the buffer. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** Returns where the message starts in the buffer. */
  public int start() {
    return start;
  }

  /** Returns the length of the message in bytes, header included. */
  public int length() {
    return length;
  }

  /** Returns where the message ends in the buffer. */
  public int end() {
    return start + length;
  }

  /** Returns the type: subsystem times 256 plus message, or a control type {@code NLMSG_*}. */
  public int type() {
    return bytes.getShort(start + TYPE) & 0xffff;
  }

  /** Returns the flags {@code NLM_F_*}. */
  public int flags() {
    return bytes.getShort(start + FLAGS) & 0xffff;
  }

  /** Returns the sequence number of the request that this answers; 0 in events. */
  public int sequence() {
    return bytes.getInt(start + SEQUENCE);
  }

  /** Returns the port id of the socket that asked for it; 0 in events that no request caused. */
  public int portId() {
    return bytes.getInt(start + PORT_ID);
  }
}
