package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.Nlattr.NLA_ALIGNTO;
import static io.conntrack.netlink.internal.uapi.Nlattr.NLA_HDRLEN;
import static io.conntrack.netlink.internal.uapi.Nlattr.NLA_TYPE_MASK;

import io.conntrack.MalformedMessageException;
import io.conntrack.netlink.internal.uapi.AttributeNames;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Cursor over a run of {@code struct nlattr} (uapi {@code linux/netlink.h}).
 *
 * <pre>
 *  0               1               2               3
 * +---------------+---------------+---------------+---------------+
 * | nla_len (host, without pad)   |N|O| nla_type (host)           |
 * +---------------+---------------+---------------+---------------+
 * | payload … padded with zeros to a multiple of 4                |
 * </pre>
 *
 * Each depth of nesting has a reader of its own, made once and used again. Not thread-safe. Valid
 * only while the wrapped buffer is.
 */
public final class AttributeReader {

  private final @Nullable AttributeReader parent;
  private @Nullable AttributeReader child;
  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private boolean littleEndian;
  private AttributeNames names;
  private int messageStart;
  private int cursor;
  private int limit;
  private int payload;
  private int length;
  private int type;

  /** Makes a reader whose attributes have these names. */
  public AttributeReader(AttributeNames names) {
    this(null, names);
  }

  private AttributeReader(@Nullable AttributeReader parent, AttributeNames names) {
    this.parent = parent;
    this.names = names;
  }

  /**
   * Reads the attributes in {@code [from, to)} of a message that starts at {@code messageStart}.
   */
  public AttributeReader wrap(ByteBuffer bytes, int messageStart, int from, int to) {
    this.bytes = bytes;
    this.littleEndian = bytes.order() == ByteOrder.LITTLE_ENDIAN;
    this.messageStart = messageStart;
    this.cursor = from;
    this.limit = to;
    this.payload = from;
    this.type = -1;
    return this;
  }

  /**
   * Steps to the next attribute, false at the end; up to three bytes behind the last one are
   * padding.
   *
   * @throws MalformedMessageException if the attribute's length does not fit
   */
  public boolean next() {
    int offset = cursor;
    int room = limit - offset;
    type = -1;
    if (room < NLA_HDRLEN) {
      return false;
    }
    payload = offset;
    int attributeLength = bytes.getShort(offset) & 0xffff;
    if (attributeLength < NLA_HDRLEN || attributeLength > room) {
      throw malformed("nla_len " + attributeLength + " does not fit into " + room + " bytes");
    }
    type = bytes.getShort(offset + 2) & 0xffff & NLA_TYPE_MASK;
    payload = offset + NLA_HDRLEN;
    length = attributeLength - NLA_HDRLEN;
    cursor = offset + (attributeLength + NLA_ALIGNTO - 1 & -NLA_ALIGNTO);
    return true;
  }

  /** Returns the type of the attribute, without flag bits. */
  public int type() {
    return type;
  }

  /** Returns the length of the payload in bytes. */
  public int length() {
    return length;
  }

  /** Returns the reader of the attributes nested in this one, whose types have these names. */
  public AttributeReader enter(AttributeNames nestedNames) {
    AttributeReader nested = child;
    if (nested == null) {
      nested = new AttributeReader(this, nestedNames);
      child = nested;
    }
    nested.names = nestedNames;
    return nested.wrap(bytes, messageStart, payload, payload + length);
  }

  /** Returns an unsigned byte. */
  public int u8() {
    require(1);
    return bytes.get(payload) & 0xff;
  }

  /** Returns the unsigned byte at an offset of the payload. */
  public int u8(int offset) {
    require(offset + 1);
    return bytes.get(payload + offset) & 0xff;
  }

  /** Returns an unsigned 16-bit number in network order. */
  public int be16() {
    require(2);
    short value = bytes.getShort(payload);
    return (littleEndian ? Short.reverseBytes(value) : value) & 0xffff;
  }

  /** Returns 32 bits in network order. */
  public int be32() {
    require(4);
    int value = bytes.getInt(payload);
    return littleEndian ? Integer.reverseBytes(value) : value;
  }

  /** Returns 64 bits in network order. */
  public long be64() {
    return be64(0);
  }

  /** Returns the 64 bits in network order at an offset of the payload. */
  public long be64(int offset) {
    require(offset + 8);
    long value = bytes.getLong(payload + offset);
    return littleEndian ? Long.reverseBytes(value) : value;
  }

  /** Returns 32 bits in host order. */
  public int host32() {
    require(4);
    return bytes.getInt(payload);
  }

  /** Returns the 64 bits in host order at an offset of the payload. */
  long host64(int offset) {
    require(offset + 8);
    return bytes.getLong(payload + offset);
  }

  /** Returns a text up to its NUL or its end; allocates nothing if the cache knows it. */
  public String string(TextCache cache) {
    int end = 0;
    while (end < length && bytes.get(payload + end) != 0) {
      end++;
    }
    return cache.get(bytes, payload, end);
  }

  private void require(int needed) {
    if (length < needed) {
      throw malformed("expected " + needed + " bytes, found " + length);
    }
  }

  /** Returns the exception for a fault in the current attribute. */
  public MalformedMessageException malformed(String reason) {
    return new MalformedMessageException(payload - messageStart, path(), reason);
  }

  private String path() {
    String own = type < 0 ? "" : names.name(type);
    String outer = parent == null ? "" : parent.path();
    return outer.isEmpty() || own.isEmpty() ? outer + own : outer + "/" + own;
  }
}
