package io.conntrack.examples.cli;

import io.conntrack.Protocol;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The options of the {@code conntrack} command, in the order in which they are checked.
 *
 * <p>Each has a letter, its long names, a column of rules for the commands {@code -L -I -U -D -G -F
 * -E} as {@link OptionRules} reads them, and what reads its value.
 */
@SuppressWarnings("ImmutableEnumChecker") // names are unmodifiable, readers have no state
enum Option implements Flag {
  SOURCE('s', "src orig-src", "o2oo2-o", ValueReaders::prefix),
  DESTINATION('d', "dst orig-dst", "o2oo2-o", ValueReaders::prefix),
  REPLY_SOURCE('r', "reply-src", "o2oo2-o", ValueReaders::address),
  REPLY_DESTINATION('q', "reply-dst", "o2oo2-o", ValueReaders::address),
  PROTOCOL('p', "protonum", "o!oo!-o", ValueReaders::protocol),
  TIMEOUT('t', "timeout", "-!oo---", ValueReaders.decimal(0xffffffffL)),
  STATUS('u', "status", "oooo---", ValueReaders::status),
  ZERO('z', "zero", "o------", Value.NONE, ValueReaders::nothing),
  EVENT_MASK('e', "event-mask", "------o", ValueReaders::events),
  TUPLE_SOURCE('[', "tuple-src", "-------", ValueReaders::prefix),
  TUPLE_DESTINATION(']', "tuple-dst", "-------", ValueReaders::prefix),
  MASK_SOURCE('{', "mask-src", "o-oo--o", ValueReaders::address),
  MASK_DESTINATION('}', "mask-dst", "o-oo--o", ValueReaders::address),
  MARK('m', "mark", "oooo--o", ValueReaders::mark),
  ID('i', "id", "--ooo--", ValueReaders.anyBase(0xffffffffL)),
  FAMILY('f', "family", "o-oo-oo", ValueReaders::family),
  SOURCE_NAT('n', "src-nat", "oooo--o", Value.OPTIONAL, ValueReaders::nat),
  DESTINATION_NAT('g', "dst-nat", "oooo--o", Value.OPTIONAL, ValueReaders::nat),
  OUTPUT('o', "output", "o-ooo-o", ValueReaders::output),
  SECURITY_MARK('c', "secmark", "o-----o", ValueReaders::securityMark),
  BUFFER_SIZE('b', "buffer-size", "------o", ValueReaders.decimal(Integer.MAX_VALUE)),
  ANY_NAT('j', "any-nat", "o-----o", Value.OPTIONAL, ValueReaders::nat),
  ZONE('w', "zone", "oo-o--o", ValueReaders.anyBase(0xffff)),
  LABEL('l', "label", "o-ooo-o", ValueReaders::labels),
  LABEL_ADD('<', "label-add", "-oo----", ValueReaders::labels),
  LABEL_DELETE('>', "label-del", "--o----", Value.OPTIONAL, ValueReaders::labels),
  ORIGINAL_ZONE('(', "orig-zone", "oo-o--o", ValueReaders.anyBase(0xffff)),
  REPLY_ZONE(')', "reply-zone", "oo-o--o", ValueReaders.anyBase(0xffff)),
  FILTER(NO_LETTER, "filter", "o-oo--o", ValueReaders::filter),
  NAT_RANGE('a', "nat-range", "ooooooo", ValueReaders::ignore),

