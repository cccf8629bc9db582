package io.conntrack.filter;

import io.conntrack.Direction;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.IpFamily;
import io.conntrack.Labels;
import io.conntrack.Protocol;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads a single condition of a filter. */
final class ConditionParser {

  private static final String EXPECTED =
      "a condition such as tcp, src 10.0.0.0/8, dport 443 or assured";
  private static final String USER_FILTER =
      "a condition; a program's own predicate cannot be read from text";
  private static final String IS_ADDRESS = "\"src\", \"dst\" or \"addr\" before an address";
  private static final long U32 = 0xffffffffL;

  private final TokenReader tokens;
  private final ValueParser values;
  private final EndParser ends;
  private final InstantSource clock;

  ConditionParser(TokenReader tokens, InstantSource clock) {
    this.tokens = tokens;
    this.clock = clock;
    values = new ValueParser(tokens);
    ends = new EndParser(tokens, values);
  }

  /** Reads the condition that begins with the next piece. */
  FlowFilter condition() {
    if (ends.begin()) {
      return ends.undirected();
    }
    Token word = tokens.word(EXPECTED);
    return switch (word.lowerCase()) {
      case "any" -> ends.begin() ? ends.of("ANY") : FlowFilter.any();
      case "none" -> FlowFilter.any().not();
      case "orig", "original" -> directed(Direction.ORIGINAL);
      case "reply" -> directed(Direction.REPLY);
      case "master" -> ends.of("MASTER");
      case "proto", "protocol" -> protocols();
      case "ipv4", "ip", "inet" -> FlowFilter.family(IpFamily.IPV4);
      case "ipv6", "ip6", "inet6" -> FlowFilter.family(IpFamily.IPV6);
      case "icmp6" -> protocol(Protocol.ICMPV6);
      case "state" -> anyState();
      case "status" -> status();
      case "unreplied" -> new StatusIs(0, StatusWords.bit("seen-reply").orElseThrow());
      case "snat" -> natted(Natted.Kind.SOURCE);
      case "dnat" -> natted(Natted.Kind.DESTINATION);
      case "natted", "nat" -> natted(Natted.Kind.ANY);
      case "mark" -> negatable(values::marks);
      case "zone" -> zone(ZoneIn.Scope.FLOW);
      case "label", "labels" -> label();
      case "helper" -> helper();
      case "secctx" -> securityContext();
      case "id" -> numbers("id", U32, IdIn::new);
      case "vtag" -> vtag(Direction.ORIGINAL);
      case "timeout" -> quantity(Quantity.TIMEOUT, word);
      case "use" -> quantity(Quantity.USE, word);
      case "packets" -> quantity(Quantity.PACKETS, word);
      case "bytes" -> quantity(Quantity.BYTES, word);
      case "age" -> age(word);
      case "has" -> has();
      default -> protocolOrStatus(word);
    };
  }

  private FlowFilter directed(Direction direction) {
    boolean original = direction == Direction.ORIGINAL;
    Token word = tokens.peek();
    if (tokens.accept("zone")) {
      return zone(original ? ZoneIn.Scope.ORIGINAL : ZoneIn.Scope.REPLY);
    }
    if (tokens.accept("packets")) {
      return quantity(original ? Quantity.ORIGINAL_PACKETS : Quantity.REPLY_PACKETS, word);
    }
    if (tokens.accept("bytes")) {
      return quantity(original ? Quantity.ORIGINAL_BYTES : Quantity.REPLY_BYTES, word);
    }
    if (tokens.accept("vtag")) {
      return vtag(direction);
    }
    if (tokens.accept("icmp")) {
      return icmp(Protocol.ICMP, direction);
    }
    if (tokens.accept("icmpv6", "icmp6")) {
      return icmp(Protocol.ICMPV6, direction);
    }
    return ends.of(direction.name());
  }

