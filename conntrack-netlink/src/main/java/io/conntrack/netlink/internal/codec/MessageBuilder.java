package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.Nfnl.NFNETLINK_V0;
import static io.conntrack.netlink.internal.uapi.Nlattr.NLA_F_NESTED;
import static io.conntrack.netlink.internal.uapi.Nlattr.NLA_HDRLEN;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_HDRLEN;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes netlink messages one behind the other into a buffer, in place.
 *
 * <p>Lengths are computed, never given: the kernel drops everything behind a wrong length without a
 * word. A message that does not fit raises {@link java.lang.IndexOutOfBoundsException} from the
 * buffer and is not part of {@link #length()}. Not thread-safe.
 */
public final class MessageBuilder {

  /** Length of {@code struct nlmsghdr} and {@code struct nfgenmsg}. */
  public static final int HEADER_LENGTH = NLMSG_HDRLEN + 4;

  private final ByteBuffer bytes;
  private final boolean littleEndian;
  private int messageStart;
  private int cursor;

  /** Writes into this buffer, from its first byte, in its byte order. */
  public MessageBuilder(ByteBuffer bytes) {
    this.bytes = bytes;
    this.littleEndian = bytes.order() == ByteOrder.LITTLE_ENDIAN;
  }

  /** Forgets all messages. */
  public void clear() {
    messageStart = 0;
    cursor = 0;
  }

  /** Returns the length of the finished messages in bytes. */
  public int length() {
    return messageStart;
  }

  /** Returns the room behind the finished messages in bytes. */
  public int remaining() {
    return bytes.capacity() - messageStart;
  }

  /**
   * Begins a message to netfilter.
   *
   * @param type subsystem times 256 plus message
   * @param flags {@code NLM_F_*}
   * @param sequence what the answer will carry
   * @param family {@code AF_INET}, {@code AF_INET6} or 0 in {@code struct nfgenmsg}
   */
  public void begin(int type, int flags, int sequence, int family) {
    begin(type, flags, sequence);
    appendU8(family);
    appendU8(NFNETLINK_V0);
    appendBe16(0);
  }

  /**
   * Begins a message whose body is not of netfilter, with nothing behind {@code struct nlmsghdr}.
   */
  public void begin(int type, int flags, int sequence) {
    cursor = messageStart;
    bytes.putShort(cursor + MessageReader.TYPE, (short) type);
    bytes.putShort(cursor + MessageReader.FLAGS, (short) flags);
    bytes.putInt(cursor + MessageReader.SEQUENCE, sequence);
    bytes.putInt(cursor + MessageReader.PORT_ID, 0); // the kernel fills it in
    cursor += NLMSG_HDRLEN;
  }

  /** Appends an unsigned byte of a struct. */
  public void appendU8(int value) {
    bytes.put(cursor, (byte) value);
    cursor += 1;
  }

  /** Appends a 16-bit number of a struct in network order. */
  public void appendBe16(int value) {
    bytes.putShort(cursor, littleEndian ? Short.reverseBytes((short) value) : (short) value);
    cursor += 2;
  }

  /** Appends 32 bits of a struct in network order. */
  public void appendBe32(int value) {
    bytes.putInt(cursor, littleEndian ? Integer.reverseBytes(value) : value);
    cursor += 4;
  }

  /** Appends 64 bits of a struct in network order. */
  public void appendBe64(long value) {
    putLong(cursor, value);
    cursor += 8;
  }

  /** Appends 32 bits of a struct in host order. */
  public void appendHost32(int value) {
    bytes.putInt(cursor, value);
    cursor += 4;
  }

  /** Appends 64 bits of a struct in host order. */
  public void appendHost64(long value) {
    bytes.putLong(cursor, value);
    cursor += 8;
  }

  /** Changes the version in {@code struct nfgenmsg} of the message that was begun, which is 0. */
  public void version(int version) {
    bytes.put(messageStart + NLMSG_HDRLEN + 1, (byte) version);
  }

  /** Finishes the message. */
  public void end() {
    bytes.putInt(messageStart, cursor - messageStart);
    messageStart = cursor;
  }

  /** Takes flags {@code NLM_F_*} off the finished message that starts at this offset. */
  public void removeFlags(int start, int flags) {
    int place = start + MessageReader.FLAGS;
    bytes.putShort(place, (short) (bytes.getShort(place) & ~flags));
  }

  /** Begins a nested attribute and returns a handle for {@link #endNest}. */
  public int beginNest(int type) {
    int start = cursor;
    bytes.putShort(start + 2, (short) (type | NLA_F_NESTED));
    cursor = start + NLA_HDRLEN;
    return start;
  }

  /** Finishes the nested attribute. */
  public void endNest(int start) {
    bytes.putShort(start, (short) (cursor - start));
  }

  /** Writes an unsigned byte. */
  public void putU8(int type, int value) {
    int payload = putHeader(type, 1);
    bytes.putInt(payload, 0);
    bytes.put(payload, (byte) value);
  }

  /** Writes two unsigned bytes, such as {@code struct nf_ct_tcp_flags}. */
  public void putTwoU8(int type, int first, int second) {
    int payload = putHeader(type, 2);
    bytes.putInt(payload, 0);
    bytes.put(payload, (byte) first);
    bytes.put(payload + 1, (byte) second);
  }

  /** Writes a 16-bit number in network order. */
  public void putBe16(int type, int value) {
    int payload = putHeader(type, 2);
    bytes.putInt(payload, 0);
    bytes.putShort(payload, littleEndian ? Short.reverseBytes((short) value) : (short) value);
  }

  /** Writes 32 bits in network order. */
  public void putBe32(int type, int value) {
    int payload = putHeader(type, 4);
    bytes.putInt(payload, littleEndian ? Integer.reverseBytes(value) : value);
  }

  /** Writes 64 bits in network order. */
  public void putBe64(int type, long value) {
    putLong(putHeader(type, 8), value);
  }

  /** Writes 128 bits in network order. */
  public void putBe128(int type, long high, long low) {
    int payload = putHeader(type, 16);
    putLong(payload, high);
    putLong(payload + 8, low);
  }

  private void putLong(int offset, long value) {
    bytes.putLong(offset, littleEndian ? Long.reverseBytes(value) : value);
  }

  /** Writes 32 bits in host order. */
  public void putHost32(int type, int value) {
    bytes.putInt(putHeader(type, 4), value);
  }

  /** Writes two 64-bit words in host order, the memory image of the kernel's label bitmap. */
  public void putHostWords(int type, long first, long second) {
    int payload = putHeader(type, 16);
    bytes.putLong(payload, first);
    bytes.putLong(payload + 8, second);
  }

  /** Writes a text with a NUL behind it. */
  public void putString(int type, String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    int payload = putHeader(type, encoded.length + 1);
    bytes.putInt(cursor - 4, 0); // the NUL and the padding
    bytes.put(payload, encoded);
  }

  /** Writes a header and returns where its payload goes; the cursor moves behind the padding. */
  private int putHeader(int type, int length) {
    int start = cursor;
    bytes.putShort(start, (short) (NLA_HDRLEN + length));
    bytes.putShort(start + 2, (short) type);
    cursor = start + NLA_HDRLEN + (length + 3 & -4);
    return start + NLA_HDRLEN;
  }
}
