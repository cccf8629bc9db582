package io.conntrack.netlink.internal.bpf;

import static io.conntrack.netlink.internal.uapi.Nlattr.NLA_HDRLEN;

import io.conntrack.Labels;
import io.conntrack.filter.Comparison;
import io.conntrack.filter.LabelIn;
import io.conntrack.filter.NumberSet;
import io.conntrack.filter.QuantityIs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What leaves ask of values that take more than one load. */
final class WideConditions {

  private static final long ALL_BITS = 0xffff_ffffL;

  private WideConditions() {}

  // quantities of 32 or 64 bits

  /** Returns the condition that a quantity is there and compares as a leaf wants it. */
  static Condition compared(Attribute quantity, QuantityIs leaf) {
    long value = leaf.value();
    Comparison comparison = leaf.comparison();
    long first =
        switch (comparison) {
          case LESS, AT_MOST -> 0;
          case EQUAL, AT_LEAST -> value;
          case MORE -> value + 1;
        };
    long last =
        switch (comparison) {
          case LESS -> value - 1;
          case AT_MOST, EQUAL -> value;
          case AT_LEAST, MORE -> -1;
        };
    return quantity.bytes() == Long.BYTES
        ? between(quantity, first, last)
        : wordBetween(quantity, first, last);
  }

  private static Condition wordBetween(Attribute quantity, long first, long last) {
    if (Long.compareUnsigned(first, ALL_BITS) > 0) {
      return Condition.Always.FALSE;
    }
    long lastWord = Long.compareUnsigned(last, ALL_BITS) > 0 ? ALL_BITS : last;
    return quantity.word(0).in(NumberSet.range(first, lastWord));
  }

  /** The upper word decides unless it is that of the first or the last number. */
  private static Condition between(Attribute quantity, long first, long last) {
    Word upper = quantity.word(0);
    Word lower = quantity.word(Integer.BYTES);
    long firstUpper = first >>> Integer.SIZE;
    long lastUpper = last >>> Integer.SIZE;
    if (firstUpper == lastUpper) {
      return Condition.all(
          upper.in(NumberSet.of(firstUpper)),
          lower.in(NumberSet.range(first & ALL_BITS, last & ALL_BITS)));
    }
    Condition above =
        Condition.all(
            upper.in(NumberSet.of(firstUpper)),
            lower.in(NumberSet.range(first & ALL_BITS, ALL_BITS)));
    Condition below =
        Condition.all(
            upper.in(NumberSet.of(lastUpper)), lower.in(NumberSet.range(0, last & ALL_BITS)));
    Condition inside =
        lastUpper - firstUpper > 1
            ? upper.in(NumberSet.range(firstUpper + 1, lastUpper - 1))
            : Condition.Always.FALSE;
    return Condition.oneOf(inside, above, below);
  }

  // texts

  /** Returns the condition that an attribute is there and is a text; absent for unusual texts. */
  static Optional<Condition> text(Attribute attribute, String text, ByteOrder hostOrder) {
    byte[] bytes = (text + '\0').getBytes(StandardCharsets.US_ASCII);
    int length = NLA_HDRLEN + bytes.length;
    boolean plain = text.chars().allMatch(c -> c > 0 && c < 0x80);
    if (!plain || bytes.length > Attribute.MAX_BYTES) {
      return Optional.empty();
    }
    Condition sameLength = attribute.lengthOctet(hostOrder).in(NumberSet.of(length));
    return Optional.of(
        Condition.all(Stream.concat(Stream.of(sameLength), equal(attribute, bytes))));
  }

  private static Stream<Condition> equal(Attribute attribute, byte[] bytes) {
    ByteBuffer expected = ByteBuffer.wrap(bytes);
    int whole = bytes.length & -Integer.BYTES;
    Stream<Condition> words =
        IntStream.iterate(0, i -> i < whole, i -> i + Integer.BYTES)
            .mapToObj(i -> attribute.word(i).in(NumberSet.of(expected.getInt(i) & ALL_BITS)));
    Stream<Condition> rest =
        IntStream.range(whole, bytes.length)
            .mapToObj(i -> attribute.octet(i).in(NumberSet.of(expected.get(i))));
    return Stream.concat(words, rest);
  }

  // labels

  /** Returns the condition on labels, which are an array of 64-bit numbers in host order. */
  static Condition labels(LabelIn.Match match, Labels labels, ByteOrder hostOrder) {
    ByteBuffer image = ByteBuffer.allocate(2 * Long.BYTES).order(hostOrder);
    image.putLong(labels.low()).putLong(labels.high()).order(ByteOrder.BIG_ENDIAN);
    Stream<Condition> words =
        IntStream.iterate(0, i -> i < image.capacity(), i -> i + Integer.BYTES)
            .filter(i -> image.getInt(i) != 0)
            .mapToObj(i -> labelled(match, EventAttributes.LABELS.word(i), image.getInt(i)));
    return match == LabelIn.Match.ANY ? Condition.oneOf(words) : Condition.all(words);
  }

  private static Condition labelled(LabelIn.Match match, Word word, int mask) {
    return match == LabelIn.Match.ANY
        ? new Condition.WordIn(word, mask, NumberSet.of(0), true).opposite()
        : new Condition.WordIn(word, mask, NumberSet.of(Integer.toUnsignedLong(mask)), false);
  }
}
