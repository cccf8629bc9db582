package io.conntrack.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.Expectation;
import io.conntrack.ExpectationBuilder;
import io.conntrack.ExpectationFlags;
import io.conntrack.Flow;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.examples.Launchers;
import io.conntrack.netlink.testing.Feature;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares our command on expectations with the one of conntrack-tools, on the real kernel. */
@KernelTest(needs = {Feature.CONNTRACK, Feature.UNSHARE})
class ExpectationCommandsIT {

  private static final Tuple FTP = Tuple.tcp("10.0.0.1", 3001, "10.0.0.2", 21);
  private static final Tuple FTP6 = Tuple.tcp("fd00::1", 3001, "fd00::2", 21);
  private static final Tuple SIP = Tuple.udp("10.0.0.1", 5060, "10.0.0.2", 5060);

  /** The original takes the upper byte of the port for the protocol, so it has to be that. */
  private static final String NEW_TCP =
      "-I expect -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 3001 --dport 21 -t 300"
          + " --tuple-src 10.0.0.1 --tuple-dst 10.0.0.2 --tuple-port-src 0 --tuple-port-dst 1600"
          + " --mask-src 255.255.255.255 --mask-dst 255.255.255.255"
          + " --mask-port-src 0 --mask-port-dst 65535";

  private static final String NEW_TCP6 =
      "-I expect -p tcp -s fd00::1 -d fd00::2 --sport 3001 --dport 21 -t 300"
          + " --tuple-src fd00::/64 --tuple-dst fd00::2/128 --mask-dst ::"
          + " --tuple-port-src 0 --tuple-port-dst 1601 --mask-port-src 0 --mask-port-dst 0";

  private static final String NEW_UDP =
      "-I expect -p udp -s 10.0.0.1 -d 10.0.0.2 --orig-port-src 5060 --orig-port-dst 5060 -t 180"
          + " --tuple-src 10.0.0.2 --tuple-dst 10.0.0.1 --tuple-port-src 7 --tuple-port-dst 4400"
          + " --mask-src 255.255.0.0 --mask-dst 255.255.255.255"
          + " --mask-port-src 65280 --mask-port-dst 65535";

  private static final String KEY =
      " expect -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 0 --dport 1600"
          + " --reply-port-src 1 --reply-port-dst 2";

  private Conntrack conntrack;

  @BeforeEach
  void open(Netns netns) throws Exception {
    netns.sysctl("net.netfilter.nf_conntrack_events", 1); // also before anybody listens
    conntrack = Conntrack.open();
    createMasters(conntrack);
  }

  @AfterEach
  void close() {
    conntrack.close();
  }

  private static void createMasters(Conntrack conntrack) {
    createMaster(conntrack, FTP, "ftp");
    createMaster(conntrack, FTP6, "ftp");
    createMaster(conntrack, SIP, "sip");
  }

  private static void createMaster(Conntrack conntrack, Tuple original, String helper) {
    conntrack
        .table()
        .create(Flow.builder(original).timeout(Duration.ofHours(1)).helper(helper).build());
  }

  private static Outcome theirs(Netns netns, String line) throws Exception {
    return Outcome.of(netns.tryConntrack(CommandLines.words(line).toArray(String[]::new)));
  }

  /** Leaves out seconds left, the order, and explanations. */
  private static Outcome comparable(Outcome outcome) {
    return new Outcome(
        outcome.status(),
        outcome.lines().stream()
            .map(line -> line.replaceFirst("(^|\\t|\\] |<timeout>)\\d+(?= proto|<)", "$1"))
            .map(line -> line.replaceFirst("^\\[\\d+\\.[\\d ]{6}]\\t", "[time]"))
            .map(line -> line.replaceFirst("<when>.*</when>", "<when/>"))
            .sorted()
            .toList(),
        outcome.messages().stream().filter(message -> !message.startsWith("  ")).toList());
  }

