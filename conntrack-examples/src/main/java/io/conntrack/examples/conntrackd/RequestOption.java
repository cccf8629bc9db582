package io.conntrack.examples.conntrackd;

import static io.conntrack.examples.conntrackd.control.ControlRequest.COMMIT;
import static io.conntrack.examples.conntrackd.control.ControlRequest.COMMIT_EXPECTATIONS;
import static io.conntrack.examples.conntrackd.control.ControlRequest.COMMIT_FLOWS;
import static io.conntrack.examples.conntrackd.control.ControlRequest.DUMP_EXTERNAL;
import static io.conntrack.examples.conntrackd.control.ControlRequest.DUMP_EXTERNAL_EXPECTATIONS;
import static io.conntrack.examples.conntrackd.control.ControlRequest.DUMP_INTERNAL;
import static io.conntrack.examples.conntrackd.control.ControlRequest.DUMP_INTERNAL_EXPECTATIONS;
import static io.conntrack.examples.conntrackd.control.ControlRequest.FLUSH_CACHES;
import static io.conntrack.examples.conntrackd.control.ControlRequest.FLUSH_EXTERNAL;
import static io.conntrack.examples.conntrackd.control.ControlRequest.FLUSH_INTERNAL;
import static io.conntrack.examples.conntrackd.control.ControlRequest.FLUSH_KERNEL;
import static io.conntrack.examples.conntrackd.control.ControlRequest.FLUSH_KERNEL_EXPECTATIONS;
import static io.conntrack.examples.conntrackd.control.ControlRequest.FLUSH_KERNEL_FLOWS;
import static io.conntrack.examples.conntrackd.control.ControlRequest.KILL;
import static io.conntrack.examples.conntrackd.control.ControlRequest.REQUEST_RESYNC;
import static io.conntrack.examples.conntrackd.control.ControlRequest.RESET_TIMERS;
import static io.conntrack.examples.conntrackd.control.ControlRequest.RESYNC;
import static io.conntrack.examples.conntrackd.control.ControlRequest.RESYNC_EXPECTATIONS;
import static io.conntrack.examples.conntrackd.control.ControlRequest.RESYNC_FLOWS;
import static io.conntrack.examples.conntrackd.control.ControlRequest.SEND_BULK;
import static io.conntrack.examples.conntrackd.control.ControlRequest.STATISTICS;
import static io.conntrack.examples.conntrackd.control.ControlRequest.STATISTICS_CACHE;
import static io.conntrack.examples.conntrackd.control.ControlRequest.STATISTICS_EXPECTATIONS;
import static io.conntrack.examples.conntrackd.control.ControlRequest.STATISTICS_LINK;
import static io.conntrack.examples.conntrackd.control.ControlRequest.STATISTICS_NETWORK;
import static io.conntrack.examples.conntrackd.control.ControlRequest.STATISTICS_PROCESS;
import static io.conntrack.examples.conntrackd.control.ControlRequest.STATISTICS_QUEUE;
import static io.conntrack.examples.conntrackd.control.ControlRequest.STATISTICS_RESEND_QUEUE;
import static io.conntrack.examples.conntrackd.control.ControlRequest.STATISTICS_RUNTIME;

import io.conntrack.examples.conntrackd.control.ControlRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An option that stands for a request, and the words that may follow it: any beginning of a word
 * will do, and of several words that begin so the first counts.
 */
enum RequestOption {
  COMMIT_EXTERNAL('c', COMMIT, tables(COMMIT_FLOWS, COMMIT_EXPECTATIONS), false),
  FLUSH('f', FLUSH_CACHES, words("internal", FLUSH_INTERNAL, "external", FLUSH_EXTERNAL), true),
  FLUSH_TABLE('F', FLUSH_KERNEL, tables(FLUSH_KERNEL_FLOWS, FLUSH_KERNEL_EXPECTATIONS), false),
  INTERNAL('i', DUMP_INTERNAL, tables(DUMP_INTERNAL, DUMP_INTERNAL_EXPECTATIONS), false),
  EXTERNAL('e', DUMP_EXTERNAL, tables(DUMP_EXTERNAL, DUMP_EXTERNAL_EXPECTATIONS), false),
  END('k', KILL, words(), false),
  SHOW_STATISTICS('s', STATISTICS, statistics(), true),
  READ_TABLE('R', RESYNC, tables(RESYNC_FLOWS, RESYNC_EXPECTATIONS), false),
  ASK_PEER('n', REQUEST_RESYNC, words(), false),
  BULK('B', SEND_BULK, words(), false),
  RESET('t', RESET_TIMERS, words(), false);

  private final char letter;
  private final ControlRequest alone;

  @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, and in an order, which Map.of has not
  private final Map<String, ControlRequest> parameters;

  private final boolean insists;

  RequestOption(
      char letter, ControlRequest alone, Map<String, ControlRequest> parameters, boolean insists) {
    this.letter = letter;
    this.alone = alone;
    this.parameters = parameters;
    this.insists = insists;
  }

  private static Map<String, ControlRequest> words(Object... pairs) {
    Map<String, ControlRequest> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], (ControlRequest) pairs[i + 1]);
    }
    return Collections.unmodifiableMap(map);
  }

  private static Map<String, ControlRequest> tables(
      ControlRequest flows, ControlRequest expectations) {
    return words("ct", flows, "expect", expectations);
  }

  private static Map<String, ControlRequest> statistics() {
    return words(
        "network", STATISTICS_NETWORK,
        "cache", STATISTICS_CACHE,
        "runtime", STATISTICS_RUNTIME,
        "multicast", STATISTICS_LINK,
        "link", STATISTICS_LINK,
        "rsqueue", STATISTICS_RESEND_QUEUE,
        "process", STATISTICS_PROCESS,
        "queue", STATISTICS_QUEUE,
        "ct", STATISTICS,
        "expect", STATISTICS_EXPECTATIONS);
  }

  /** Finds the option of a letter. */
  static Optional<RequestOption> of(char letter) {
    for (RequestOption one : values()) {
      if (one.letter == letter) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  ControlRequest alone() {
    return alone;
  }

  boolean takesParameter() {
    return !parameters.isEmpty();
  }

  /** Returns the whole word that a parameter is a beginning of. */
  Optional<String> wordOf(String parameter) {
    return parameters.keySet().stream().filter(word -> word.startsWith(parameter)).findFirst();
  }

  ControlRequest with(String word) {
    return java.util.Objects.requireNonNull(parameters.get(word), word);
  }

  /** Returns what to say of a parameter that is none. */
  UsageException refuse(String parameter) {
    return insists
        ? new UsageException(
            "unknown parameter `" + parameter + "' for option `-" + letter + "'", false)
        : new UsageException("Unknown option: " + parameter, true);
  }
}
