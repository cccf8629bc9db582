package io.conntrack.netlink.internal.codec;

import static io.conntrack.Direction.ORIGINAL;
import static io.conntrack.Direction.REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_HELP;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_LABELS;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_MARK;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_NAT_DST;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.Flows;
import io.conntrack.IpAddress;
import io.conntrack.NatRange;
import io.conntrack.spi.FlowBuffer;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FlowDecoderTest {

  private static final int NESTED = 0x80; // NLA_F_NESTED in the upper byte of a type
  private static final int NET_BYTEORDER = 0x40;

  @ParameterizedTest
  @EnumSource
  void readsAllThatAFlowCanCarry(CompleteFlows flow) {
    Flow complete = Flow.copyOf(flow.flow());

    assertThat(FlowMessages.decode(FlowMessages.encode(complete, LITTLE_ENDIAN)))
        .isEqualTo(complete);
    assertThat(FlowMessages.decode(FlowMessages.encode(complete, BIG_ENDIAN))).isEqualTo(complete);
  }

  @ParameterizedTest
  @EnumSource
  void leavesNothingOfTheFlowBefore(CompleteFlows before) {
    Golden golden = Golden.of("dump-generic-ospf");
    FlowBuffer flow = before.flow();

    new FlowDecoder().decode(golden.message(), flow);

    assertThat(Flow.copyOf(flow)).isEqualTo(FlowMessages.decode(golden.buffer()));
    assertThat(FlowText.of(flow)).isEqualTo(FlowText.of(FlowMessages.decode(golden.buffer())));
  }

  @Test
  void takesNestsThatAreNotFlaggedAsSuch() {
    Golden golden = Golden.of("dump-udp4-unreplied");
    byte[] bytes = golden.bytes();
    for (int nest : new int[] {20, 24, 44, 72, 76, 96}) {
      bytes[nest + 3] &= ~NESTED;
    }

    assertThat(decode(bytes)).isEqualTo(decode(golden.bytes()));
  }

  @Test
  void ignoresTheHintThatAValueIsInNetworkOrder() {
    Golden golden = Golden.of("dump-udp4-unreplied");
    byte[] bytes = golden.bytes();
    bytes[127] |= NET_BYTEORDER; // of CTA_STATUS

    assertThat(decode(bytes)).isEqualTo(decode(golden.bytes()));
  }

  @Test
  void ignoresUpToThreeBytesBehindTheLastAttribute() {
    ByteBuffer message = Golden.of("dump-udp4-unreplied").buffer();
    ByteBuffer longer = ByteBuffer.allocate(167).order(LITTLE_ENDIAN).put(0, message, 0, 164);
    longer.putInt(0, 167).putShort(164, (short) -1).put(166, (byte) -1);

    assertThat(FlowMessages.decode(longer)).isEqualTo(FlowMessages.decode(message));
  }

  @ParameterizedTest
  @CsvSource({
    "dump-udp4-unreplied, 128, ffffffff, status 0xffffffff",
    "dump-udp4-unreplied, 136, ffffffff, mark 0xffffffff",
    "dump-udp4-unreplied, 152, ffffffff, use 4294967295",
    "dump-udp4-unreplied, 160, ffffffff, timeout 4294967295",
    "dump-udp4-unreplied, 60, ffff, original udp 192.0.2.1:65535->198.51.100.77:9",
    "dump-udp4-unreplied, 52, ff, original 255 192.0.2.1:41002->198.51.100.77:9",
    "dump-zone, 128, ffff, zone 65535",
    "event-tcp4-new-syn-sent, 160, c8, tcp-state TCP_STATE(200)",
    "event-sctp4-0-new, 160, c8, sctp-state SCTP_STATE(200)",
    "event-tcp4-acct-ts-destroy-expired, 148, ffffffffffffffff, "
        + "original-counters packets=18446744073709551615 bytes=1320",
    "event-tcp4-acct-ts-destroy-expired, 204, ffffffffffffffff, start 18446744073709551615",
  })
  void keepsUnsignedAndUnknownValues(String golden, int offset, String patch, String line) {
    byte[] bytes = Golden.of(golden).bytes();
    byte[] replacement = HexFormat.of().parseHex(patch);
    System.arraycopy(replacement, 0, bytes, offset, replacement.length);

    assertThat(FlowText.of(decode(bytes)).lines()).contains(line);
  }

  @Test
  void tellsAbsentFromZero() {
    Flow absent = FlowMessages.decode(withAttributes(message -> {}));
    Flow zero = FlowMessages.decode(withAttributes(message -> message.putBe32(CTA_MARK, 0)));

    assertThat(absent.has(FlowAttribute.MARK)).isFalse();
    assertThat(zero.has(FlowAttribute.MARK)).isTrue();
    assertThat(zero.markBits()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "6674700000, ftp",
    "667470, ftp",
    "66007470, f",
    "00, ''",
    "c3a900, \u00e9",
    "ff00, \ufffd",
  })
  void readsTextUpToItsNulOrItsEnd(String bytes, String helper) {
    String text = new String(HexFormat.of().parseHex(bytes), ISO_8859_1);
    WireMessage message =
        WireMessage.of(FlowMessages.encode(CompleteFlows.TCP.flow(), LITTLE_ENDIAN), 0);
    message.attribute("CTA_HELP/CTA_HELP_NAME").value(text.getBytes(ISO_8859_1));

    assertThat(FlowMessages.decode(message.bytes()).helperName()).isEqualTo(helper);
  }

  @Test
  void aHelperWithoutANameIsNone() {
    ByteBuffer message = withAttributes(to -> to.endNest(to.beginNest(CTA_HELP)));

    assertThat(FlowMessages.decode(message).has(FlowAttribute.HELPER)).isFalse();
  }

  /** As a kernel with fewer labels, and one with more. */
  @Test
  void readsLabelsOfAnyNumberOfWords() {
    Flow one = FlowMessages.decode(withAttributes(to -> to.putBe64(CTA_LABELS, 0x0800L << 48)));
    WireMessage message =
        WireMessage.of(FlowMessages.encode(CompleteFlows.TCP.flow(), LITTLE_ENDIAN), 0);
    WireAttribute labels = message.attribute("CTA_LABELS");
    labels.value(ByteBuffer.allocate(24).put(labels.value()).putLong(-1).array());
    Flow three = FlowMessages.decode(message.bytes());

    assertThat(one.labelsLow()).isEqualTo(0x08);
    assertThat(one.labelsHigh()).isZero();
    assertThat(three).isEqualTo(Flow.copyOf(CompleteFlows.TCP.flow()));
  }

  /** The kernel takes the first of a range for its last if that is left out. */
  @Test
  void aRangeWithoutItsLastIsTheFirstAlone() {
    Flow flow = FlowMessages.decode(Golden.of("request-ct-new-snat").buffer());

    assertThat(flow.sourceNat()).contains(NatRange.to(IpAddress.parse("192.0.2.99"), 50000));
  }

  @Test
  void readsARangeOfPortsAlone() {
    NatRange ports = new NatRange(null, null, 1000, 2000);
    ByteBuffer message = withAttributes(to -> FlowEncoder.putNat(to, CTA_NAT_DST, ports));

    assertThat(FlowMessages.decode(message).destinationNat()).contains(ports);
  }

  @Test
  void readsTheStateAloneAtTheEndOfAFlow() {
    Flow flow = decode(Golden.of("event-tcp4-acct-ts-destroy-expired").bytes());

    assertThat(flow.has(FlowAttribute.TCP_STATE)).isTrue();
    assertThat(flow.has(FlowAttribute.TCP_ORIGINAL)).isFalse();
    assertThat(flow.tcpFlags(ORIGINAL)).isZero();
    assertThat(flow.tcpWindowScale(REPLY)).isZero();
  }

  private static Flow decode(byte[] bytes) {
    return FlowMessages.decode(ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN));
  }

  private static ByteBuffer withAttributes(Consumer<MessageBuilder> attributes) {
    ByteBuffer buffer = ByteBuffer.allocate(512).order(LITTLE_ENDIAN);
    MessageBuilder message = new MessageBuilder(buffer);
    message.begin(FlowMessages.FLOW, 0, 0, 2);
    FlowMessages.putAttributes(message, Flows.udp().build());
    attributes.accept(message);
    message.end();
    return buffer.slice(0, message.length()).order(LITTLE_ENDIAN);
  }
}
