package io.conntrack.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.examples.Launchers;
import io.conntrack.netlink.testing.Feature;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares {@code -E} with the original's, both watching the same network namespace. */
@KernelTest(needs = {Feature.CONNTRACK, Feature.UNSHARE})
class EventsIT {

  /** Starts both, waits until they listen, makes events, ends both by a signal. */
  private static final String WATCH =
      """
      directory=$(mktemp -d)
      conntrack -E OPTIONS >"$directory/theirs" 2>&1 &
      theirs=$!
      bin/conntrack -E OPTIONS >"$directory/ours" 2>&1 &
      ours=$!
      for attempt in $(seq 200); do
        (($(awk '$2 == 12 && $4 != "00000000"' /proc/net/netlink | wc -l) >= 2)) && break
        sleep 0.1
      done
      make() { conntrack "$@" >/dev/null 2>&1; }
      make -I -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500 --state ESTABLISHED \
        -u ASSURED,SEEN_REPLY -m 5 -w 3
      make -I -p udp -s fd00::1 -d fd00::2 --sport 1 --dport 2 -t 500 -n fd00::8
      make -I -p sctp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500 --state ESTABLISHED \
        --orig-vtag 5 --reply-vtag 6 --orig-zone 4
      make -I -p icmp -s 10.0.0.1 -d 10.0.0.2 --icmp-type 8 --icmp-code 0 --icmp-id 7 -t 500
      make -I -p gre -s 10.0.0.1 -d 10.0.0.2 --srckey 21 --dstkey 25 -t 500
      make -I -p 50 -s 10.0.0.1 -d 10.0.0.2 -t 500 -g 10.9.9.9
      make -U -p tcp -s 10.0.0.1 -f ipv4 -m 9
      make -U -p icmp -s 10.0.0.1 -f ipv4 -m 0x10
      make -D -p tcp
      make -D -s fd00::1
      make -D -s 10.0.0.1
      exec 3<>/dev/udp/127.0.0.1/9; echo >&3; exec 3>&-
      make -D -p udp
      sleep 0.5
      kill -SIGNAL "$theirs" "$ours"
      wait "$theirs"; echo "exit status $?" >>"$directory/theirs"
      wait "$ours"; echo "exit status $?" >>"$directory/ours"
      cat "$directory/theirs"
      echo ----
      cat "$directory/ours"
      rm -r "$directory"
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-e NEW",
        "-e upd,destroy",
        "-e ALL -p tcp",
        "-p udp --dport 2",
        "-s 10.0.0.1",
        "-f ipv6",
        "-m 9",
        "-w 3",
        "-n",
        "-j 10.9.9.9",
        "-s 10.0.0.9 --mask-src 255.255.255.0 -p tcp",
        "--orig-zone 4",
        "-o extended,id",
        "-o ktimestamp",
        "-o timestamp",
        "-o save",
        "-o xml",
        "-o xml,ktimestamp",
        "-o xml -p 51"
      })
  void showsWhatTheOriginalShows(String options, Netns netns) throws Exception {
    List<List<String>> outputs = watch(netns, options, "INT");

    assertThat(outputs.get(1)).isEqualTo(outputs.get(0));
  }

  @Test
  void endsInOrderWhenItIsTerminated(Netns netns) throws Exception {
    List<List<String>> outputs = watch(netns, "", "TERM");

    assertThat(outputs.get(1)).isEqualTo(outputs.get(0)).last().isEqualTo("exit status 0");
  }

  @Test
  void hearsAnInterruptThatItsStarterIgnores(Netns netns) throws Exception {
    String script =
        """
        trap '' INT TERM # which no program of bash undoes
        bin/conntrack -E >/dev/null &
        while [[ -z $(awk '$2 == 12 && $4 != "00000000"' /proc/net/netlink) ]]; do sleep 0.1; done
        kill -INT $!
        wait $!
        """;

    assertThat(Launchers.run(netns, script).orFail().errors())
        .endsWith("0 flow events have been shown.\n");
  }

  @Test
  void endsQuietlyWhenNobodyReads(Netns netns) throws Exception {
    String script =
        """
        { bin/conntrack -E; echo $? >&2; } | head -1 &
        while [[ -z $(awk '$2 == 12 && $4 != "00000000"' /proc/net/netlink) ]]; do sleep 0.1; done
        for port in $(seq 1 20); do
          conntrack -I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport $port --dport 2 -t 9 >/dev/null 2>&1
          sleep 0.1
        done
        wait
        """;

    assertThat(Launchers.run(netns, script).orFail().errors().strip()).isEqualTo("141");
  }

  @Test
  void warnsAndGoesOnWhenEventsAreLost(Netns netns) throws Exception {
    String script =
        """
        bin/conntrack -E -b 1 -e NEW >/dev/null &
        ours=$!
        while [[ -z $(awk '$2 == 12 && $4 != "00000000"' /proc/net/netlink) ]]; do sleep 0.1; done
        kill -STOP $ours
        for port in $(seq 1 50); do
          echo "-I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport $port --dport 2 -t 99"
        done | conntrack -R -
        kill -CONT $ours
        sleep 0.5
        conntrack -I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 51 --dport 2 -t 9 >/dev/null 2>&1
        sleep 0.5
        kill -INT $ours
        wait $ours
        """;

    List<String> said = Launchers.run(netns, script).orFail().errors().lines().toList();

    assertThat(said)
        .containsSubsequence(
            "WARNING: We have hit ENOBUFS! We are losing events.",
            "This message means that the current netlink socket buffer size is too small.",
            "Please, check --buffer-size in conntrack(8) manpage.");
    long lost =
        said.stream()
            .filter(line -> line.contains("lost (OVERRUN)"))
            .mapToLong(line -> Long.parseLong(line.strip().split(" ", 2)[0]))
            .sum();
    long shown =
        said.stream()
            .filter(line -> line.endsWith("flow events have been shown."))
            .mapToLong(line -> Long.parseLong(line.replaceAll(".*: (\\d+) flow.*", "$1")))
            .sum();
    assertThat(lost).isPositive();
    assertThat(lost + shown).isEqualTo(51);
  }

  /** Returns the lines of the original and ours, without what differs between good programs. */
  private static List<List<String>> watch(Netns netns, String options, String signal)
      throws Exception {
    netns.sysctl("net.netfilter.nf_conntrack_acct", 1);
    netns.sysctl("net.netfilter.nf_conntrack_timestamp", 1);
    String script = WATCH.replace("OPTIONS", options).replace("SIGNAL", signal);
    String text = Launchers.run(netns, script).orFail().text();
    return Stream.of(text.split("----\n", -1)).map(EventsIT::comparable).toList();
  }

  private static List<String> comparable(String text) {
    return text.lines()
        .map(line -> line.replaceFirst(" progname=\\S+", "")) // whose sender may have gone already
        .map(line -> line.replaceFirst("^\\[\\d+\\.\\d{6}]", "[time]"))
        .map(line -> line.replaceFirst("</flow> \\[USERSPACE] portid=\\d+$", "</flow>"))
        .toList();
  }
}
