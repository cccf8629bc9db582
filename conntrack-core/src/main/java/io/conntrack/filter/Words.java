package io.conntrack.filter;

import io.conntrack.FlowAttribute;
import io.conntrack.Labels;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Pieces of text of the filter language that leaves share with the parser. */
final class Words {

  /** Words that join conditions; as a name they need quotes. */
  static final Set<String> RESERVED = Set.of("and", "or", "not");

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:-]+");

  private Words() {}

  /** Returns a name as it is, or in double quotes if it would not be read back otherwise. */
  static String quoted(String name) {
    return PLAIN.matcher(name).matches() && !RESERVED.contains(name.toLowerCase(Locale.ROOT))
        ? name
        : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** Returns the word of an attribute: {@code tcp-state}. */
  static String of(FlowAttribute attribute) {
    return attribute.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the numbers from 0 to 255 that have a name.
   *
   * @param text returns the name or, if there is none, decimal digits
   */
  static Map<String, Long> named(LongFunction<String> text) {
    return LongStream.rangeClosed(0, 0xff)
        .boxed()
        .filter(number -> !Character.isDigit(text.apply(number).charAt(0)))
        .collect(Collectors.toUnmodifiableMap(text::apply, number -> number));
  }

  /** Returns the words of all attributes. */
  static List<String> attributes() {
    return Stream.of(FlowAttribute.values()).map(Words::of).toList();
  }

  /** Returns the bit numbers of labels, of which there must be one. */
  static NumberSet bits(Labels labels) {
    return NumberSet.of(
        LongStream.rangeClosed(0, Labels.MAX_BIT)
            .filter(bit -> labels.contains((int) bit))
            .toArray());
  }
}
