package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtattrNat.CTA_NAT_PROTO;
import static io.conntrack.netlink.internal.uapi.CtattrNat.CTA_NAT_V4_MAXIP;
import static io.conntrack.netlink.internal.uapi.CtattrNat.CTA_NAT_V4_MINIP;
import static io.conntrack.netlink.internal.uapi.CtattrProtonat.CTA_PROTONAT_PORT_MAX;
import static io.conntrack.netlink.internal.uapi.CtattrProtonat.CTA_PROTONAT_PORT_MIN;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_NAT_SRC;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.Flows;
import io.conntrack.MalformedMessageException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Says of each fault where it lies and what is wrong. */
class MalformedFlowTest {

  /** A captured message, the offset from which bytes of it are replaced, and by what. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dump-udp4-unreplied | 0 | a5000000 | nlmsg_len 165 does not fit into 164 bytes at offset 0
          dump-udp4-unreplied | 0 | ffffffff | nlmsg_len 4294967295 does not fit into 164 bytes at offset 0
          dump-udp4-unreplied | 0 | 0f000000 | nlmsg_len 15 does not fit into 164 bytes at offset 0
          dump-udp4-unreplied | 0 | 00000000 | nlmsg_len 0 does not fit into 164 bytes at offset 0
          dump-udp4-unreplied | 0 | 10000000 | expected 20 bytes of headers, found 16 at offset 16
          dump-udp4-unreplied | 0 | 13000000 | expected 20 bytes of headers, found 19 at offset 16
          dump-udp4-unreplied | 0 | 14000000 | flow lacks its original or reply tuple at offset 20
          dump-udp4-unreplied | 16 | 00 | address family 0 is neither IPv4 nor IPv6 at offset 16
          dump-udp4-unreplied | 16 | 0a | tuple of ipv6 lacks an address or the protocol at offset 24 in CTA_TUPLE_ORIG
          dump-udp6-seen-reply | 16 | 02 | tuple of ipv4 lacks an address or the protocol at offset 24 in CTA_TUPLE_ORIG
          dump-udp4-unreplied | 30 | 0300 | tuple of ipv4 lacks an address or the protocol at offset 24 in CTA_TUPLE_ORIG
          dump-udp4-unreplied | 38 | 6300 | tuple of ipv4 lacks an address or the protocol at offset 24 in CTA_TUPLE_ORIG
          dump-udp4-unreplied | 102 | 6300 | tuple of ipv4 lacks an address or the protocol at offset 76 in CTA_TUPLE_REPLY
          dump-udp4-unreplied | 58 | 6300 | tuple of protocol 17 has a port or an ICMP field too few at offset 24 in CTA_TUPLE_ORIG
          dump-udp4-unreplied | 118 | 6300 | tuple of protocol 17 has a port or an ICMP field too few at offset 76 in CTA_TUPLE_REPLY
          dump-icmp4 | 58 | 6300 | tuple of protocol 1 has a port or an ICMP field too few at offset 24 in CTA_TUPLE_ORIG
          dump-icmp4 | 66 | 6300 | tuple of protocol 1 has a port or an ICMP field too few at offset 24 in CTA_TUPLE_ORIG
          dump-icmp4 | 74 | 6300 | tuple of protocol 1 has a port or an ICMP field too few at offset 24 in CTA_TUPLE_ORIG
          dump-udp4-unreplied | 22 | 6380 | flow lacks its original or reply tuple at offset 160
          dump-udp4-unreplied | 74 | 6380 | flow lacks its original or reply tuple at offset 160
          dump-udp4-unreplied | 28 | 0000 | nla_len 0 does not fit into 16 bytes at offset 28 in CTA_TUPLE_ORIG/CTA_TUPLE_IP
          dump-udp4-unreplied | 28 | 0300 | nla_len 3 does not fit into 16 bytes at offset 28 in CTA_TUPLE_ORIG/CTA_TUPLE_IP
          dump-udp4-unreplied | 28 | 1100 | nla_len 17 does not fit into 16 bytes at offset 28 in CTA_TUPLE_ORIG/CTA_TUPLE_IP
          dump-udp4-unreplied | 28 | 0700 | expected 4 bytes, found 3 at offset 32 in CTA_TUPLE_ORIG/CTA_TUPLE_IP/CTA_IP_V4_SRC
          dump-udp6-seen-reply | 28 | 1300 | expected 16 bytes, found 15 at offset 32 in CTA_TUPLE_ORIG/CTA_TUPLE_IP/CTA_IP_V6_SRC
          dump-udp4-unreplied | 56 | 0500 | expected 2 bytes, found 1 at offset 60 in CTA_TUPLE_ORIG/CTA_TUPLE_PROTO/CTA_PROTO_SRC_PORT
          dump-udp4-unreplied | 124 | 0300 | nla_len 3 does not fit into 40 bytes at offset 124
          dump-udp4-unreplied | 124 | 2900 | nla_len 41 does not fit into 40 bytes at offset 124
          dump-udp4-unreplied | 124 | 0700 | expected 4 bytes, found 3 at offset 128 in CTA_STATUS
          dump-zone | 124 | 0500 | expected 2 bytes, found 1 at offset 128 in CTA_ZONE
          dump-zone-orig | 72 | 0500 | expected 2 bytes, found 1 at offset 76 in CTA_TUPLE_ORIG/CTA_TUPLE_ZONE
          dump-labels | 164 | 1300 | expected a multiple of 8 bytes, found 15 at offset 168 in CTA_LABELS
          dump-labels | 164 | 0500 | expected a multiple of 8 bytes, found 1 at offset 168 in CTA_LABELS
          event-tcp4-new-syn-sent | 188 | 0500 | expected 2 bytes, found 1 at offset 192 in CTA_PROTOINFO/CTA_PROTOINFO_TCP/CTA_PROTOINFO_TCP_FLAGS_REPLY
          event-tcp4-acct-ts-destroy-expired | 144 | 0b00 | expected 8 bytes, found 7 at offset 148 in CTA_COUNTERS_ORIG/CTA_COUNTERS_PACKETS
          event-tcp4-acct-ts-destroy-expired | 212 | 0b00 | expected 8 bytes, found 7 at offset 216 in CTA_TIMESTAMP/CTA_TIMESTAMP_STOP
          event-tcp4-acct-ts-destroy-expired | 240 | 0b00 | expected 8 bytes, found 7 at offset 244 in CTA_TIMESTAMP_EVENT
          event-related-new | 234 | 6300 | tuple of protocol 6 has a port or an ICMP field too few at offset 200 in CTA_TUPLE_MASTER
          """)
  void namesTheFault(String golden, int offset, String patch, String fault) {
    byte[] bytes = Golden.of(golden).bytes();
    byte[] replacement = HexFormat.of().parseHex(patch);
    System.arraycopy(replacement, 0, bytes, offset, replacement.length);

    assertMalformed(ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN), fault);
  }

  @Test
  void refusesARangeOfAddressesThatRunsDownwards() {
    assertMalformedNat(
        message -> {
          message.putBe32(CTA_NAT_V4_MINIP, 0xc0000263);
          message.putBe32(CTA_NAT_V4_MAXIP, 0xc0000201);
        },
        "NAT range 192.0.2.99-192.0.2.1 runs downwards: first <= last");
  }

  @Test
  void refusesARangeOfAddressesWithoutItsFirst() {
    assertMalformedNat(
        message -> message.putBe32(CTA_NAT_V4_MAXIP, 0xc0000201),
        "a range of addresses needs a first and a last one");
  }

  @Test
  void refusesARangeOfPortsThatRunsDownwards() {
    assertMalformedNat(
        message -> {
          int ports = message.beginNest(CTA_NAT_PROTO);
          message.putBe16(CTA_PROTONAT_PORT_MIN, 2000);
          message.putBe16(CTA_PROTONAT_PORT_MAX, 1000);
          message.endNest(ports);
        },
        "port range 2000-1000 is not allowed: first <= last, both 0 to 65535");
  }

  /** Offsets count from the start of the message, wherever it stands in the datagram. */
  @Test
  void countsOffsetsFromTheMessage() {
    byte[] bytes = Golden.of("dump-multi-first").bytes();
    ByteBuffer datagram = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    int second = datagram.getInt(0);
    datagram.putShort(second + 124, (short) 7);

    assertMalformed(datagram, "expected 4 bytes, found 3 at offset 128 in CTA_STATUS");
  }

  private static void assertMalformedNat(Consumer<MessageBuilder> range, String fault) {
    ByteBuffer buffer = ByteBuffer.allocate(512).order(LITTLE_ENDIAN);
    MessageBuilder message = new MessageBuilder(buffer);
    message.begin(FlowMessages.FLOW, 0, 0, 2);
    FlowMessages.putAttributes(message, Flows.udp().build());
    int nest = message.beginNest(CTA_NAT_SRC);
    range.accept(message);
    message.endNest(nest);
    message.end();

    assertMalformed(
        buffer.slice(0, message.length()).order(LITTLE_ENDIAN),
        fault + " at offset " + (nest + 4) + " in CTA_NAT_SRC");
  }

  private static void assertMalformed(ByteBuffer datagram, String fault) {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> Decoded.texts(datagram, datagram.capacity()))
        .withMessage("decode: " + fault);
  }
}
