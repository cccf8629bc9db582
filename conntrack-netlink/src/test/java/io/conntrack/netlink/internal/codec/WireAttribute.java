package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK_EXP;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK_TIMEOUT;
import static io.conntrack.netlink.internal.uapi.Nlattr.NLA_F_NESTED;
import static io.conntrack.netlink.internal.uapi.Nlattr.NLA_HDRLEN;
import static io.conntrack.netlink.internal.uapi.Nlattr.NLA_TYPE_MASK;

import io.conntrack.netlink.internal.uapi.AttributeNames;
import io.conntrack.netlink.internal.uapi.CtattrCounters;
import io.conntrack.netlink.internal.uapi.CtattrExpect;
import io.conntrack.netlink.internal.uapi.CtattrExpectNat;
import io.conntrack.netlink.internal.uapi.CtattrFilter;
import io.conntrack.netlink.internal.uapi.CtattrHelp;
import io.conntrack.netlink.internal.uapi.CtattrIp;
import io.conntrack.netlink.internal.uapi.CtattrL4proto;
import io.conntrack.netlink.internal.uapi.CtattrNat;
import io.conntrack.netlink.internal.uapi.CtattrProtoinfo;
import io.conntrack.netlink.internal.uapi.CtattrProtoinfoDccp;
import io.conntrack.netlink.internal.uapi.CtattrProtoinfoSctp;
import io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp;
import io.conntrack.netlink.internal.uapi.CtattrProtonat;
import io.conntrack.netlink.internal.uapi.CtattrSecctx;
import io.conntrack.netlink.internal.uapi.CtattrSeqadj;
import io.conntrack.netlink.internal.uapi.CtattrSynproxy;
import io.conntrack.netlink.internal.uapi.CtattrTimeout;
import io.conntrack.netlink.internal.uapi.CtattrTstamp;
import io.conntrack.netlink.internal.uapi.CtattrTuple;
import io.conntrack.netlink.internal.uapi.CtattrType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An attribute that tests can take apart and change: a value, or a nest of others. */
final class WireAttribute {

  private static final Map<String, AttributeNames> NESTS =
      Map.ofEntries(
          Map.entry("CTA_TUPLE_ORIG", CtattrTuple.NAMES),
          Map.entry("CTA_TUPLE_REPLY", CtattrTuple.NAMES),
          Map.entry("CTA_TUPLE_MASTER", CtattrTuple.NAMES),
          Map.entry("CTA_TUPLE_IP", CtattrIp.NAMES),
          Map.entry("CTA_TUPLE_PROTO", CtattrL4proto.NAMES),
          Map.entry("CTA_PROTOINFO", CtattrProtoinfo.NAMES),
          Map.entry("CTA_PROTOINFO_TCP", CtattrProtoinfoTcp.NAMES),
          Map.entry("CTA_PROTOINFO_SCTP", CtattrProtoinfoSctp.NAMES),
          Map.entry("CTA_PROTOINFO_DCCP", CtattrProtoinfoDccp.NAMES),
          Map.entry("CTA_COUNTERS_ORIG", CtattrCounters.NAMES),
          Map.entry("CTA_COUNTERS_REPLY", CtattrCounters.NAMES),
          Map.entry("CTA_TIMESTAMP", CtattrTstamp.NAMES),
          Map.entry("CTA_HELP", CtattrHelp.NAMES),
          Map.entry("CTA_SECCTX", CtattrSecctx.NAMES),
          Map.entry("CTA_SEQ_ADJ_ORIG", CtattrSeqadj.NAMES),
          Map.entry("CTA_SEQ_ADJ_REPLY", CtattrSeqadj.NAMES),
          Map.entry("CTA_SYNPROXY", CtattrSynproxy.NAMES),
          Map.entry("CTA_NAT_SRC", CtattrNat.NAMES),
          Map.entry("CTA_NAT_DST", CtattrNat.NAMES),
          Map.entry("CTA_NAT_PROTO", CtattrProtonat.NAMES),
          Map.entry("CTA_FILTER", CtattrFilter.NAMES),
          Map.entry("CTA_EXPECT_MASTER", CtattrTuple.NAMES),
          Map.entry("CTA_EXPECT_TUPLE", CtattrTuple.NAMES),
          Map.entry("CTA_EXPECT_MASK", CtattrTuple.NAMES),
          Map.entry("CTA_EXPECT_NAT", CtattrExpectNat.NAMES),
          Map.entry("CTA_EXPECT_NAT_TUPLE", CtattrTuple.NAMES));

