package io.conntrack.netlink.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.Protocol;
import io.conntrack.filter.KernelCondition;
import io.conntrack.filter.KernelField;
import io.conntrack.filter.Pushdown;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PushdownEncoderTest {

  private static final int DELETE = 0x0102;
  private static final int VERSION = 17;
  private static final KernelCondition V4 = KernelCondition.of(IpFamily.IPV4);
  private static final KernelCondition V6 = KernelCondition.of(IpFamily.IPV6);

  private final ByteBuffer buffer = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
  private final MessageBuilder message = new MessageBuilder(buffer);

  private Map<String, String> dump(KernelCondition... conditions) {
    FlowRequests.dump(message, 1, Pushdown.of(conditions));
    return WireMessage.of(buffer, 0).values();
  }

  private static KernelCondition number(KernelField field, long value) {
    return KernelCondition.of(field, value);
  }

  @Test
  void saysMarkStatusAndZone() {
    assertThat(
            dump(
                KernelCondition.of(KernelField.MARK, -1, -1),
                KernelCondition.of(KernelField.STATUS, 0, 4),
                number(KernelField.ZONE, 0)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "CTA_MARK", "ffffffff",
                "CTA_STATUS", "00000000",
                "CTA_STATUS_MASK", "00000004",
                "CTA_ZONE", "0000"));
    assertThat(WireMessage.of(buffer, 0).family()).isZero();
  }

  @Test
  void saysTheFieldsOfBothTuples() {
    assertThat(
            dump(
                V4,
                number(KernelField.PROTOCOL, Protocol.UDP.number()),
                KernelCondition.of(KernelField.ORIGINAL_SOURCE, IpAddress.parse("10.0.0.1")),
                KernelCondition.of(KernelField.REPLY_DESTINATION, IpAddress.parse("10.0.0.2")),
                number(KernelField.REPLY_SOURCE_PORT, 53)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "CTA_FILTER/CTA_FILTER_ORIG_FLAGS", "09000000",
                "CTA_FILTER/CTA_FILTER_REPLY_FLAGS", "1a000000",
                "CTA_TUPLE_ORIG/CTA_TUPLE_IP/CTA_IP_V4_SRC", "0a000001",
                "CTA_TUPLE_ORIG/CTA_TUPLE_PROTO/CTA_PROTO_NUM", "11",
                "CTA_TUPLE_REPLY/CTA_TUPLE_IP/CTA_IP_V4_DST", "0a000002",
                "CTA_TUPLE_REPLY/CTA_TUPLE_PROTO/CTA_PROTO_NUM", "11",
                "CTA_TUPLE_REPLY/CTA_TUPLE_PROTO/CTA_PROTO_SRC_PORT", "0035"));
    assertThat(WireMessage.of(buffer, 0).family()).isEqualTo(2);
  }

  @Test
  void saysAnAddressOfTheReplyAlone() {
    assertThat(
            dump(V6, KernelCondition.of(KernelField.REPLY_SOURCE, IpAddress.parse("2001:db8::1"))))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "CTA_FILTER/CTA_FILTER_REPLY_FLAGS",
                "01000000",
                "CTA_TUPLE_REPLY/CTA_TUPLE_IP/CTA_IP_V6_SRC",
                "20010db8000000000000000000000001"));
    assertThat(WireMessage.of(buffer, 0).family()).isEqualTo(10);
  }

  @Test
  void saysTheNumbersOfIcmp() {
    assertThat(
            dump(
                V4,
                number(KernelField.PROTOCOL, 1),
                number(KernelField.ORIGINAL_ICMP_TYPE, 8),
                number(KernelField.ORIGINAL_ICMP_CODE, 0),
                number(KernelField.ORIGINAL_ICMP_ID, 0x1234)))
        .containsEntry("CTA_FILTER/CTA_FILTER_ORIG_FLAGS", "c8010000")
        .containsEntry("CTA_TUPLE_ORIG/CTA_TUPLE_PROTO/CTA_PROTO_ICMP_TYPE", "08")
        .containsEntry("CTA_TUPLE_ORIG/CTA_TUPLE_PROTO/CTA_PROTO_ICMP_CODE", "00")
        .containsEntry("CTA_TUPLE_ORIG/CTA_TUPLE_PROTO/CTA_PROTO_ICMP_ID", "1234");
  }

  @Test
  void saysTheNumbersOfIcmpv6() {
    assertThat(
            dump(
                V6,
                number(KernelField.PROTOCOL, 58),
                number(KernelField.REPLY_ICMP_TYPE, 129),
                number(KernelField.REPLY_ICMP_CODE, 0),
                number(KernelField.REPLY_ICMP_ID, 7)))
        .containsEntry("CTA_FILTER/CTA_FILTER_REPLY_FLAGS", "080e0000")
        .containsEntry("CTA_TUPLE_REPLY/CTA_TUPLE_PROTO/CTA_PROTO_ICMPV6_TYPE", "81");
  }

  /** The kernel refuses them without the family, and ignores the ports of other protocols. */
  @Test
  void leavesOutWhatCannotBeSaid() {
    KernelCondition port = number(KernelField.ORIGINAL_SOURCE_PORT, 1);

    assertThat(Pushdown.of(number(KernelField.PROTOCOL, 6), port)).isEqualTo(Pushdown.NONE);
    assertThat(Pushdown.of(V4, port)).isEqualTo(Pushdown.of(V4));
    assertThat(Pushdown.of(V4, number(KernelField.PROTOCOL, 132), port).fields())
        .containsExactly(KernelField.FAMILY, KernelField.PROTOCOL);
    assertThat(
            Pushdown.of(
                    V6, number(KernelField.PROTOCOL, 1), number(KernelField.ORIGINAL_ICMP_TYPE, 8))
                .fields())
        .containsExactly(KernelField.FAMILY, KernelField.PROTOCOL);
  }

  @Test
  void flushesAFamilyOnlyWithTheVersionThatMakesItCount() {
    FlowRequests.flush(message, 1, Pushdown.of(V6));

    assertThat(WireMessage.of(buffer, 0).type()).isEqualTo(DELETE);
    assertThat(WireMessage.of(buffer, 0).family()).isEqualTo(10);
    assertThat(buffer.get(VERSION)).isEqualTo((byte) 1);
  }

  @Test
  void refusesToFlushWithoutACondition() {
    assertThatIllegalStateException()
        .isThrownBy(() -> FlowRequests.flush(message, 1, Pushdown.NONE))
        .withMessageContaining("would empty the table");
    assertThat(message.length()).isZero();
  }

  /** To the kernel a mask alone is no filter. */
  @Test
  void refusesAMaskWithoutBits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KernelCondition.of(KernelField.MARK, 0, 0))
        .withMessageContaining("no condition");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KernelCondition.of(KernelField.STATUS, 0, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KernelCondition.of(KernelField.MARK, 2, 1));
  }
}
