package io.conntrack.netlink.internal.codec;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Flow;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlowEncoderTest {

  private static final String FLOWS = "io.conntrack.netlink.internal.codec.Golden#flows";

  @ParameterizedTest
  @MethodSource(FLOWS)
  void writesWhatIsReadAsTheSameFlow(Golden golden) {
    golden.forEachMessage(
        message -> {
          Flow flow = FlowMessages.decode(message);

          assertThat(FlowMessages.decode(FlowMessages.encode(flow, LITTLE_ENDIAN))).isEqualTo(flow);
          assertThat(FlowMessages.decode(FlowMessages.encode(flow, BIG_ENDIAN))).isEqualTo(flow);
        });
  }

  @ParameterizedTest
  @MethodSource("fromTheKernel")
  void writesTheAttributesThatTheKernelSent(Golden golden) {
    golden.forEachMessage(
        message -> {
          ByteBuffer written = FlowMessages.encode(FlowMessages.decode(message), LITTLE_ENDIAN);

          assertThat(WireMessage.of(written, 0).values())
              .isEqualTo(WireMessage.of(message.bytes(), message.start()).values());
        });
  }

  static Stream<Golden> fromTheKernel() {
    return Golden.flows().filter(golden -> !golden.name().startsWith("request-"));
  }

  @ParameterizedTest
  @MethodSource("dumped")
  void writesADumpByteByByte(Golden golden) {
    golden.forEachMessage(message -> assertThat(rewritten(message)).isEqualTo(bytes(message)));
  }

  static Stream<Golden> dumped() {
    return Golden.flows().filter(golden -> golden.name().matches("(synthetic-)?(dump|get-ct)-.*"));
  }

  private static byte[] rewritten(MessageReader message) {
    ByteBuffer buffer = ByteBuffer.allocate(message.length()).order(LITTLE_ENDIAN);
    MessageBuilder builder = new MessageBuilder(buffer);
    int family = message.bytes().get(message.start() + MessageBuilder.HEADER_LENGTH - 4);
    builder.begin(message.type(), message.flags(), message.sequence(), family);
    FlowMessages.putAttributes(builder, FlowMessages.decode(message));
    builder.end();
    buffer.putInt(MessageReader.PORT_ID, message.portId()); // the kernel's to fill in
    return Arrays.copyOf(buffer.array(), builder.length());
  }

  private static byte[] bytes(MessageReader message) {
    byte[] bytes = new byte[message.length()];
    message.bytes().get(message.start(), bytes);
    return bytes;
  }
}
