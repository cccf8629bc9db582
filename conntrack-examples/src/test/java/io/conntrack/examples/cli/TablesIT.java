package io.conntrack.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.EventOptions;
import io.conntrack.EventStream;
import io.conntrack.EventType;
import io.conntrack.Flow;
import io.conntrack.Tuple;
import io.conntrack.netlink.testing.Feature;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares what we show of the tables {@code dying} and {@code unconfirmed} with the original. */
@KernelTest(needs = Feature.CONNTRACK)
class TablesIT {

  private static final int FLOWS = 40;

  /** A reader that must be told of everything has room for one. */
  private static final EventOptions FEW =
      EventOptions.of(EventType.DESTROY).buffer(1, 1).reliable(true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-L dying",
        "-L d -o extended",
        "-L dying -o save",
        "-L dying -p tcp",
        "-L dying -p udp --dport 7",
        "-L dying -f ipv6",
        "-L unconfirmed",
        "-L u -o xml",
        "-D dying",
        "-C unconfirmed",
        "-F d",
        "-E dying",
        "-L foo"
      })
  void showsWhatTheOriginalShows(String line, Netns netns) throws Exception {
    try (Conntrack conntrack = Conntrack.open();
        EventStream events = conntrack.events(FEW)) {
      endFlows(conntrack);

      assertThat(events.statistics().lost()).isZero();
      assertThat(Outcome.ofOurs(line).comparable()).isEqualTo(theirs(netns, line).comparable());
    }
  }

  /** The table is not empty, so that the comparison says something. */
  @Test
  void showsFlowsThatEnded() {
    try (Conntrack conntrack = Conntrack.open();
        EventStream events = conntrack.events(FEW)) {
      endFlows(conntrack);

      assertThat(Outcome.ofOurs("-L dying").lines()).hasSizeGreaterThan(FLOWS / 2);
      assertThat(events.statistics().lost()).isZero();
    }
  }

  @Test
  void saysWhyThereAreNoUnconfirmedFlows() {
    List<String> messages = Outcome.ofOurs("-L unconfirmed").messages();

    assertThat(messages.get(0)).startsWith("  dump unconfirmed: Linux ").contains("since 5.19");
    assertThat(messages.get(1)).endsWith(": 0 flow entries have been shown.");
  }

  private static void endFlows(Conntrack conntrack) {
    for (int port = 1; port <= FLOWS; port++) {
      Tuple tuple = Tuple.udp("10.0.0.1", 1, "10.0.0.2", port);
      conntrack.table().create(Flow.builder(tuple).timeout(Duration.ofMinutes(9)).build());
    }
    conntrack.table().flush();
  }

  private static Outcome theirs(Netns netns, String line) throws Exception {
    return Outcome.of(netns.tryConntrack(CommandLines.words(line).toArray(String[]::new)));
  }
}
