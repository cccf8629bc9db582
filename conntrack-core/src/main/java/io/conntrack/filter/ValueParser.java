package io.conntrack.filter;

import io.conntrack.IpPrefix;
import io.conntrack.Labels;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the values of conditions: numbers, addresses, names and lists of them. */
final class ValueParser {

  private static final Map<String, Comparison> COMPARISONS =
      Map.of(
          "<", Comparison.LESS,
          "<=", Comparison.AT_MOST,
          "=", Comparison.EQUAL,
          "==", Comparison.EQUAL,
          ">=", Comparison.AT_LEAST,
          ">", Comparison.MORE);

  private static final long ALL_BITS = 0xffffffffL;

  private final TokenReader tokens;

  ValueParser(TokenReader tokens) {
    this.tokens = tokens;
  }

  /** Steps behind the sign of a comparison; without one it is equality. */
  Comparison comparison() {
    Comparison comparison = comparisonAhead();
    if (comparison != null) {
      tokens.next();
    }
    return comparison == null ? Comparison.EQUAL : comparison;
  }

  private @Nullable Comparison comparisonAhead() {
    Token token = tokens.peek();
    return token.kind() == Token.Kind.SIGN ? COMPARISONS.get(token.text()) : null;
  }

  /**
   * Reads a list, or a comparison with a number.
   *
   * @param name what one of the numbers is, for messages
   */
  NumberSet numbers(String name, long limit) {
    return numbers(name, limit, Map.of());
  }

  /** Reads a list of numbers some of which have names. */
  NumberSet numbers(String name, long limit, Map<String, Long> names) {
    Token sign = tokens.peek();
    Comparison comparison = comparison();
    Numerals numerals = new Numerals(tokens, name, limit, names);
    if (comparison != Comparison.EQUAL) {
      return compared(sign, comparison, numerals);
    }
    List<NumberRange> ranges = new ArrayList<>();
    forEachItem(() -> ranges.add(numerals.range(tokens.word(numerals.expected()))));
    return NumberSet.of(ranges);
  }

  private NumberSet compared(Token sign, Comparison comparison, Numerals numerals) {
    Token word = tokens.word(numerals.expected());
    long number = numerals.number(word.text(), word.position());
    long first =
        switch (comparison) {
          case MORE -> number + 1;
          case AT_LEAST -> number;
          default -> 0;
        };
    long last =
        switch (comparison) {
          case LESS -> number - 1;
          case AT_MOST -> number;
          default -> numerals.limit();
        };
    if (first > last) {
      throw tokens.error(sign, "a comparison that something fits");
    }
    return NumberSet.range(first, last);
  }

  /** Reads marks, with or without a mask. */
  MarkIn marks() {
    boolean compared = comparisonAhead() != null && comparisonAhead() != Comparison.EQUAL;
    if (compared) {
      return new MarkIn(numbers("mark", ALL_BITS), -1);
    }
    tokens.accept("=", "==");
    Token start = tokens.peek();
    if (!start.is("{")) {
      return plainMarks();
    }
    NumberSet marks = numbers("mark", ALL_BITS);
    Token mask = tokens.peek();
    if (!mask.isWord() || !mask.text().startsWith("/")) {
      return new MarkIn(marks, -1);
    }
    return mark(
        start,
        marks,
        numerals("mask").number(mask.text().substring(1), tokens.next().position() + 1));
  }

  /** Reads marks that are not in braces; a single one may have a mask. */
  private MarkIn plainMarks() {
    List<NumberRange> ranges = new ArrayList<>();
    do {
      Token word = tokens.word(numerals("mark").expected());
      int slash = word.text().indexOf('/');
      if (slash < 0) {
        ranges.add(numerals("mark").range(word));
      } else if (ranges.isEmpty()) {
        NumberRange mark = numerals("mark").range(word.text().substring(0, slash), word.position());
        String mask = word.text().substring(slash + 1);
        return mark(
            word,
            NumberSet.of(List.of(mark)),
            numerals("mask").number(mask, word.position() + slash + 1));
      } else {
        throw tokens.error(word, "several marks in braces before their mask: {1,2}/0xff");
      }
    } while (tokens.accept(","));
    return new MarkIn(NumberSet.of(ranges), -1);
  }

  private Numerals numerals(String name) {
    return new Numerals(tokens, name, ALL_BITS, Map.of());
  }

  private MarkIn mark(Token start, NumberSet values, long mask) {
    try {
      return new MarkIn(values, (int) mask);
    } catch (IllegalArgumentException e) {
      throw tokens.error(start, "marks inside the mask, for others can never match");
    }
  }

  /** Reads a list of addresses, networks and ranges of addresses. */
  PrefixSet addresses() {
    tokens.accept("=", "==");
    List<IpPrefix> prefixes = new ArrayList<>();
    forEachItem(
        () ->
            prefixes.addAll(new AddressText(tokens, tokens.word(AddressText.EXPECTED)).prefixes()));
    return PrefixSet.of(prefixes);
  }

  /** Reads the port, or range of ports, that stands behind an address in a word. */
  NumberSet portBehindAddress(Token word) {
    int from = word.text().lastIndexOf(':') + 1;
    Numerals ports = new Numerals(tokens, "port", 0xffff, Map.of());
    return NumberSet.of(List.of(ports.range(word.text().substring(from), word.position() + from)));
  }

  /** Reads a name, in quotes or not. */
  String name(String what) {
    Token token = tokens.peek();
    boolean reserved = token.isWord() && Words.RESERVED.contains(token.lowerCase());
    if ((!token.isWord() && token.kind() != Token.Kind.QUOTED) || reserved) {
      throw tokens.error(what);
    }
    return tokens.next().text();
  }

  /** Reads a list of names. */
  List<String> names(String what) {
    List<String> names = new ArrayList<>();
    forEachItem(() -> names.add(name(what)));
    return names;
  }

  /** Reads a number with or without a unit; it may be unsigned. */
  long quantity(Units units) {
    Token word = tokens.word(units.expected());
    int end = 0;
    while (end < word.text().length() && Character.isDigit(word.text().charAt(end))) {
      end++;
    }
    BigInteger size =
        units
            .size(word.text().substring(end))
            .map(BigInteger::valueOf)
            .orElseThrow(() -> tokens.error(word, units.expected()));
    if (end == 0 || end > 20) {
      throw tokens.error(word, units.expected());
    }
    BigInteger value = new BigInteger(word.text().substring(0, end)).multiply(size);
    if (value.bitLength() > units.bits()) {
      throw tokens.error(word, "a smaller number: " + units.expected());
    }
    return value.longValue();
  }

  /** Reads the bits of labels between two indices of a word: {@code 0x5}. */
  Labels labelBits(Token word, int from, int to) {
    String text = word.text().substring(from, to).toLowerCase(Locale.ROOT);
    if (!text.matches("0x[0-9a-f]{1,32}")) {
      throw tokens.error(
          word.position() + from, text, "the bits of labels, from 0x0 to 32 hexadecimal digits");
    }
    BigInteger bits = new BigInteger(text.substring(2), 16);
    return new Labels(bits.longValue(), bits.shiftRight(64).longValue());
  }

  /** Reads the items of a list, each by {@code item}. */
  void forEachItem(Runnable item) {
    boolean braces = tokens.accept("{");
    do {
      item.run();
    } while (tokens.accept(","));
    if (braces) {
      tokens.require("}", "\",\" or \"}\"");
    }
  }
}