  private FlowFilter protocolOrStatus(Token word) {
    Long number = ProtocolIn.NAMES.get(word.lowerCase());
    if (number != null) {
      return protocol(Protocol.of(number.intValue()));
    }
    OptionalInt status = StatusWords.conditionBit(word.text());
    if (status.isPresent()) {
      return new StatusIs(status.getAsInt(), status.getAsInt());
    }
    if (word.is(UserFilter.TEXT)) {
      throw tokens.error(word, USER_FILTER);
    }
    throw tokens.error(
        word,
        AddressText.isAddress(word.text())
            ? IS_ADDRESS
            : EXPECTED + Suggestion.of(word.lowerCase(), Keywords.ALL));
  }

  /** What may follow the name of a protocol without a joining word. */
  private FlowFilter protocol(Protocol protocol) {
    if (protocol.isIcmp() && IcmpIn.Field.isNamed(tokens.peek())) {
      return icmp(protocol, Direction.ORIGINAL);
    }
    if (tokens.peek().is("state")) {
      for (StateIn.Tracker tracker : StateIn.Tracker.values()) {
        if (tracker.protocol().equals(protocol)) {
          tokens.next();
          return state(tracker);
        }
      }
    }
    FlowFilter filter = FlowFilter.protocol(protocol);
    return ends.begin() ? filter.and(ends.undirected()) : filter;
  }

  private FlowFilter protocols() {
    return negatable(
        () -> new ProtocolIn(values.numbers("protocol number", 0xff, ProtocolIn.NAMES)));
  }

  private FlowFilter icmp(Protocol protocol, Direction direction) {
    if (!IcmpIn.Field.isNamed(tokens.peek())) {
      throw tokens.error("\"type\", \"code\" or \"id\"");
    }
    IcmpIn.Field field = IcmpIn.Field.valueOf(tokens.next().text().toUpperCase(Locale.ROOT));
    return numbers(
        protocol + " " + field,
        field.limit(),
        numbers -> new IcmpIn(protocol, direction, field, numbers));
  }

  private FlowFilter state(StateIn.Tracker tracker) {
    String name = tracker.protocol() + " state";
    return negatable(() -> new StateIn(tracker, values.numbers(name, 0xff, tracker.names())));
  }

  /** Reads states of whatever protocols know them all. */
  private FlowFilter anyState() {
    return negatable(
        () -> {
          tokens.accept("=", "==");
          List<Token> words = new ArrayList<>();
          values.forEachItem(() -> words.add(tokens.word("a state such as established")));
          List<FlowFilter> filters =
              Stream.of(StateIn.Tracker.values())
                  .filter(tracker -> words.stream().allMatch(word -> tracker.knows(word.text())))
                  .map(tracker -> state(tracker, words))
                  .toList();
          if (filters.isEmpty()) {
            throw tokens.error(words.get(0), "states of one protocol: tcp, sctp or dccp");
          }
          return filters.size() == 1 ? filters.get(0) : new Or(filters);
        });
  }

  private FlowFilter state(StateIn.Tracker tracker, List<Token> words) {
    Numerals numerals = new Numerals(tokens, "state", 0xff, tracker.names());
    return new StateIn(tracker, NumberSet.of(words.stream().map(numerals::range).toList()));
  }

  private FlowFilter status() {
    int[] bits = new int[2]; // that must be set, that must be clear
    values.forEachItem(
        () -> bits[tokens.accept("!") ? 1 : 0] |= statusBit(tokens.word(StatusWords.EXPECTED)));
    if ((bits[0] & bits[1]) != 0) {
      throw tokens.error("no bit that must be both set and clear before this");
    }
    return new StatusIs(bits[0], bits[0] | bits[1]);
  }

  private int statusBit(Token word) {
    OptionalInt bit = StatusWords.bit(word.text());
    if (bit.isPresent()) {
      return bit.getAsInt();
    }
    String hint = Suggestion.of(word.lowerCase(), StatusWords.all());
    long number = Numerals.value(word.text());
    if (number <= 0 || number > U32) {
      throw tokens.error(word, StatusWords.EXPECTED + hint);
    }
    return (int) number;
  }

