package io.conntrack.netlink.internal.codec;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Flow;
import io.conntrack.FlowUpdate;
import io.conntrack.IpFamily;
import io.conntrack.Tuple;
import io.conntrack.filter.KernelCondition;
import io.conntrack.filter.KernelField;
import io.conntrack.filter.Pushdown;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes the requests that a kernel is known to accept. */
class FlowRequestsGoldenTest {

  private static final Tuple HTTPS = Tuple.tcp("192.0.2.1", 51000, "192.0.2.2", 443);

  @Test
  void asksForAFlowByteByByte() {
    Golden golden = Golden.of("request-ct-get");

    assertThat(written(to -> FlowRequests.get(to, sequence(golden), HTTPS, 0)))
        .isEqualTo(golden.bytes());
  }

  @Test
  void deletesAFlowByteByByte() {
    Golden golden = Golden.of("request-ct-delete");

    assertThat(written(to -> FlowRequests.delete(to, sequence(golden), HTTPS, 0)))
        .isEqualTo(golden.bytes());
  }

  @Test
  void changesAMarkUnderAMaskByteByByte() {
    Golden golden = Golden.of("request-ct-update-mark-mask");
    FlowUpdate update = FlowUpdate.mark(0x2, 0xf);

    assertThat(written(to -> FlowRequests.update(to, sequence(golden), HTTPS, 0, 0, update)))
        .isEqualTo(golden.bytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"request-ct-new-udp6", "request-ct-new-icmp4"})
  void createsAFlowByteByByte(String name) {
    Golden golden = Golden.of(name);
    Flow flow = FlowMessages.decode(golden.buffer());

    assertThat(written(to -> FlowRequests.create(to, sequence(golden), flow)))
        .isEqualTo(golden.bytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"request-ct-new-tcp4", "request-ct-new-zone"})
  void createsAFlowWithTheSameAttributes(String name) {
    Golden golden = Golden.of(name);
    Flow flow = FlowMessages.decode(golden.buffer());
    byte[] written = written(to -> FlowRequests.create(to, sequence(golden), flow));

    assertThat(head(written)).isEqualTo(head(golden.bytes()));
    assertThat(attributes(written)).isEqualTo(attributes(golden.bytes()));
  }

  /** The kernel takes the first of a range for its last if that is left out. */
  @Test
  void createsATranslatedFlowWithBothEndsOfEachRange() {
    Golden golden = Golden.of("request-ct-new-snat");
    Flow flow = FlowMessages.decode(golden.buffer());
    byte[] written = written(to -> FlowRequests.create(to, sequence(golden), flow));
    Map<String, String> expected = attributes(golden.bytes());
    expected.put("CTA_NAT_SRC/CTA_NAT_V4_MAXIP", "c0000263");
    expected.put("CTA_NAT_SRC/CTA_NAT_PROTO/CTA_PROTONAT_PORT_MAX", "c350");

    assertThat(head(written)).isEqualTo(head(golden.bytes()));
    assertThat(attributes(written)).isEqualTo(expected);
    assertThat(FlowMessages.decode(littleEndian(written))).isEqualTo(flow);
  }

  /** The one that was captured empties one family: family and version make the difference. */
  @Test
  void flushesAllFamilies() {
    Golden golden = Golden.of("request-ct-flush-family");
    byte[] expected = golden.bytes();
    expected[16] = 0;
    expected[17] = 0;

    assertThat(written(to -> FlowRequests.flush(to, sequence(golden)))).isEqualTo(expected);
  }

  /** The one that was captured has a filter, of one family. */
  @Test
  void dumpsAllFamilies() {
    Golden golden = Golden.of("request-ct-dump-filter");
    byte[] expected = Arrays.copyOf(golden.bytes(), MessageBuilder.HEADER_LENGTH);
    expected[0] = MessageBuilder.HEADER_LENGTH;
    expected[16] = 0;

    assertThat(written(to -> FlowRequests.dump(to, sequence(golden)))).isEqualTo(expected);
  }

  @Test
  void dumpsByConditionsByteByByte() {
    Golden golden = Golden.of("request-ct-dump-filter");
    Pushdown conditions =
        Pushdown.of(
            KernelCondition.of(IpFamily.IPV4),
            KernelCondition.of(KernelField.MARK, 0x42, 0xff),
            KernelCondition.of(KernelField.STATUS, 4, 4),
            KernelCondition.of(KernelField.PROTOCOL, 6),
            KernelCondition.of(KernelField.ORIGINAL_DESTINATION_PORT, 443));

    assertThat(written(to -> FlowRequests.dump(to, sequence(golden), conditions)))
        .isEqualTo(golden.bytes());
  }

  @Test
  void flushesOneFamilyByteByByte() {
    Golden golden = Golden.of("request-ct-flush-family");
    IpFamily family = golden.bytes()[16] == 2 ? IpFamily.IPV4 : IpFamily.IPV6;
    Pushdown conditions = Pushdown.of(KernelCondition.of(family));

    assertThat(written(to -> FlowRequests.flush(to, sequence(golden), conditions)))
        .isEqualTo(golden.bytes());
  }

  /** The one that was captured is the copy in a refusal. */
  @Test
  void asksForStatistics() {
    byte[] refusal = Golden.of("error-eperm").bytes();
    byte[] expected = Arrays.copyOfRange(refusal, 20, refusal.length);
    int sequence = littleEndian(expected).getInt(MessageReader.SEQUENCE);

    assertThat(written(to -> FlowRequests.statistics(to, sequence))).isEqualTo(expected);
  }

  private static byte[] written(Consumer<MessageBuilder> request) {
    ByteBuffer buffer = ByteBuffer.allocate(512).order(LITTLE_ENDIAN);
    MessageBuilder message = new MessageBuilder(buffer);
    request.accept(message);
    return Arrays.copyOf(buffer.array(), message.length());
  }

  private static int sequence(Golden golden) {
    return golden.message().sequence();
  }

  /** Everything but the length. */
  private static String head(byte[] message) {
    return HexFormat.of().formatHex(message, MessageReader.TYPE, MessageBuilder.HEADER_LENGTH);
  }

  private static Map<String, String> attributes(byte[] message) {
    return WireMessage.of(littleEndian(message), 0).values();
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
  }
}
