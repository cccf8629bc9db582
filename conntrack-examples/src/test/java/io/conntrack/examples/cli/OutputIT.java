package io.conntrack.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.netlink.testing.Feature;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares what {@code -o} makes of our command with what it makes of the original. */
@KernelTest(needs = Feature.CONNTRACK)
class OutputIT {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-L -o extended",
        "-L -o id",
        "-L -o ktimestamp",
        "-L -o timestamp",
        "-L -o userspace",
        "-L -o ext,i,k",
        "-L -o id -o extended",
        "-L -o xml",
        "-L -o XML,KTIME,id",
        "-L -o save",
        "-L -o xml -p 51",
        "-L -o save -p tcp",
        "-G -o extended,id -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2",
        "-G -o save -p icmp -s 10.0.0.1 -d 10.0.0.2 --icmp-type 8 --icmp-code 0 --icmp-id 7",
        "-L -o",
        "-L -o foo",
        "-L -o id,",
        "-L -o save,xml",
        "-L -o save -o id",
        "-C -o id"
      })
  void showsWhatTheOriginalShows(String line, Netns netns) throws Exception {
    Original.fill(netns);

    assertThat(Outcome.ofOurs(line).comparable()).isEqualTo(Original.run(netns, line).comparable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-D -o save", "-D -o xml -p udp", "-D -o extended -p icmp", "-D -o id -p tcp"})
  void showsWhatItDeletesAsTheOriginalDoes(String line, Netns netns) throws Exception {
    Netns theirs = netns.another();
    Original.fill(netns);
    Original.fill(theirs);

    assertThat(withoutIds(Outcome.ofOurs(line))).isEqualTo(withoutIds(Original.run(theirs, line)));
  }

  /** The original forgets the end of the document here. */
  @Test
  void endsTheDocumentOfASingleFlow(Netns netns) throws Exception {
    Original.fill(netns);
    String line = "-G -o xml -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2";

    List<String> ours = Outcome.ofOurs(line).comparable().lines();

    assertThat(ours).contains("</conntrack>");
    assertThat(ours).containsAll(Original.run(netns, line).comparable().lines());
  }

  /**
   * All but what the original does not restore: DCCP flows, of which it demands a state that
   * current kernels do not have, and translated ports over IPv6.
   */
  @Test
  void savesWhatTheOriginalRestores(Netns netns) throws Exception {
    Netns other = netns.another();
    Original.fill(netns);
    netns.conntrack("-D", "-p", "dccp");
    netns.conntrack("-D", "-p", "udp", "-s", "fd00::1");
    List<String> saved = Outcome.ofOurs("-L -o save").lines();

    other.runWithInput(String.join("\n", saved) + "\n", "conntrack", "-R", "-").orFail();

    assertThat(Original.run(other, "-L -o save").comparable())
        .isEqualTo(Original.run(netns, "-L -o save").comparable());
  }

  private static List<String> withoutIds(Outcome outcome) {
    return outcome.comparable().lines().stream()
        .map(line -> line.replaceFirst("<id>\\d+</id>", "").replaceFirst(" id=\\d+", ""))
        .toList();
  }
}