  private FlowFilter natted(Natted.Kind kind) {
    Natted natted = new Natted(kind);
    if (!tokens.accept("to")) {
      return natted;
    }
    Token next = tokens.peek();
    return next.isWord() && AddressText.hasPort(next.text())
        ? natted.to(
            new AddressText(tokens, next).beforePort(), values.portBehindAddress(tokens.next()))
        : natted.to(values.addresses());
  }

  private FlowFilter zone(ZoneIn.Scope scope) {
    return numbers("zone", 0xffff, zones -> new ZoneIn(scope, zones));
  }

  private FlowFilter vtag(Direction direction) {
    return numbers("vtag", U32, tags -> new SctpTagIn(direction, tags));
  }

  private FlowFilter label() {
    if (tokens.accept("any")) {
      return LabelIn.any(labels());
    }
    if (tokens.accept("all")) {
      return LabelIn.all(labels());
    }
    Token word = tokens.peek();
    if (word.isWord() && word.text().indexOf('/') >= 0) {
      return maskedLabels(tokens.next());
    }
    Labels labels = labels();
    if (!Words.bits(labels).isSingle()) {
      throw tokens.error(word, "\"any\" or \"all\" before several labels");
    }
    return LabelIn.all(labels);
  }

  private Labels labels() {
    NumberSet bits = values.numbers("label", Labels.MAX_BIT);
    return Labels.of(
        bits.ranges().stream()
            .flatMapToInt(range -> IntStream.rangeClosed((int) range.first(), (int) range.last()))
            .toArray());
  }

  private FlowFilter maskedLabels(Token word) {
    Labels labels = values.labelBits(word, 0, word.text().indexOf('/'));
    Labels mask = values.labelBits(word, word.text().indexOf('/') + 1, word.text().length());
    try {
      return LabelIn.masked(labels, mask);
    } catch (IllegalArgumentException e) {
      throw tokens.error(word, "labels inside a mask that is not 0, for others can never match");
    }
  }

  private FlowFilter helper() {
    return negatable(
        () -> {
          tokens.accept("=", "==");
          List<FlowFilter> filters = new ArrayList<>();
          values.forEachItem(() -> filters.add(new HelperIs(values.name("the name of a helper"))));
          return filters.size() == 1 ? filters.get(0) : new Or(filters);
        });
  }

  private FlowFilter securityContext() {
    return negatable(
        () -> {
          tokens.accept("=", "==");
          return new SecurityContextIs(values.name("a security context"));
        });
  }

  private FlowFilter quantity(Quantity quantity, Token word) {
    return negatable(
        () -> {
          Comparison comparison = values.comparison();
          long value = values.quantity(quantity.units());
          return matching(word, () -> new QuantityIs(quantity, comparison, value));
        });
  }

  private FlowFilter age(Token word) {
    return negatable(
        () -> {
          Comparison comparison = values.comparison();
          long nanos = values.quantity(Units.NANOS);
          return matching(word, () -> new AgeIs(comparison, nanos, clock));
        });
  }

  private FlowFilter matching(Token word, Supplier<FlowFilter> condition) {
    try {
      return condition.get();
    } catch (IllegalArgumentException e) {
      throw tokens.error(word, "a comparison that something fits");
    }
  }

  private FlowFilter has() {
    Token word = tokens.word("the name of an attribute");
    String name = word.lowerCase().replace('_', '-');
    return Stream.of(FlowAttribute.values())
        .filter(attribute -> Words.of(attribute).equals(name))
        .map(Has::new)
        .findFirst()
        .orElseThrow(
            () ->
                tokens.error(
                    word,
                    "the name of an attribute such as labels"
                        + Suggestion.of(name, Words.attributes())));
  }

  private FlowFilter numbers(String name, long limit, Function<NumberSet, FlowFilter> leaf) {
    return negatable(() -> leaf.apply(values.numbers(name, limit)));
  }

  private FlowFilter negatable(Supplier<FlowFilter> condition) {
    boolean negated = tokens.accept("!=");
    FlowFilter filter = condition.get();
    return negated ? filter.not() : filter;
  }
}
