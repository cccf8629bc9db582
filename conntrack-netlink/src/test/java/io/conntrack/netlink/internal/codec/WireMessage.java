package io.conntrack.netlink.internal.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A message that is taken apart and put together without the classes under test. */
public final class WireMessage {

  private static final int HEADER_LENGTH = 20;
  private static final int TYPE = 4;
  private static final int FLAGS = 6;
  private static final int SEQUENCE = 8;
  private static final int FAMILY = 16;

  private static final int FIRST_OF_NETFILTER = 0x100; // below: other protocols, with a struct

  private final ByteBuffer header;
  private final List<WireAttribute> attributes;
  private final byte[] struct;

  private WireMessage(ByteBuffer header, List<WireAttribute> attributes, byte[] struct) {
    this.header = header;
    this.attributes = attributes;
    this.struct = struct;
  }

  /** Takes apart the message that starts at an offset. */
  public static WireMessage of(ByteBuffer bytes, int start) {
    byte[] header = new byte[HEADER_LENGTH];
    bytes.get(start, header);
    int end = start + bytes.getInt(start);
    ByteBuffer ordered = ByteBuffer.wrap(header).order(bytes.order());
    int type = ordered.getShort(TYPE) & 0xffff;
    if (type >= FIRST_OF_NETFILTER) {
      return new WireMessage(
          ordered, WireAttribute.read(bytes, start + HEADER_LENGTH, end, type >> 8), new byte[0]);
    }
    byte[] struct = new byte[end - start - FAMILY];
    bytes.get(start + FAMILY, struct);
    return new WireMessage(ordered, List.of(), struct);
  }

  /** Returns in hexadecimal what a message that is not to netfilter has behind its header. */
  public String struct() {
    return HexFormat.of().formatHex(struct);
  }

  /** Returns the type: subsystem times 256 plus message. */
  public int type() {
    return header.getShort(TYPE) & 0xffff;
  }

  /** Returns the flags {@code NLM_F_*}. */
  public int flags() {
    return header.getShort(FLAGS) & 0xffff;
  }

  /** Returns the sequence number. */
  public int sequence() {
    return header.getInt(SEQUENCE);
  }

  /** Returns the number of the address family. */
  public int family() {
    return header.get(FAMILY) & 0xff;
  }

  /** Returns the values in hexadecimal by path; empty ones are padding and left out. */
  public Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    tree()
        .filter(attribute -> !attribute.isNest() && attribute.value().length > 0)
        .forEach(attribute -> add(values, attribute));
    return values;
  }

  private static void add(Map<String, String> values, WireAttribute attribute) {
    if (values.put(attribute.path(), attribute.hex()) != null) {
      throw new IllegalStateException(attribute.path() + " stands there twice");
    }
  }

  /** Returns the attributes, which can be changed. */
  List<WireAttribute> attributes() {
    return attributes;
  }

  /** Returns the attributes and all inside. */
  Stream<WireAttribute> tree() {
    return attributes.stream().flatMap(WireAttribute::tree);
  }

  /** Returns the attribute with this path. */
  WireAttribute attribute(String path) {
    return tree().filter(attribute -> attribute.path().equals(path)).findFirst().orElseThrow();
  }

  /** Returns the bytes of the message, with right lengths. */
  ByteBuffer bytes() {
    int length = HEADER_LENGTH;
    for (WireAttribute attribute : attributes) {
      length += attribute.length() + 3 & -4;
    }
    ByteOrder order = header.order();
    ByteBuffer bytes = ByteBuffer.allocate(length).order(order);
    bytes.put(header.duplicate().clear()).putInt(0, length);
    attributes.forEach(attribute -> attribute.write(bytes));
    return bytes;
  }
}
