package io.conntrack.filter;

import java.util.List;
import java.util.stream.Stream;

/** The words that a condition can begin with, to guess which one somebody meant. */
final class Keywords {

  /** All of them. */
  static final List<String> ALL =
      Stream.of(
              EndParser.WORDS.stream(),
              StatusWords.conditions().stream(),
              ProtocolIn.NAMES.keySet().stream().sorted(),
              Stream.of("any", "none", "not", "orig", "reply", "master", "proto", "ipv4", "ipv6"),
              Stream.of("state", "status", "unreplied", "snat", "dnat", "natted", "mark", "zone"),
              Stream.of("label", "helper", "secctx", "id", "vtag", "timeout", "use", "packets"),
              Stream.of("bytes", "age", "has"))
          .flatMap(words -> words)
          .toList();

  private Keywords() {}
}
