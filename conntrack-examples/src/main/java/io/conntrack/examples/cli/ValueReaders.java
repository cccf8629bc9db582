package io.conntrack.examples.cli;

import io.conntrack.DccpState;
import io.conntrack.FlowFilter;
import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.IpPrefix;
import io.conntrack.LabelNames;
import io.conntrack.Labels;
import io.conntrack.Protocol;
import io.conntrack.SctpState;
import io.conntrack.TcpState;
import io.conntrack.examples.ProtocolDatabase;
import io.conntrack.filter.FilterSyntaxException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;

/** Reads the values of options, strictly: what is out of range or no number is an error, not 0. */
final class ValueReaders {

  private static final int ANY_BASE = 0;
  private static final int MAX_DIGITS = 11; // octal

  private ValueReaders() {}

  /** Reads a decimal number up to a limit. */
  static Option.ValueReader decimal(long limit) {
    return (arguments, option, text) -> arguments.number(option, number(option, text, 10, limit));
  }

  /**
   * Reads a number up to a limit: decimal, hexadecimal after {@code 0x}, or octal after {@code 0}.
   */
  static Option.ValueReader anyBase(long limit) {
    return (arguments, option, text) ->
        arguments.number(option, number(option, text, ANY_BASE, limit));
  }

  private static long number(Option option, String text, int base, long limit) {
    long value = parse(text, base);
    if (value < 0 || value > limit) {
      throw new UsageException(
          "Invalid value `" + text + "' of `" + option + "': expected a number from 0 to " + limit);
    }
    return value;
  }

  /** Returns the number, or -1 if the text is none. */
  private static long parse(String text, int base) {
    if (base == ANY_BASE) {
      if (text.startsWith("0x") || text.startsWith("0X")) {
        return parse(text.substring(2), 16);
      }
      return parse(text, text.startsWith("0") ? 8 : 10);
    }
    boolean digitsOnly = text.chars().allMatch(c -> c < 0x80 && Character.digit(c, base) >= 0);
    return digitsOnly && !text.isEmpty() && text.length() <= MAX_DIGITS
        ? Long.parseLong(text, base)
        : -1;
  }

  /** Reads an address, or a network such as {@code 10.0.0.0/8}, which implies a mask option. */
  static void prefix(Arguments arguments, Option option, String text) {
    int slash = text.indexOf('/');
    IpAddress address = parseAddress(slash < 0 ? text : text.substring(0, slash));
    int longest = address.family().addressBits();
    long length = slash < 0 ? longest : parse(text.substring(slash + 1), 10);
    if (length < 0 || length > longest) {
      throw new UsageException(
          "Invalid netmask",
          "`" + text + "' of `" + option + "': expected a prefix length from 0 to " + longest);
    }
    arguments.address(option, new IpPrefix(address, (int) length));
    if (length < longest) {
      boolean ofSource = option == Option.SOURCE || option == Option.TUPLE_SOURCE;
      arguments.given().add(ofSource ? Option.MASK_SOURCE : Option.MASK_DESTINATION);
    }
  }

  /** Reads an address. */
  static void address(Arguments arguments, Option option, String text) {
    if (text.indexOf('/') >= 0) {
      throw new UsageException(
          "CIDR notation unavailable for `" + option + "'",
          "`" + text + "': expected an address without a prefix length");
    }
    arguments.address(option, IpPrefix.of(parseAddress(text)));
  }

  /**
   * Reads what addresses and ports are translated to: nothing, an address, {@code ADDRESS:PORT} or
   * {@code [IPV6]:PORT}.
   */
  static void nat(Arguments arguments, Option option, String text) {
    if (text.isEmpty()) {
      return;
    }
    boolean bracketed = text.startsWith("[");
    int end = bracketed ? closingBracket(text) : text.indexOf(':');
    boolean hasPort = bracketed ? text.startsWith(":", end + 1) : isOnly(text, end);
    if (!hasPort) {
      arguments.address(option, IpPrefix.of(parseAddress(text)));
      return;
    }
    String address = bracketed ? text.substring(1, end) : text.substring(0, end);
    arguments.address(option, IpPrefix.of(parseAddress(address)));
    arguments.number(option, port(text.substring(bracketed ? end + 2 : end + 1)));
  }

  private static boolean isOnly(String text, int colon) {
    return colon >= 0 && text.indexOf(':', colon + 1) < 0;
  }

  private static int closingBracket(String text) {
    int end = text.indexOf(']');
    if (end < 0) {
      throw new UsageException("No closing ']' around IPv6 address", "`" + text + "'");
    }
    if (end == 1) {
      throw new UsageException("No IPv6 address specified", "`" + text + "'");
    }
    return end;
  }

  private static int port(String text) {
    if (text.isEmpty()) {
      throw new UsageException("No port specified after `:'");
    }
    long port = parse(text, 10);
    if (port < 0 || port > 0xffff) {
      throw new UsageException("Invalid port `" + text + "'", "expected a number from 0 to 65535");
    }
    return (int) port;
  }

  /**
   * Reads names of labels; repeated options add up.
   *
   * @throws UsageException if one is unknown, or labels are to be added and deleted at once
   */
  static void labels(Arguments arguments, Option option, String text) {
    boolean deletes = arguments.has(Option.LABEL_DELETE) || option == Option.LABEL_DELETE;
    boolean adds = arguments.has(Option.LABEL_ADD) || option == Option.LABEL_ADD;
    if (adds && deletes) {
      throw UsageException.withoutAdvice("cannot use --label-add and --label-del at the same time");
    }
    if (option == Option.LABEL_DELETE && text.isEmpty()) {
      return; // all
    }
    for (String name : text.split(",", -1)) {
      arguments.alsoLabel(option, label(name));
    }
  }