  @Test
  void eachListsWhatTheOtherCreates(Netns netns) throws Exception {
    Netns other = netns.another();
    try (Conntrack theirs = other.call(Conntrack::open)) {
      createMasters(theirs);
      for (String line : List.of(NEW_TCP, NEW_TCP6, NEW_UDP)) {
        assertThat(Outcome.ofOurs(line)).as(line).isEqualTo(theirs(other, line));
      }
    }

    for (String list : List.of("-L expect", "-L expect -f ipv6", "-C expect")) {
      Outcome ours = comparable(Outcome.ofOurs(list));
      assertThat(ours.lines()).isNotEmpty();
      assertThat(ours)
          .isEqualTo(comparable(theirs(netns, list)))
          .isEqualTo(comparable(theirs(other, list)))
          .isEqualTo(comparable(other.call(() -> Outcome.ofOurs(list))));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-L expect",
        "--dump e -f ipv4",
        "-L expect -f ipv6",
        "-L expect -o xml",
        "-L expect -o xml,timestamp",
        "-L expect -f ipv6 -o xml",
        "-L expect -o timestamp",
        "-L expect -o extended,id",
        "-L expect -o save",
        "-C expect",
        "-G" + KEY,
        "-G expect -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 99 --dport 1600"
            + " --reply-port-src 1 --reply-port-dst 2",
        "-G expect -p udp -s 10.0.0.2 -d 10.0.0.1 --sport 9 --dport 4401"
            + " --reply-port-src 1 --reply-port-dst 2",
        "-G expect -p udp -s 10.0.0.2 -d 10.0.0.1 --sport 9 --dport 4499"
            + " --reply-port-src 1 --reply-port-dst 2",
        "-D expect -p udp -s 10.0.0.2 -d 10.0.0.1 --sport 9 --dport 4499"
            + " --reply-port-src 1 --reply-port-dst 2",
        "-F expect",
        "-I expect",
        "-I expect -p tcp -s 10.0.0.1 -d 10.0.0.2",
        "-U expect",
        "-E expect -e NEW",
        "-G expect -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 0 --dport 1600",
        "-G" + KEY + " -o xml",
        "-F expect -f ipv4",
        "-L expect -p tcp",
        NEW_TCP
      })
  void showsWhatTheOriginalShows(String line, Netns netns) throws Exception {
    Netns other = netns.another();
    create(conntrack);
    try (Conntrack theirs = other.call(Conntrack::open)) {
      createMasters(theirs);
      create(theirs);
    }

    assertThat(comparable(Outcome.ofOurs(line))).isEqualTo(comparable(theirs(other, line)));
    assertThat(comparable(theirs(netns, "-L expect")))
        .isEqualTo(comparable(theirs(other, "-L expect")));
  }

  /** Makes expectations with all that the original shows. */
  private static void create(Conntrack conntrack) {
    ExpectationBuilder media =
        Expectation.builder(Tuple.udp("10.0.0.2", 0, "10.0.0.1", 4401), SIP).expectationClass(1);
    List<Expectation> all =
        List.of(
            Expectation.builder(Tuple.tcp("10.0.0.1", 0, "10.0.0.2", 1600), FTP).build(),
            Expectation.builder(Tuple.tcp("fd00::1", 0, "fd00::2", 1600), FTP6)
                .flags(ExpectationFlags.PERMANENT)
                .build(),
            media.flags(ExpectationFlags.PERMANENT).build(),
            Expectation.builder(Tuple.udp("10.0.0.2", 0, "10.0.0.1", 4402), SIP)
                .expectationClass(1)
                .flags(ExpectationFlags.of(3))
                .build(),
            Expectation.builder(Tuple.tcp("10.0.0.2", 5, "10.0.0.1", 4403), SIP)
                .flags(ExpectationFlags.INACTIVE)
                .build());
    assertThat(conntrack.expectations().createAll(all).changed()).isEqualTo(all.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 3002 --dport 21",
        "-p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 3003 --dport 21",
      })
  void saysWhatTheOriginalSaysWhenItCannotCreate(String master, Netns netns) throws Exception {
    conntrack
        .table()
        .create(
            Flow.builder(Tuple.tcp("10.0.0.1", 3003, "10.0.0.2", 21))
                .timeout(Duration.ofHours(1))
                .build());
    String line = NEW_TCP.replaceFirst("-p tcp .*--dport 21", master);

    assertThat(comparable(Outcome.ofOurs(line))).isEqualTo(comparable(theirs(netns, line)));
  }

