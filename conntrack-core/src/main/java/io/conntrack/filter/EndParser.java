package io.conntrack.filter;

import io.conntrack.FlowFilter;
import java.util.List;

/** Reads conditions on addresses and ports. */
final class EndParser {

  /** The words that they begin with, a direction aside. */
  static final List<String> WORDS =
      List.of("src", "dst", "addr", "host", "net", "sport", "dport", "port", "portrange");

  private static final String SOURCE = "_SOURCE";
  private static final String DESTINATION = "_DESTINATION";

  private final TokenReader tokens;
  private final ValueParser values;

  EndParser(TokenReader tokens, ValueParser values) {
    this.tokens = tokens;
    this.values = values;
  }

  /** Says whether the next piece begins such a condition. */
  boolean begin() {
    return tokens.peek().isWord() && WORDS.contains(tokens.peek().lowerCase());
  }

  /** Reads a condition without a direction: one end is of the original tuple, else any will do. */
  FlowFilter undirected() {
    return read("ORIGINAL", "ANY");
  }

  /** Reads the condition behind the word for a tuple, which a {@link Selector} begins with. */
  FlowFilter of(String tuple) {
    return read(tuple, tuple);
  }

  private FlowFilter read(String tupleOfOneEnd, String tupleOfBoth) {
    Token word = tokens.peek();
    if (!begin()) {
      throw tokens.error(
          "\"src\", \"dst\", \"addr\", \"sport\", \"dport\" or \"port\""
              + Suggestion.of(word.lowerCase(), WORDS));
    }
    tokens.next();
    return switch (word.lowerCase()) {
      case "src" -> oneEnd(Selector.valueOf(tupleOfOneEnd + SOURCE));
      case "dst" -> oneEnd(Selector.valueOf(tupleOfOneEnd + DESTINATION));
      case "sport" -> ports(Selector.valueOf(tupleOfOneEnd + SOURCE));
      case "dport" -> ports(Selector.valueOf(tupleOfOneEnd + DESTINATION));
      case "port", "portrange" -> ports(Selector.valueOf(tupleOfBoth));
      default -> addresses(Selector.valueOf(tupleOfBoth));
    };
  }

  private FlowFilter oneEnd(Selector selector) {
    if (tokens.accept("port", "portrange")) {
      return ports(selector);
    }
    tokens.accept("addr", "host", "net");
    return addresses(selector);
  }

  private FlowFilter ports(Selector selector) {
    boolean negated = tokens.accept("!=");
    FlowFilter filter = new PortIn(selector, values.numbers("port", 0xffff));
    return negated ? filter.not() : filter;
  }

  private FlowFilter addresses(Selector selector) {
    boolean negated = tokens.accept("!=");
    FlowFilter filter = new AddressIn(selector, values.addresses());
    return negated ? filter.not() : filter;
  }
}
