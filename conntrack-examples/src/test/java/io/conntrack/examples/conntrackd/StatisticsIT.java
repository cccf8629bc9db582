package io.conntrack.examples.conntrackd;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.examples.Launchers;
import io.conntrack.netlink.testing.Feature;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import io.conntrack.netlink.testing.Output;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the daemon in statistics mode with the original, both following the same flows. */
@KernelTest(needs = {Feature.CONNTRACK, Feature.CONNTRACKD})
class StatisticsIT {

  /** Starts both; each has a directory of its own. */
  private static final String START =
      """
      top=$(mktemp -d)
      trap 'kill $(cat "$top"/*/pid 2>/dev/null) 2>/dev/null; rm -rf "$top"' EXIT
      configure() {
        mkdir "$top/$1"
        cat >"$top/$1/conf" <<END
      Stats {
        LogFile $top/$1/flows
      }
      General {
        HashSize 8192
        HashLimit 65535
        LogFile $top/$1/log
        LockFile $top/$1/lock
        UNIX { Path $top/$1/socket }
        NetlinkBufferSize 262142
        NetlinkBufferSizeMaxGrowth 655355
      }
      END
      }
      flow() { conntrack "$@" >/dev/null 2>&1; }
      configure theirs
      configure ours
      flow -I -p udp -s 10.0.0.9 -d 10.0.0.2 --sport 1 --dport 2 -t 500
      conntrackd -C "$top/theirs/conf" -d || exit 1
      bin/conntrackd -C "$top/ours/conf" -d || exit 2
      pgrep -n -f "$top/theirs/conf" >"$top/theirs/pid"
      pgrep -n -f "$top/ours/conf" >"$top/ours/pid"
      flow -I -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500 --state ESTABLISHED \
        -u ASSURED,SEEN_REPLY -m 5 -w 3
      flow -I -p udp -s fd00::1 -d fd00::2 --sport 1 --dport 2 -t 500
      flow -I -p sctp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 -t 500 --state ESTABLISHED \
        --orig-vtag 5 --reply-vtag 6
      flow -I -p icmp -s 10.0.0.1 -d 10.0.0.2 --icmp-type 8 --icmp-code 0 --icmp-id 7 -t 500
      flow -I -p gre -s 10.0.0.1 -d 10.0.0.2 --srckey 21 --dstkey 25 -t 500
      flow -I -p 50 -s 10.0.0.1 -d 10.0.0.2 -t 500 -g 10.9.9.9
      flow -U -p tcp -s 10.0.0.1 -f ipv4 -m 9
      """;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void showsWhatTheOriginalShows(boolean byOurClient, Netns netns) throws Exception {
    netns.sysctl("net.netfilter.nf_conntrack_acct", 1);
    netns.sysctl("net.netfilter.nf_conntrack_timestamp", 1);
    String script =
        """
        sleep 1
        ask() { for who in theirs ours; do CLIENT -C "$top/$who/conf" "$@" >"$top/$who/answer" 2>&1
          echo "status $?" >>"$top/$who/answer"; sort "$top/$who/answer" >>"$top/$who/answers"
          echo "== $*" >>"$top/$who/answers"; done; }
        ask -i; ask -i ct; ask -i -x; ask -i expect; ask -s; ask -s ct; ask -s cache
        ask -s runtime; ask -s network; ask -s link; ask -s queue; ask -s rsqueue; ask -s expect
        ask -e; ask -e -x; ask -c; ask -n; ask -B; ask -t; ask -f
        flow -D -p tcp
        flow -D -s fd00::1
        exec 3<>/dev/udp/127.0.0.1/9; echo >&3; exec 3>&-
        flow -D -p udp
        sleep 1
        ask -s; ask -R; sleep 1; ask -s cache; ask -f internal; ask -i; ask -R ct; ask -i -x
        conntrackd -C "$top/theirs/conf" -F
        sleep 1
        ask -s; ask -k
        sleep 2
        for who in theirs ours; do
          [[ -e $top/$who/lock || -e $top/$who/socket ]] && echo "left" >>"$top/$who/answers"
          stat -c '%a' "$top/$who/flows" "$top/$who/log" >>"$top/$who/answers"
          sort "$top/$who/flows" >>"$top/$who/answers"
          cat "$top/$who/answers"
          echo -----
        done
        ask -k; cat "$top/theirs/answer"; echo -----; cat "$top/ours/answer"
        """
            .replace("CLIENT", byOurClient ? "bin/conntrackd" : "conntrackd");

    List<List<String>> parts = parts(Launchers.run(netns, START + script).orFail());

    assertThat(parts.get(1)).isEqualTo(parts.get(0)).hasSizeGreaterThan(100);
    assertThat(parts.get(3)).isEqualTo(parts.get(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void endsInOrderByASignal(String signal, Netns netns) throws Exception {
    String script =
        """
        for who in theirs ours; do
          kill -SIGNAL "$(cat "$top/$who/pid")"
          sleep 2
          ls "$top/$who"
          grep -c -- '---- shutdown received ----' "$top/$who/log"
          echo -----
        done
        """
            .replace("SIGNAL", signal);

    List<List<String>> parts = parts(Launchers.run(netns, START + script).orFail());

    assertThat(parts.get(1)).isEqualTo(parts.get(0)).doesNotContain("lock", "socket").contains("1");
  }

  @Test
  void refusesToRunTwice(Netns netns) throws Exception {
    String script =
        """
        bin/conntrackd -C "$top/ours/conf" -d; echo "status $?"
        bin/conntrackd -C "$top/ours/conf"; echo "status $?"
        """;

    Output output = Launchers.run(netns, START + script).orFail();

    assertThat(output.lines()).containsExactly("status 1", "status 1");
    assertThat(output.errors()).contains("/ours/lock' exists, perhaps conntrackd already running?");
  }

  @Test
  void tellsTheServiceManager(Netns netns) throws Exception {
    String script =
        """
        top=$(mktemp -d)
        trap 'rm -rf "$top"' EXIT
        echo "Stats { } General { LockFile $top/lock
          UNIX { Path $top/socket
          } }" >"$top/conf"
        python3 - "$top" <<'END'
        import os, socket, subprocess, sys
        top = sys.argv[1]
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        s.bind(top + "/notify")
        s.settimeout(20)
        env = dict(os.environ, NOTIFY_SOCKET=top + "/notify", WATCHDOG_USEC="200000")
        p = subprocess.Popen(["bin/conntrackd", "-C", top + "/conf"], env=env,
            stdout=subprocess.DEVNULL)
        print(s.recv(999).decode().replace(str(p.pid), "PID"))
        print(s.recv(999).decode())
        p.terminate()
        last = ""
        while last != "STOPPING=1":
            last = s.recv(999).decode()
        print(last, p.wait())
        END
        """;

    assertThat(Launchers.run(netns, script).orFail().lines())
        .containsExactly("READY=1", "MAINPID=PID", "WATCHDOG=1", "STOPPING=1 0");
  }

  private static List<List<String>> parts(Output output) {
    List<List<String>> parts = new ArrayList<>();
    for (String part : output.text().split("-----\n", -1)) {
      parts.add(part.lines().map(StatisticsIT::comparable).toList());
    }
    return parts;
  }

  /** Leaves out what differs between two good programs: times and process ids. */
  private static String comparable(String line) {
    return line.replaceFirst("^\\w{3} \\w{3} [ \\d]\\d [\\d:]{8} \\d{4}", "time")
        .replaceFirst("^\\[\\w{3} \\w{3} [ \\d]\\d [\\d:]{8} \\d{4}] \\(pid=\\d+\\)", "time")
        .replaceFirst("active since \\d+s", "active")
        .replaceFirst("delta-time=\\d+", "delta-time")
        .replaceFirst("<deltatime>\\d+", "<deltatime>");
  }
}
