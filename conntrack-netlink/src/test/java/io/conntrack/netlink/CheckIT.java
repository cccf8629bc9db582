package io.conntrack.netlink;

import static io.conntrack.netlink.ChildJvm.concat;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.CheckReport;
import io.conntrack.Conntrack;
import io.conntrack.Finding;
import io.conntrack.Finding.Level;
import io.conntrack.MissingPrivilegeException;
import io.conntrack.netlink.testing.Feature;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the check finds is so, and its remedies change it. */
@KernelTest
class CheckIT {

  private static Finding find(String id) {
    CheckReport report = Conntrack.check();
    return report.find(id).orElseThrow(() -> new AssertionError("no " + id + " in\n" + report));
  }

  @Test
  void findsNothingThatHinders() {
    CheckReport report = Conntrack.check();

    assertThat(report.level()).as(report.toString()).isLessThanOrEqualTo(Level.NOTE);
    assertThat(report.findings())
        .extracting(Finding::id)
        .doesNotHaveDuplicates()
        .contains(
            "platform",
            "namespace",
            "capability",
            "ctnetlink",
            "events",
            "accounting",
            "timestamps",
            "loose",
            "room",
            "buckets",
            "receive-buffer",
            "send-buffer",
            "tracking",
            "dump-filters",
            "flush-filters",
            "event-times",
            "labels",
            "timeout-policies");
    assertThat(report.findings())
        .filteredOn(finding -> finding.level() != Level.GOOD)
        .allSatisfy(finding -> assertThat(finding.meaning()).isNotEmpty());
  }

  @Test
  void leavesNothingBehind() {
    Conntrack.check();

    try (Conntrack conntrack = Conntrack.open()) {
      assertThat(conntrack.table().count()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "acct, accounting, 0, NOTE",
    "acct, accounting, 1, GOOD",
    "timestamp, timestamps, 0, NOTE",
    "timestamp, timestamps, 1, GOOD",
    "tcp_loose, loose, 1, NOTE",
    "tcp_loose, loose, 0, GOOD",
    "events, events, 0, HINDRANCE",
    "events, events, 1, GOOD",
    "events, events, 2, NOTE"
  })
  void judgesParameters(String parameter, String id, int value, Level level, Netns netns)
      throws Exception {
    String name = "net.netfilter.nf_conntrack_" + parameter;
    netns.sysctl(name, value);

    Finding finding = find(id);

    assertThat(finding.level()).isEqualTo(level);
    assertThat(finding.what()).isEqualTo(name + " is " + value);
    assertThat(finding.remedy().isEmpty()).isEqualTo(level == Level.GOOD);
  }

  @Test
  void seesThatARuleMakesTheKernelTrack(Netns netns) throws Exception {
    assertThat(find("tracking").level()).isEqualTo(Level.GOOD);

    netns.nft("delete table inet tracking\n");
    Finding none = find("tracking");
    assertThat(none.level()).isEqualTo(Level.HINDRANCE);

    netns.run("sh", "-c", none.remedy()).orFail();
    assertThat(find("tracking").level()).isEqualTo(Level.GOOD);
  }

  @Test
  void saysThatItIsNotKnownWhereNothingCanBeSent(Netns netns) throws Exception {
    netns.nft(
        "table ip no { chain out { type filter hook output priority -500; meta l4proto udp drop; }; }");

    Finding finding = find("tracking");

    assertThat(finding.level()).isEqualTo(Level.NOTE);
    assertThat(finding.what()).contains("no datagram can be sent");
  }

  @Test
  void checksAnotherNamespace(Netns netns) throws Exception {
    Netns there = netns.another();
    there.sysctl("net.netfilter.nf_conntrack_events", 0);
    NetlinkOptions options = NetlinkOptions.builder().networkNamespace(there.path()).build();

    assertThat(NetlinkConntrack.check(options).find("events").orElseThrow().level())
        .isEqualTo(Level.HINDRANCE);
    assertThat(find("events").level()).isNotEqualTo(Level.HINDRANCE);
  }

  @Test
  void saysThatThereIsNoSuchNamespace() {
    NetlinkOptions options = NetlinkOptions.builder().networkNamespace("none such").build();

    CheckReport report = NetlinkConntrack.check(options);

    assertThat(report.exitStatus()).isEqualTo(2);
    assertThat(report.find("namespace").orElseThrow().what()).contains("\"none such\"");
  }

  @Test
  @KernelTest(needs = Feature.UNSHARE)
  void findsOutWhatItCanWithoutPrivilegeInTheWordsOfTheException(Netns netns) throws Exception {
    String[] wrapper = {"unshare", "--user", "--map-root-user", "--"};
    String[] program = {"-cp", System.getProperty("java.class.path"), Checking.class.getName()};

    List<String> lines = netns.run(concat(wrapper, ChildJvm.java(program))).orFail().lines();

    assertThat(lines.get(0)).isEqualTo("2");
    String report = String.join("\n", lines.subList(1, lines.size() - 1));
    assertThat(report).contains("fatal      capability: CAP_NET_ADMIN is effective in user:[");
    assertThat(report).contains(", owned by a user namespace outside of that of this process");
    assertThat(report).contains("good       room: ", "note       features: not tried");
    assertThat(report).contains(lines.get(lines.size() - 1)); // the exception's own words
  }

  /** The program that is run without privilege. */
  static final class Checking {
    private Checking() {}

    /** Prints the status, the report, and what opening says. */
    public static void main(String[] arguments) {
      CheckReport report = Conntrack.check();
      System.out.println(report.exitStatus());
      System.out.println(report);
      try (Conntrack conntrack = Conntrack.open()) {
        System.out.println(conntrack);
      } catch (MissingPrivilegeException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
