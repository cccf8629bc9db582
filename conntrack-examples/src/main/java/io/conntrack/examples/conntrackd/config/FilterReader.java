package io.conntrack.examples.conntrackd.config;

import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.IpPrefix;
import io.conntrack.Protocol;
import io.conntrack.TcpState;
import io.conntrack.examples.conntrackd.config.FlowSelection.Choice;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code Filter} clause. What names nothing is left out with a warning. */
final class FilterReader {

  private final List<String> warnings;

  FilterReader(List<String> warnings) {
    this.warnings = warnings;
  }

  FlowSelection read(Block general) {
    Block filter = general.merged("Filter");
    if (filter.directives().isEmpty()) {
      return FlowSelection.ALL;
    }
    boolean inKernel =
        general.last("Filter").filter(clause -> clause.has("Kernelspace")).isPresent();
    return new FlowSelection(
        inKernel,
        choice(filter, "Protocol", protocols(filter)),
        choice(filter, "Address", addresses(filter)),
        choice(filter, "State", states(filter)));
  }

  private static <T> Optional<Choice<T>> choice(Block filter, String set, Set<T> members) {
    return filter.last(set).map(clause -> new Choice<>(clause.has("Accept"), members));
  }

  private Set<Protocol> protocols(Block filter) {
    Set<Protocol> protocols = new LinkedHashSet<>();
    for (Word word : filter.merged("Protocol").words()) {
      ProtocolNames.find(word.text())
          .ifPresentOrElse(
              protocols::add,
              () -> warn(word.line(), "`" + word.text() + "' is no protocol of /etc/protocols"));
    }
    return protocols;
  }

  private Set<IpPrefix> addresses(Block filter) {
    Set<IpPrefix> prefixes = new LinkedHashSet<>();
    for (Directive clause : filter.merged("Address").directives()) {
      Optional<IpPrefix> prefix = prefix(clause);
      if (prefix.isEmpty()) {
        warn(clause.line(), clause.value() + " is not valid for `" + clause.name() + "'");
      } else if (!prefixes.add(prefix.get())) {
        warn(clause.line(), clause.value() + " is repeated");
      }
    }
    return prefixes;
  }

  private static Optional<IpPrefix> prefix(Directive clause) {
    try {
      IpPrefix prefix = IpPrefix.parse(clause.value());
      return Optional.of(prefix).filter(one -> one.family() == family(clause.name()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Reads which family the name of a clause is about. */
  static IpFamily family(String clause) {
    return clause.startsWith("IPv4") ? IpFamily.IPV4 : IpFamily.IPV6;
  }

  /**
   * Reads an address of the family that the clause is about.
   *
   * @throws ConfigurationException if it is none
   */
  static IpAddress address(Directive clause) {
    try {
      IpAddress address = IpPrefix.parse(clause.value()).address();
      if (address.family() == family(clause.name())) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // looks like an address and is none
    }
    String wanted = family(clause.name()) == IpFamily.IPV4 ? "IPv4" : "IPv6";
    throw ConfigurationException.wrong(
        clause, clause.value() + " is not a valid " + wanted + " address");
  }

  /** Reads words such as {@code ESTABLISHED CLOSED for TCP}. */
  private static Set<TcpState> states(Block filter) {
    Set<TcpState> states = new LinkedHashSet<>();
    for (Directive set : filter.all("State")) {
      List<Word> words = set.body().words();
      for (int i = 0; i < words.size(); i++) {
        if (words.get(i).is("for")) {
          expectProtocol(set, words, i + 1);
          i++;
        } else {
          expectMore(set, words, i);
          states.add(state(words.get(i).text()));
        }
      }
    }
    return states;
  }

  private static void expectProtocol(Directive set, List<Word> words, int index) {
    if (index >= words.size() || !words.get(index).is("TCP")) {
      throw ConfigurationException.unexpected(
          index < words.size() ? words.get(index) : new Word("}", set.line()), "`for' takes TCP");
    }
  }

  private static void expectMore(Directive set, List<Word> words, int index) {
    if (words.get(index).is("TCP")) {
      throw ConfigurationException.unexpected(words.get(index), "`State' takes states for TCP");
    }
    if (index + 1 == words.size()) {
      throw ConfigurationException.unexpected(
          new Word("}", set.line()), "`State' takes states for TCP, and `for TCP' is missing");
    }
  }

  private static TcpState state(String word) {
    return switch (word) {
      case "CLOSED" -> TcpState.CLOSE;
      case "LISTEN" -> TcpState.SYN_SENT2; // the older name of the same number
      default -> TcpState.parse(word);
    };
  }

  private void warn(int line, String fact) {
    warnings.add("line " + line + ": " + fact + ", ignoring");
  }
}