  private static Labels label(String name) {
    try {
      return LabelNames.ofSystem().labels(List.of(name));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new UsageException("unknown label '" + name + "'", e.getMessage());
    }
  }

  /** Reads a security mark, which says nothing about a flow: the kernel does not tell them. */
  static void securityMark(Arguments arguments, Option option, String text) {
    arguments.number(option, number(option, text, ANY_BASE, 0xffffffffL));
    arguments.warn("WARNING: ignoring -c, the kernel does not tell the security mark of a flow");
  }

  private static IpAddress parseAddress(String text) {
    try {
      return IpAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid IP address `" + text + "'", e.getMessage());
    }
  }

  /** Reads {@code ipv4} or {@code ipv6}. */
  static void family(Arguments arguments, Option option, String text) {
    for (IpFamily family : IpFamily.values()) {
      if (family.toString().equals(text)) {
        arguments.family(family);
        return;
      }
    }
    throw new UsageException("`" + text + "' unsupported protocol", "expected ipv4 or ipv6");
  }

  /**
   * Reads a protocol: one of the names that connection tracking knows, one of the system's, or a
   * number.
   */
  static void protocol(Arguments arguments, Option option, String text) {
    long number = parse(text, ANY_BASE);
    arguments.protocol(
        number >= 0 && number <= 255 ? Protocol.of((int) number) : namedProtocol(text));
  }

  private static Protocol namedProtocol(String text) {
    for (Protocol protocol : Option.protocolsWithOptions()) {
      if (protocol.toString().equalsIgnoreCase(text)) {
        return protocol;
      }
    }
    return ProtocolDatabase.find(text)
        .orElseThrow(
            () ->
                new UsageException(
                    "`" + text + "' unsupported protocol",
                    "expected tcp, udp, udplite, sctp, dccp, icmp, icmpv6, gre, another name of"
                        + " /etc/protocols, or a number from 0 to 255"));
  }

  /** Reads {@code value} or {@code value/mask}. */
  static void mark(Arguments arguments, Option option, String text) {
    int slash = text.indexOf('/');
    String value = slash < 0 ? text : text.substring(0, slash);
    arguments.number(option, number(option, value, ANY_BASE, 0xffffffffL));
    arguments.markMask(
        slash < 0 ? -1 : (int) number(option, text.substring(slash + 1), ANY_BASE, 0xffffffffL));
  }

  /**
   * Reads a verification tag of SCTP as the original does, which takes a number of the host for the
   * bytes of the tag.
   */
  static void tag(Arguments arguments, Option option, String text) {
    int number = (int) number(option, text, 10, 0xffffffffL);
    boolean littleEndian = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    int tag = littleEndian ? Integer.reverseBytes(number) : number;
    arguments.number(option, Integer.toUnsignedLong(tag));
  }

  /** Reads a list of status bits; repeated options add up. */
  static void status(Arguments arguments, Option option, String text) {
    arguments.status(arguments.status().with(StatusList.parse(arguments, text)));
  }

  /**
   * Reads words for the output format; repeated options add up.
   *
   * @throws UsageException if a word is unknown, or the save format is combined with another
   */
  static void output(Arguments arguments, Option option, String text) {
    arguments.output().addAll(OutputOption.parse(text));
    if (arguments.output().contains(OutputOption.SAVE) && arguments.output().size() > 1) {
      throw UsageException.withoutAdvice(
          "cannot combine save output with any other output type, use -o save only");
    }
  }

  /** Reads an expression of the filter language; repeated options all have to match. */
  static void filter(Arguments arguments, Option option, String text) {
    try {
      arguments.alsoFilter(FlowFilter.parse(text));
    } catch (FilterSyntaxException e) {
      throw new UsageException("Invalid value of `" + option + "'", e.getMessage());
    }
  }

  /** Reads a list of events; repeated options add up. */
  static void events(Arguments arguments, Option option, String text) {
    arguments.alsoShow(EventMask.parse(text));
  }

  /** Reads a tracking state of the protocol, by its exact name. */
  static void state(Arguments arguments, Option option, String text) {
    Protocol protocol = arguments.protocol().orElseThrow();
    String problem =
        "unknown " + protocol.toString().toUpperCase(Locale.ROOT) + " state `" + text + "'";
    if (!text.matches("[A-Z_0-9]+")) {
      throw new UsageException(problem, "names of states are in upper case, e.g. ESTABLISHED");
    }
    try {
      arguments.number(option, stateNumber(protocol, text));
    } catch (IllegalArgumentException e) {
      throw new UsageException(problem, e.getMessage());
    }
  }

  private static int stateNumber(Protocol protocol, String name) {
    return switch (protocol.toString()) {
      case "tcp" ->
          name.equals("LISTEN") ? TcpState.SYN_SENT2.value() : TcpState.parse(name).value();
      case "sctp" -> SctpState.parse(name).value();
      default -> DccpState.parse(name).value();
    };
  }

  /** Reads {@code client} or {@code server}, in any case and abbreviated at will. */
  static void role(Arguments arguments, Option option, String text) {
    String name = text.toLowerCase(Locale.ROOT);
    if (name.isEmpty() || !("client".startsWith(name) || "server".startsWith(name))) {
      throw new UsageException("Unknown DCCP role `" + text + "'", "expected client or server");
    }
    arguments.number(option, name.startsWith("c") ? 0 : 1);
  }

  /** Reads the value of an option that has none. */
  static void nothing(Arguments arguments, Option option, String text) {}

  /** Reads a value that means nothing any more. */
  static void ignore(Arguments arguments, Option option, String text) {
    arguments.warn("WARNING: ignoring -a, deprecated option.");
  }
}
