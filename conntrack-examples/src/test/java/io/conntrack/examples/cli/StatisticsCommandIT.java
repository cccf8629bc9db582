package io.conntrack.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.netlink.testing.Feature;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares our {@code -S} with that of the original. */
@KernelTest(needs = Feature.CONNTRACK)
class StatisticsCommandIT {

  private static final String FLOW = "-I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-S",
        "--stats",
        "-S conntrack",
        "-S expect",
        "-S e",
        "-S dying",
        "-S unconfirmed",
        "-S foo",
        "-S -p tcp",
        "-S -L"
      })
  void showsWhatTheOriginalShows(String line, Netns netns) throws Exception {
    netns.conntrack(CommandLines.words(FLOW).toArray(String[]::new));

    Outcome theirs = theirs(netns, line);
    Outcome ours = Outcome.ofOurs(line);

    assertThat(ours.lines()).isEqualTo(theirs.lines());
    assertThat(ours.comparable()).isEqualTo(theirs.comparable());
  }

  @Test
  void countsTheFlowThatWasCreated(Netns netns) throws Exception {
    netns.conntrack(CommandLines.words(FLOW).toArray(String[]::new));

    assertThat(Outcome.ofOurs("-S").lines())
        .anySatisfy(line -> assertThat(line).contains("insert=1 "));
  }

  private static Outcome theirs(Netns netns, String line) throws Exception {
    List<String> words = CommandLines.words(line);
    return Outcome.of(netns.tryConntrack(words.toArray(String[]::new)));
  }
}
