package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StatusTest {

  /** uapi {@code linux/netfilter/nf_conntrack_common.h}. */
  static Stream<Arguments> bitsOfTheKernel() {
    return Stream.of(
        arguments(Status.EXPECTED, 0, "EXPECTED"),
        arguments(Status.SEEN_REPLY, 1, "SEEN_REPLY"),
        arguments(Status.ASSURED, 2, "ASSURED"),
        arguments(Status.CONFIRMED, 3, "CONFIRMED"),
        arguments(Status.SOURCE_NAT, 4, "SRC_NAT"),
        arguments(Status.DESTINATION_NAT, 5, "DST_NAT"),
        arguments(Status.SEQUENCE_ADJUSTED, 6, "SEQ_ADJUST"),
        arguments(Status.SOURCE_NAT_DONE, 7, "SRC_NAT_DONE"),
        arguments(Status.DESTINATION_NAT_DONE, 8, "DST_NAT_DONE"),
        arguments(Status.DYING, 9, "DYING"),
        arguments(Status.FIXED_TIMEOUT, 10, "FIXED_TIMEOUT"),
        arguments(Status.of(0x800), 11, "TEMPLATE"),
        arguments(Status.of(0x1000), 12, "UNTRACKED"),
        arguments(Status.HELPER, 13, "HELPER"),
        arguments(Status.OFFLOADED, 14, "OFFLOAD"),
        arguments(Status.HARDWARE_OFFLOADED, 15, "HW_OFFLOAD"));
  }

  @ParameterizedTest
  @MethodSource("bitsOfTheKernel")
  void hasTheBitsAndNamesOfTheKernel(Status status, int bit, String name) {
    assertThat(status.bits()).isEqualTo(1 << bit);
    assertThat(status).hasToString(name);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0x0",
    "0x00c, ASSURED|CONFIRMED",
    "0x1000c, ASSURED|CONFIRMED|0x10000",
    "0x10000, 0x10000",
    "0x80000000, 0x80000000",
    "0xc0010001, EXPECTED|0xc0010000",
  })
  void keepsAndWritesUnknownBits(String bits, String text) {
    Status status = Status.of(Long.decode(bits).intValue());

    assertThat(Integer.toUnsignedLong(status.bits())).isEqualTo(Long.decode(bits));
    assertThat(status).hasToString(text);
  }

  @Test
  void writesEachBit() {
    assertThat(Status.of(-1))
        .hasToString(
            "EXPECTED|SEEN_REPLY|ASSURED|CONFIRMED|SRC_NAT|DST_NAT|SEQ_ADJUST|SRC_NAT_DONE|"
                + "DST_NAT_DONE|DYING|FIXED_TIMEOUT|TEMPLATE|UNTRACKED|HELPER|OFFLOAD|HW_OFFLOAD|"
                + "0xffff0000");
  }

  @Test
  void hasAllBitsOrNot() {
    Status status = Status.ASSURED.with(Status.SEEN_REPLY).with(Status.ASSURED);

    assertThat(status).isEqualTo(Status.of(6));
    assertThat(status.has(Status.ASSURED.with(Status.SEEN_REPLY))).isTrue();
    assertThat(status.has(Status.ASSURED.with(Status.DYING))).isFalse();
    assertThat(status.has(Status.of(0))).isTrue();
  }

  @Test
  void answersTheUsualQuestions() {
    assertThat(Status.ASSURED.isAssured()).isTrue();
    assertThat(Status.SEEN_REPLY.isAssured()).isFalse();
    assertThat(Status.SEEN_REPLY.hasSeenReply()).isTrue();
    assertThat(Status.ASSURED.hasSeenReply()).isFalse();
  }
}