  /** The original creates one of the protocol 20 then, and says that it deleted nothing. */
  @Test
  void doesRightWhatTheOriginalDoesWrong(Netns netns) throws Exception {
    String line = NEW_TCP.replace("1600", "5141").replace("-t 300", "-t 1000");

    assertThat(Outcome.ofOurs(line).status()).isZero();
    assertThat(theirs(netns, "-L expect").lines())
        .singleElement()
        .asString()
        .matches("(999|1000) proto=6 src=10.0.0.1 dst=10.0.0.2 sport=0 dport=5141 mask-src=.*");
    assertThat(Outcome.ofOurs("-D" + KEY.replace("1600", "5141")))
        .isEqualTo(
            new Outcome(
                0, List.of(), List.of(Messages.VERSION + ": 1 expectations have been deleted.")));
    assertThat(theirs(netns, "-L expect").lines()).isEmpty();
  }

  @Test
  void deletesInTheDefaultZoneOnly() {
    Flow inZone =
        Flow.builder(FTP).timeout(Duration.ofHours(1)).helper("ftp").zone(Zone.of(7)).build();
    conntrack.table().create(inZone);
    conntrack
        .expectations()
        .create(
            Expectation.builder(Tuple.tcp("10.0.0.1", 0, "10.0.0.2", 1600), FTP)
                .zone(Zone.of(7))
                .build());

    assertThat(Outcome.ofOurs("-D" + KEY).status()).isEqualTo(1);
    assertThat(conntrack.expectations().count()).isEqualTo(1);
  }

  /** Starts both, waits until they listen, makes events, ends both by a signal. */
  private static final String WATCH =
      """
      directory=$(mktemp -d)
      conntrack -E expect OPTIONS >"$directory/theirs" 2>&1 &
      theirs=$!
      bin/conntrack -E expect OPTIONS >"$directory/ours" 2>&1 &
      ours=$!
      for attempt in $(seq 200); do
        (($(awk '$2 == 12 && $4 != "00000000"' /proc/net/netlink | wc -l) >= 2)) && break
        sleep 0.1
      done
      conntrack NEW_TCP
      conntrack NEW_TCP6
      conntrack NEW_UDP
      conntrack -D KEY >/dev/null 2>&1
      conntrack -F expect >/dev/null 2>&1
      sleep 0.5
      kill -INT "$theirs" "$ours"
      wait "$theirs"; echo "exit status $?" >>"$directory/theirs"
      wait "$ours"; echo "exit status $?" >>"$directory/ours"
      cat "$directory/theirs"
      echo ----
      cat "$directory/ours"
      rm -r "$directory"
      """;

  @ParameterizedTest
  @ValueSource(strings = {"", "-o timestamp", "-o xml", "-o xml,timestamp"})
  void showsTheEventsThatTheOriginalShows(String options, Netns netns) throws Exception {
    String script =
        WATCH
            .replace("OPTIONS", options)
            .replace("NEW_TCP6", NEW_TCP6)
            .replace("NEW_TCP", NEW_TCP)
            .replace("NEW_UDP", NEW_UDP)
            .replace("KEY", KEY);

    String text = Launchers.run(netns, script).orFail().text();

    List<List<String>> outputs =
        Stream.of(text.split("----\n", -1))
            .map(output -> new Outcome(0, output.lines().toList(), List.of()))
            .map(outcome -> comparable(outcome).lines())
            .toList();
    assertThat(outputs.get(0)).hasSizeGreaterThanOrEqualTo(8);
    assertThat(outputs.get(1)).isEqualTo(outputs.get(0));
  }
}
