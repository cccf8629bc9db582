package io.conntrack.examples.conntrackd.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.Flow;
import io.conntrack.IpAddress;
import io.conntrack.Protocol;
import io.conntrack.TcpState;
import io.conntrack.Tuple;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

  private static Configuration sample(String name) {
    return Configuration.parse(Configurations.resource("/conntrackd/conf/" + name + ".conf"));
  }

  private static SyncSettings sync(String text) {
    return Configuration.parse("Sync {\n" + text + "\n}").sync().orElseThrow();
  }

  private static GeneralSettings general(String text) {
    return Configuration.parse("General {\n" + text + "\n}").general();
  }

  @Test
  void readsStatisticsMode() {
    Configuration stats = sample("stats");

    assertThat(stats.sync()).isEmpty();
    assertThat(stats.warnings()).isEmpty();
    assertThat(stats.stats().logFile()).contains(Path.of("/var/log/conntrackd-stats.log"));
    assertThat(stats.general().logFile()).contains(Path.of("/var/log/conntrackd.log"));
    assertThat(stats.general().lockFile()).isEqualTo(Path.of("/var/lock/conntrackd-s.lock"));
    assertThat(stats.general().socket()).contains(Path.of("/var/run/conntrackd-s.ctl"));
    assertThat(stats.general().netlink().choosesBuffer()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alarm-mcast-a",
        "alarm-mcast-b",
        "ftfw-mcast-a",
        "ftfw-mcast-b",
        "ftfw-mcast-two-links-a",
        "ftfw-mcast-two-links-b",
        "ftfw-udp-a",
        "ftfw-udp-b",
        "ftfw-udp-ipv6-a",
        "ftfw-udp-ipv6-b",
        "notrack-mcast-a",
        "notrack-mcast-b",
        "notrack-tcp-nocache-a",
        "notrack-tcp-nocache-b",
        "notrack-udp-a",
        "notrack-udp-b"
      })
  void readsWorkingPairsWithoutWarnings(String name) {
    Configuration pair = sample(name);

    assertThat(pair.warnings()).isEmpty();
    assertThat(pair.sync().orElseThrow().links())
        .isNotEmpty()
        .allSatisfy(link -> assertThat(link.interfaceName().orElseThrow()).startsWith("sync"));
  }

  @Test
  void readsLinksInTheirOrder() {
    List<LinkSettings> links = sample("ftfw-mcast-two-links-a").sync().orElseThrow().links();

    assertThat(links.get(0))
        .isEqualTo(
            new LinkSettings(
                LinkSettings.Transport.MULTICAST,
                Optional.of(IpAddress.parse("225.0.0.50")),
                Optional.empty(),
                Optional.of(IpAddress.parse("10.99.0.1")),
                3780,
                Optional.of("sync0"),
                OptionalInt.empty(),
                OptionalInt.empty(),
                true,
                true));
    assertThat(links.get(1).isDefault()).isFalse();
    assertThat(links.get(1).port()).isEqualTo(3781);
  }

  @Test
  void readsModes() {
    assertThat(sample("alarm-mcast-a").sync().orElseThrow().mode())
        .isEqualTo(new SyncMode.Alarm(Duration.ofSeconds(15), Duration.ofSeconds(180)));
    assertThat(sample("notrack-tcp-nocache-a").sync().orElseThrow().mode())
        .isEqualTo(new SyncMode.Notrack(true, true, false));
    assertThat(sync("Mode FTFW { ResendQueueSize 5 ACKWindowSize 6 StartupResync on }").mode())
        .isEqualTo(new SyncMode.Ftfw(5, 6, false, true));
    assertThat(sync("RefreshTime 7 Mode alarm { CacheTimeout 8 }").mode())
        .isEqualTo(new SyncMode.Alarm(Duration.ofSeconds(7), Duration.ofSeconds(8)));
  }

  @Test
  void knowsTheDefaults() {
    SyncSettings sync = sync("Mode FTFW { }");
    GeneralSettings general = general("");

    assertThat(sync.mode()).isEqualTo(new SyncMode.Ftfw(131_072, 300, false, false));
    assertThat(sync.commitTimeout()).isEmpty();
    assertThat(sync.purgeTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(sync.errorQueueLength()).isEqualTo(128);
    assertThat(sync.expectations().enabled()).isFalse();
    assertThat(general.hashSize()).isEqualTo(65_536);
    assertThat(general.hashLimit()).isEqualTo(262_144);
    assertThat(general.lockFile()).isEqualTo(Path.of("/var/lock/conntrackd.lock"));
    assertThat(general.socket()).isEmpty();
    assertThat(general.netlink())
        .isEqualTo(
            new NetlinkSettings(
                0, 0, Optional.of(Duration.ofSeconds(30)), false, 100, Optional.empty()));
    assertThat(general.filter()).isEqualTo(FlowSelection.ALL);
  }

  @Test
  void theLastOfRepeatedClausesCounts() {
    assertThat(general("HashSize 1 \n HashSize 2").hashSize()).isEqualTo(2);
  }

  @Test
  void readsWhichExpectationsAreReplicated() {
    assertThat(sync("Options { ExpectationSync { ftp q.931 } }").expectations().helpers())
        .containsExactly("ftp", "q.931");
    assertThat(sync("Options { ExpectationSync on }").expectations())
        .isEqualTo(new SyncSettings.ExpectationSync(true, List.of()));
  }

  @Test
  void readsFilters() {
    FlowSelection filter =
        general(
                """
                Filter From Kernelspace {
                  Protocol Accept { TCP }
                  Address Ignore { IPv4_address 127.0.0.1 IPv6_address fd00::/64 }
                  State Accept { ESTABLISHED CLOSED for TCP }
                }
                """)
            .filter();

    assertThat(filter.inKernel()).isTrue();
    assertThat(filter.states().orElseThrow().members())
        .containsExactlyInAnyOrder(TcpState.ESTABLISHED, TcpState.CLOSE);
    assertThat(filter.toFilter().test(tcp("10.0.0.1", TcpState.ESTABLISHED))).isTrue();
    assertThat(filter.toFilter().test(tcp("10.0.0.1", TcpState.SYN_SENT))).isFalse();
    assertThat(filter.toFilter().test(tcp("127.0.0.1", TcpState.ESTABLISHED))).isFalse();
    assertThat(filter.toFilter().test(udp("10.0.0.1"))).isFalse();
  }

  @Test
  void anEmptySetAcceptsNothingAndIgnoresNothing() {
    assertThat(general("Filter { Protocol Accept { } }").filter().toFilter().test(udp("10.0.0.1")))
        .isFalse();
    assertThat(general("Filter { Protocol Ignore { } }").filter().toFilter().test(udp("10.0.0.1")))
        .isTrue();
  }

  private static Flow tcp(String source, TcpState state) {
    return Flow.builder(Tuple.tcp(source, 1, "192.0.2.9", 2)).tcpState(state).build();
  }

  private static Flow udp(String source) {
    return Flow.builder(Tuple.udp(source, 1, "192.0.2.9", 2)).build();
  }

  @Test
  void readsHelpers() {
    HelperSettings helpers =
        Configuration.parse(
                """
                Helper {
                  Setup yes
                  Type ftp inet tcp { QueueNum 1 QueueLen 5 Policy ftp { ExpectMax 2 } }
                }
                """)
            .helpers();

    assertThat(helpers.types()).extracting(HelperSettings.HelperType::name).containsExactly("ftp");
    assertThat(helpers.types().get(0).protocol()).isEqualTo(Protocol.TCP);
    assertThat(helpers.types().get(0).policies())
        .containsExactly(new HelperSettings.Policy("ftp", 2, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Nice -5",
        "UNIX { Backlog 20 }",
        "Syslog user",
        "Filter { Protocol Accept { nosuch } }",
        "Filter { Address Ignore { IPv4_address 127.0.0.1/33 } }"
      })
  void warnsOfWhatIsObsoleteOrNamesNothing(String text) {
    assertThat(Configuration.parse("General {\n" + text + "\n}").warnings()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Foo 1            | symbol 'Foo'     | `General' takes HashSize, HashLimit",
        "HashSize abc     | symbol 'abc'     | `HashSize' takes a number",
        "HashSize 9999999999 | `HashSize'    | 0 to 2147483647 is allowed",
        "LogFile abc      | symbol 'abc'     | on, off, yes or no, or a path",
        "PollSecs 0       | `PollSecs'       | must be > 0",
        "Scheduler { Type OTHER } | `OTHER'  | RR or FIFO is allowed",
        "Scheduler { Priority 100 } | 100    | 0 to 99 is allowed",
        "Filter From Foo { } | symbol 'Foo'  | Userspace or Kernelspace",
        "include /x       | symbol 'include' | `General' takes HashSize"
      })
  void saysWhereAndWhatIsWrongAndWhatIsAllowed(String text, String fact, String allowed) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Configuration.parse("General {\n" + text + "\n}"))
        .withMessageContaining("in line (2)")
        .withMessageContaining(fact)
        .withMessageContaining(allowed);
  }

  @Test
  void saysWhatIsNotClosed() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Configuration.parse("General {\n UNIX { Path /x}\n}"))
        .withMessageContaining("in line (3), symbol ''")
        .withMessageContaining("`General' has no closing }");
  }

  @Test
  void refusesBothPurposes() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Configuration.parse("Stats { } Sync { Mode FTFW { } }"))
        .withMessage("cannot use both `Stats' and `Sync' clauses in conntrackd.conf");
  }
}
