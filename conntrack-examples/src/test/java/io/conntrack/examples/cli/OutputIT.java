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

  private static final String[] FLOWS = {
    "-I -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500 --state ESTABLISHED -u ASSURED",
    "-I -p tcp -s fd00::1 -d fd00::2 --sport 1 --dport 2 -t 500 --state SYN_SENT -w 7 -m 9",
    "-I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500 -u FIXED_TIMEOUT,SEEN_REPLY",
    "-I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 2 --dport 2 -t 500 -n 10.9.9.9:77",
    "-I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 3 --dport 2 -t 500 -g 10.9.9.9",
    "-I -p udp -s fd00::1 -d fd00::2 --sport 3 --dport 2 -t 500 -g [fd00::9]:5 -n fd00::8",
    "-I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 9 --dport 2 -t 500 -r 10.0.0.2 -q 10.0.0.9"
        + " --reply-port-src 2 --reply-port-dst 7",
    "-I -p icmp -s 10.0.0.1 -d 10.0.0.2 --icmp-type 8 --icmp-code 0 --icmp-id 7 -t 500",
    "-I -p icmpv6 -s fd00::1 -d fd00::2 --icmpv6-type 128 --icmpv6-code 0 --icmpv6-id 7 -t 500",
    "-I -p sctp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500 --state ESTABLISHED"
        + " --orig-vtag 5 --reply-vtag 6 --orig-zone 4",
    "-I -p gre -s 10.0.0.1 -d 10.0.0.2 --srckey 21 --dstkey 0x25 -t 500 --reply-zone 5",
    "-I -p udplite -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500",
    "-I -p dccp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500 --state OPEN --role client",
    "-I -p 50 -s 10.0.0.1 -d 10.0.0.2 -t 500 -u UNSET"
  };

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
    create(netns);

    assertThat(Outcome.ofOurs(line).comparable()).isEqualTo(theirs(netns, line).comparable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-D -o save", "-D -o xml -p udp", "-D -o extended -p icmp", "-D -o id -p tcp"})
  void showsWhatItDeletesAsTheOriginalDoes(String line, Netns netns) throws Exception {
    Netns theirs = netns.another();
    create(netns);
    create(theirs);

    assertThat(withoutIds(Outcome.ofOurs(line))).isEqualTo(withoutIds(theirs(theirs, line)));
  }

  /** The original forgets the end of the document here. */
  @Test
  void endsTheDocumentOfASingleFlow(Netns netns) throws Exception {
    create(netns);
    String line = "-G -o xml -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2";

    List<String> ours = Outcome.ofOurs(line).comparable().lines();

    assertThat(ours).contains("</conntrack>");
    assertThat(ours).containsAll(theirs(netns, line).comparable().lines());
  }

  /**
   * All but what the original does not restore: DCCP flows, of which it demands a state that
   * current kernels do not have, and translated ports over IPv6.
   */
  @Test
  void savesWhatTheOriginalRestores(Netns netns) throws Exception {
    Netns other = netns.another();
    create(netns);
    netns.conntrack("-D", "-p", "dccp");
    netns.conntrack("-D", "-p", "udp", "-s", "fd00::1");
    List<String> saved = Outcome.ofOurs("-L -o save").lines();

    other.runWithInput(String.join("\n", saved) + "\n", "conntrack", "-R", "-").orFail();

    assertThat(theirs(other, "-L -o save").comparable())
        .isEqualTo(theirs(netns, "-L -o save").comparable());
  }

  private static List<String> withoutIds(Outcome outcome) {
    return outcome.comparable().lines().stream()
        .map(line -> line.replaceFirst("<id>\\d+</id>", "").replaceFirst(" id=\\d+", ""))
        .toList();
  }

  private static void create(Netns netns) throws Exception {
    netns.sysctl("net.netfilter.nf_conntrack_acct", 1);
    netns.sysctl("net.netfilter.nf_conntrack_timestamp", 1);
    netns.runWithInput(String.join("\n", FLOWS), "conntrack", "-R", "-").orFail();
  }

  private static Outcome theirs(Netns netns, String line) throws Exception {
    return Outcome.of(netns.tryConntrack(CommandLines.words(line).toArray(String[]::new)));
  }
}
