package io.conntrack.netlink.internal.codec;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MessageBuilderTest {

  private static final int HEADER = MessageBuilder.HEADER_LENGTH;

  @Test
  void writesTheHeaders() {
    assertThat(message(LITTLE_ENDIAN, builder -> {}))
        .isEqualTo("14000000" + "0101" + "0503" + "78563412" + "00000000" + "02000000");
    assertThat(message(BIG_ENDIAN, builder -> {}))
        .isEqualTo("00000014" + "0101" + "0305" + "12345678" + "00000000" + "02000000");
  }

  @ParameterizedTest
  @MethodSource("attributes")
  void writesAnAttributePaddedWithZeros(
      Consumer<MessageBuilder> write, String littleEndian, String bigEndian) {
    assertThat(attributes(LITTLE_ENDIAN, write)).isEqualTo(littleEndian.replace(" ", ""));
    assertThat(attributes(BIG_ENDIAN, write)).isEqualTo(bigEndian.replace(" ", ""));
  }

  static Stream<Arguments> attributes() {
    return Stream.of(
        attribute(to -> to.putU8(1, 0xab), "0500 0100 ab000000", "0005 0001 ab000000"),
        attribute(to -> to.putTwoU8(2, 0xab, 0xcd), "0600 0200 abcd0000", "0006 0002 abcd0000"),
        attribute(to -> to.putBe16(3, 0xabcd), "0600 0300 abcd0000", "0006 0003 abcd0000"),
        attribute(to -> to.putBe32(4, 0x89abcdef), "0800 0400 89abcdef", "0008 0004 89abcdef"),
        attribute(
            to -> to.putBe64(5, 0x89abcdef01234567L),
            "0c00 0500 89abcdef01234567",
            "000c 0005 89abcdef01234567"),
        attribute(
            to -> to.putBe128(6, 0x20010db800000000L, 0x89abcdef01234567L),
            "1400 0600 20010db800000000 89abcdef01234567",
            "0014 0006 20010db800000000 89abcdef01234567"),
        attribute(to -> to.putHost32(7, 0x89abcdef), "0800 0700 efcdab89", "0008 0007 89abcdef"),
        attribute(
            to -> to.putHostWords(8, 0x0123456789abcdefL, 1),
            "1400 0800 efcdab8967452301 0100000000000000",
            "0014 0008 0123456789abcdef 0000000000000001"),
        attribute(to -> to.putString(9, ""), "0500 0900 00000000", "0005 0009 00000000"),
        attribute(to -> to.putString(9, "ab"), "0700 0900 61620000", "0007 0009 61620000"),
        attribute(to -> to.putString(9, "ftp"), "0800 0900 66747000", "0008 0009 66747000"),
        attribute(
            to -> to.putString(9, "ftps"),
            "0900 0900 6674707300000000",
            "0009 0009 6674707300000000"),
        attribute(to -> to.putString(9, "\u00e9"), "0700 0900 c3a90000", "0007 0009 c3a90000"),
        attribute(to -> to.endNest(to.beginNest(10)), "0400 0a80", "0004 800a"));
  }

  private static Arguments attribute(
      Consumer<MessageBuilder> write, String littleEndian, String bigEndian) {
    return Arguments.of(write, littleEndian, bigEndian);
  }

  @Test
  void nestsAttributesInNests() {
    Consumer<MessageBuilder> write =
        to -> {
          int outer = to.beginNest(1);
          int inner = to.beginNest(2);
          to.putU8(3, 6);
          to.endNest(inner);
          to.putBe16(4, 443);
          to.endNest(outer);
          to.putBe32(5, 1);
        };

    assertThat(attributes(LITTLE_ENDIAN, write))
        .isEqualTo(
            "18000180" + "0c000280" + "0500030006000000" + "0600040001bb0000" + "0800050000000001");
  }

  @Test
  void writesOneMessageBehindTheOther() {
    ByteBuffer buffer = garbage(64, LITTLE_ENDIAN);
    MessageBuilder builder = new MessageBuilder(buffer);
    assertThat(builder.length()).isZero();
    assertThat(builder.remaining()).isEqualTo(64);

    builder.begin(0x0101, 0, 1, 2);
    builder.putU8(1, 1);
    builder.end();
    builder.begin(0x0102, 0, 2, 2);
    builder.end();

    assertThat(builder.length()).isEqualTo(48);
    assertThat(builder.remaining()).isEqualTo(16);
    assertThat(buffer.getInt(0)).isEqualTo(28);
    assertThat(buffer.getInt(28)).isEqualTo(20);
    assertThat(buffer.getInt(28 + MessageReader.SEQUENCE)).isEqualTo(2);
  }

  @Test
  void aMessageThatDoesNotFitLeavesTheFinishedOnes() {
    ByteBuffer buffer = garbage(48, LITTLE_ENDIAN);
    MessageBuilder builder = new MessageBuilder(buffer);
    builder.begin(0x0101, 0, 1, 2);
    builder.end();

    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(
            () -> {
              builder.begin(0x0102, 0, 2, 2);
              builder.putBe64(1, 1);
            });

    assertThat(builder.length()).isEqualTo(20);
    builder.begin(0x0103, 0, 3, 2);
    builder.putBe32(1, 1);
    builder.end();
    assertThat(builder.length()).isEqualTo(48);
    assertThat(buffer.getInt(20)).isEqualTo(28);
    assertThat(buffer.getShort(20 + MessageReader.TYPE)).isEqualTo((short) 0x0103);
  }

  @Test
  void anyPartOfAMessageMayNotFit() {
    for (int capacity = 0; capacity < HEADER + 12; capacity++) {
      MessageBuilder builder = new MessageBuilder(garbage(capacity, LITTLE_ENDIAN));

      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(
              () -> {
                builder.begin(0x0101, 0, 1, 2);
                builder.putString(1, "a text");
                builder.end();
              });
      assertThat(builder.length()).isZero();
    }
  }

  @Test
  void startsAgainWhenCleared() {
    ByteBuffer buffer = garbage(64, LITTLE_ENDIAN);
    MessageBuilder builder = new MessageBuilder(buffer);
    builder.begin(0x0101, 0, 1, 2);
    builder.end();

    builder.clear();

    assertThat(builder.length()).isZero();
    builder.begin(0x0102, 0, 2, 2);
    builder.end();
    assertThat(buffer.getInt(MessageReader.SEQUENCE)).isEqualTo(2);
  }

  private static String attributes(ByteOrder order, Consumer<MessageBuilder> write) {
    return message(order, write).substring(2 * HEADER);
  }

  private static String message(ByteOrder order, Consumer<MessageBuilder> write) {
    ByteBuffer buffer = garbage(256, order);
    MessageBuilder builder = new MessageBuilder(buffer);
    builder.begin(0x0101, 0x0305, 0x12345678, 2);
    write.accept(builder);
    builder.end();
    assertThat(buffer.getInt(0)).isEqualTo(builder.length());
    byte[] written = new byte[builder.length()];
    buffer.get(0, written);
    return HexFormat.of().formatHex(written);
  }

  /** A buffer that was used before. */
  private static ByteBuffer garbage(int capacity, ByteOrder order) {
    byte[] bytes = new byte[capacity];
    Arrays.fill(bytes, (byte) 0xee);
    return ByteBuffer.wrap(bytes).order(order);
  }
}