  // From here on: what exists only after -p, see ofProtocol.
  SOURCE_PORT(NO_LETTER, "sport orig-port-src", "o2oo2-o", ValueReaders.decimal(0xffff)),
  DESTINATION_PORT(NO_LETTER, "dport orig-port-dst", "o2oo2-o", ValueReaders.decimal(0xffff)),
  REPLY_SOURCE_PORT(NO_LETTER, "reply-port-src", "o2oo2-o", ValueReaders.decimal(0xffff)),
  REPLY_DESTINATION_PORT(NO_LETTER, "reply-port-dst", "o2oo2-o", ValueReaders.decimal(0xffff)),
  MASK_SOURCE_PORT(NO_LETTER, "mask-port-src", "-------", ValueReaders.decimal(0xffff)),
  MASK_DESTINATION_PORT(NO_LETTER, "mask-port-dst", "-------", ValueReaders.decimal(0xffff)),
  TUPLE_SOURCE_PORT(NO_LETTER, "tuple-port-src", "-------", ValueReaders.decimal(0xffff)),
  TUPLE_DESTINATION_PORT(NO_LETTER, "tuple-port-dst", "-------", ValueReaders.decimal(0xffff)),
  STATE(NO_LETTER, "state", "o!ooo-o", ValueReaders::state),
  ORIGINAL_TAG(NO_LETTER, "orig-vtag", "-!o-o--", ValueReaders::tag),
  REPLY_TAG(NO_LETTER, "reply-vtag", "-!o-o--", ValueReaders::tag),
  ROLE(NO_LETTER, "role", "-!-----", ValueReaders::role),
  SOURCE_KEY(NO_LETTER, "srckey orig-key-src", "o2oo2-o", ValueReaders.anyBase(0xffff)),
  DESTINATION_KEY(NO_LETTER, "dstkey orig-key-dst", "o2oo2-o", ValueReaders.anyBase(0xffff)),
  REPLY_SOURCE_KEY(NO_LETTER, "reply-key-src", "o2oo2-o", ValueReaders.anyBase(0xffff)),
  REPLY_DESTINATION_KEY(NO_LETTER, "reply-key-dst", "o2oo2-o", ValueReaders.anyBase(0xffff)),
  MASK_SOURCE_KEY(NO_LETTER, "mask-key-src", "-------", ValueReaders.anyBase(0xffff)),
  MASK_DESTINATION_KEY(NO_LETTER, "mask-key-dst", "-------", ValueReaders.anyBase(0xffff)),
  TUPLE_SOURCE_KEY(NO_LETTER, "tuple-key-src", "-------", ValueReaders.anyBase(0xffff)),
  TUPLE_DESTINATION_KEY(NO_LETTER, "tuple-key-dst", "-------", ValueReaders.anyBase(0xffff)),
  ICMP_TYPE(NO_LETTER, "icmp-type", "o!oo!-o", ValueReaders.decimal(0xff)),
  ICMP_CODE(NO_LETTER, "icmp-code", "o!oo!-o", ValueReaders.decimal(0xff)),
  ICMP_ID(NO_LETTER, "icmp-id", "ooooo-o", ValueReaders.decimal(0xffff)),
  ICMPV6_TYPE(NO_LETTER, "icmpv6-type", "o!oo!-o", ValueReaders.decimal(0xff)),
  ICMPV6_CODE(NO_LETTER, "icmpv6-code", "o!oo!-o", ValueReaders.decimal(0xff)),
  ICMPV6_ID(NO_LETTER, "icmpv6-id", "ooooo-o", ValueReaders.decimal(0xffff));

  /** Reads the text of an option's value into the arguments. */
  @FunctionalInterface
  interface ValueReader {
    void read(Arguments arguments, Option option, String text);
  }

  private final char letter;
  private final List<String> names;
  private final String rules;
  private final Value value;
  private final ValueReader reader;

  Option(char letter, String names, String rules, ValueReader reader) {
    this(letter, names, rules, Value.REQUIRED, reader);
  }

  Option(char letter, String names, String rules, Value value, ValueReader reader) {
    this.letter = letter;
    this.names = List.of(names.split(" "));
    this.rules = rules;
    this.value = value;
    this.reader = reader;
  }

  /** Returns the options that exist whatever the protocol. */
  static Set<Option> common() {
    return EnumSet.range(SOURCE, NAT_RANGE);
  }

  /** Returns the protocols that have options, under the names that the command knows. */
  static List<Protocol> protocolsWithOptions() {
    return List.of(
        Protocol.TCP,
        Protocol.UDP,
        Protocol.UDPLITE,
        Protocol.SCTP,
        Protocol.DCCP,
        Protocol.GRE,
        Protocol.ICMP,
        Protocol.ICMPV6);
  }

  /** Returns the options that exist once {@code -p} has named this protocol. */
  static Set<Option> ofProtocol(Protocol protocol) {
    return switch (protocol.toString()) {
      case "udp", "udplite" -> EnumSet.range(SOURCE_PORT, TUPLE_DESTINATION_PORT);
      case "tcp" -> EnumSet.range(SOURCE_PORT, STATE);
      case "sctp" -> EnumSet.range(SOURCE_PORT, REPLY_TAG);
      case "dccp" -> {
        Set<Option> options = EnumSet.range(SOURCE_PORT, STATE);
        options.add(ROLE);
        yield options;
      }
      case "gre" -> EnumSet.range(SOURCE_KEY, TUPLE_DESTINATION_KEY);
      case "icmp" -> EnumSet.range(ICMP_TYPE, ICMP_ID);
      case "icmpv6" -> EnumSet.range(ICMPV6_TYPE, ICMPV6_ID);
      default -> EnumSet.noneOf(Option.class);
    };
  }

  @Override
  public char letter() {
    return letter;
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public Value value() {
    return value;
  }

  /** What the original does not have takes no abbreviation away from what it has. */
  @Override
  public boolean isAbbreviated() {
    return this != FILTER;
  }

  /** Returns the rules for this option, a character per command. */
  String rules() {
    return rules;
  }

  /**
   * Reads a value.
   *
   * @param text empty if there is none
   * @throws UsageException if it is not allowed
   */
  void read(Arguments arguments, String text) {
    reader.read(arguments, this, text);
  }

  /** Returns the long form with its dashes. */
  @Override
  public String toString() {
    return "--" + names.get(0);
  }
}