  private final String path;
  private int typeAndFlags;
  private byte[] value;
  private final List<WireAttribute> nested;

  private WireAttribute(String path, int typeAndFlags, byte[] value, List<WireAttribute> nested) {
    this.path = path;
    this.typeAndFlags = typeAndFlags;
    this.value = value;
    this.nested = nested;
  }

  /** Returns a value. */
  static WireAttribute value(int type, byte[] value) {
    return new WireAttribute("", type, value, new ArrayList<>());
  }

  /** Takes the attributes of a message of a subsystem apart. */
  static List<WireAttribute> read(ByteBuffer bytes, int start, int end, int subsystem) {
    AttributeNames names =
        switch (subsystem) {
          case NFNL_SUBSYS_CTNETLINK_EXP -> CtattrExpect.NAMES;
          case NFNL_SUBSYS_CTNETLINK_TIMEOUT -> CtattrTimeout.NAMES;
          default -> CtattrType.NAMES;
        };
    return read(bytes, start, end, "", names);
  }

  private static List<WireAttribute> read(
      ByteBuffer bytes, int start, int end, String outer, AttributeNames names) {
    List<WireAttribute> attributes = new ArrayList<>();
    for (int offset = start; end - offset >= NLA_HDRLEN; ) {
      int length = bytes.getShort(offset) & 0xffff;
      attributes.add(readOne(bytes, offset, offset + length, outer, names));
      offset += align(length);
    }
    return attributes;
  }

  private static WireAttribute readOne(
      ByteBuffer bytes, int offset, int end, String outer, AttributeNames names) {
    int typeAndFlags = bytes.getShort(offset + 2) & 0xffff;
    String name = names.name(typeAndFlags & NLA_TYPE_MASK);
    int start = offset + NLA_HDRLEN;
    if ((typeAndFlags & NLA_F_NESTED) != 0 && NESTS.containsKey(name)) {
      String inner = outer + name + "/";
      List<WireAttribute> nested = read(bytes, start, end, inner, NESTS.get(name));
      return new WireAttribute(outer + name, typeAndFlags, new byte[0], nested);
    }
    byte[] value = new byte[end - start];
    bytes.get(start, value);
    return new WireAttribute(outer + name, typeAndFlags, value, new ArrayList<>());
  }

  private static int align(int length) {
    return length + 3 & -4;
  }

  /** Returns the path, such as {@code CTA_TUPLE_ORIG/CTA_TUPLE_IP/CTA_IP_V4_SRC}. */
  String path() {
    return path;
  }

  boolean isNest() {
    return (typeAndFlags & NLA_F_NESTED) != 0;
  }

  /** Returns the attributes inside, which can be changed. */
  List<WireAttribute> nested() {
    return nested;
  }

  /** Returns this attribute and all inside. */
  Stream<WireAttribute> tree() {
    return Stream.concat(Stream.of(this), nested.stream().flatMap(WireAttribute::tree));
  }

  void type(int type) {
    typeAndFlags = (typeAndFlags & ~NLA_TYPE_MASK) | (type & NLA_TYPE_MASK);
  }

  byte[] value() {
    return value;
  }

  /** Replaces the value; what was a nest is one no more. */
  void value(byte[] bytes) {
    typeAndFlags &= ~NLA_F_NESTED;
    nested.clear();
    value = bytes;
  }

  String hex() {
    return HexFormat.of().formatHex(value);
  }

  /** Returns the length on the wire, without padding behind. */
  int length() {
    return NLA_HDRLEN + value.length + nested.stream().mapToInt(a -> align(a.length())).sum();
  }

  /** Writes the attribute and its padding. */
  void write(ByteBuffer to) {
    int end = to.position() + align(length());
    to.putShort((short) length()).putShort((short) typeAndFlags).put(value);
    nested.forEach(attribute -> attribute.write(to));
    while (to.position() < end) {
      to.put((byte) 0);
    }
  }
}
