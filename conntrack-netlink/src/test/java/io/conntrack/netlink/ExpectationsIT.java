package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.Conntrack;
import io.conntrack.Direction;
import io.conntrack.Expectation;
import io.conntrack.ExpectationFlags;
import io.conntrack.ExpectationNat;
import io.conntrack.ExpectationNotFoundException;
import io.conntrack.ExpectationTable;
import io.conntrack.Flow;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.netlink.testing.KernelTest;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written into the kernel's table of expectations can be read back. */
@KernelTest
class ExpectationsIT {

  private Conntrack conntrack;
  private ExpectationTable table;

  @BeforeEach
  void open() {
    conntrack = Conntrack.open();
    table = conntrack.expectations();
  }

  @AfterEach
  void close() {
    conntrack.close();
  }

  private static final Tuple FTP = Tuple.tcp("192.0.2.1", 40_000, "192.0.2.2", 21);
  private static final Tuple FTP6 = Tuple.tcp("2001:db8::1", 40_000, "2001:db8::2", 21);
  private static final Tuple SIP = Tuple.udp("192.0.2.1", 5060, "192.0.2.2", 5060);
  private static final Tuple SIP6 = Tuple.udp("2001:db8::1", 5060, "2001:db8::2", 5060);

  private Tuple master(Tuple original, String helper, Zone zone) {
    Flow flow =
        Flow.builder(original).timeout(Duration.ofMinutes(2)).helper(helper).zone(zone).build();
    conntrack.table().create(flow);
    return original;
  }

  private static Stream<Expectation> expectations() {
    return Stream.of(
        Expectation.builder(Tuple.tcp("192.0.2.1", 0, "192.0.2.2", 50_000), FTP)
            .helper("ftp")
            .build(),
        Expectation.builder(Tuple.tcp("2001:db8::1", 0, "2001:db8::2", 50_000), FTP6)
            .helper("ftp")
            .flags(ExpectationFlags.PERMANENT)
            .build(),
        Expectation.builder(Tuple.udp("192.0.2.2", 0, "192.0.2.1", 50_000), SIP)
            .mask(Tuple.udp("255.255.0.0", 0xff00, "0.0.0.0", 0))
            .helper("sip")
            .expectationClass(1)
            .timeout(Duration.ofSeconds(20))
            .function("nat-follow-master")
            .nat(new ExpectationNat(Direction.REPLY, Tuple.udp("198.51.100.7", 6000, "0.0.0.0", 0)))
            .build(),
        Expectation.builder(Tuple.udp("::", 0, "2001:db8::1", 50_000), SIP6)
            .helper("sip")
            .expectationClass(1)
            .flags(new ExpectationFlags(0x3))
            .build());
  }

  @ParameterizedTest
  @MethodSource("expectations")
  void readsBackWhatItWrote(Expectation written) {
    master(written.master(), written.helperName(), Zone.DEFAULT);

    table.create(written);

    Expectation read = table.get(written.tuple()).orElseThrow();
    try (Stream<Expectation> all = table.dump()) {
      assertThat(all).extracting(Expectation::id).containsExactly(read.id());
    }
    assertThat(read.tuple()).isEqualTo(written.tuple());
    assertThat(read.master()).isEqualTo(written.master());
    assertThat(read.mask().source()).isEqualTo(written.mask().source());
    assertThat(read.mask().sourcePort()).isEqualTo(written.mask().sourcePort());
    assertThat(read.helper()).isEqualTo(written.helper());
    assertThat(read.flagBits()).isEqualTo(written.flagBits());
    assertThat(read.classNumber()).isEqualTo(written.classNumber());
    assertThat(read.function()).isEqualTo(written.function());
    assertThat(read.nat().map(ExpectationNat::direction))
        .isEqualTo(written.nat().map(ExpectationNat::direction));
    assertThat(read.nat().map(nat -> nat.tuple().source()))
        .isEqualTo(written.nat().map(nat -> nat.tuple().source()));
    assertThat(read.nat().map(nat -> nat.tuple().sourcePort()))
        .isEqualTo(written.nat().map(nat -> nat.tuple().sourcePort()));
    assertThat(table.count()).isEqualTo(1);
    table.delete(read);
    assertThat(table.count()).isZero();
    assertThatExceptionOfType(ExpectationNotFoundException.class)
        .isThrownBy(() -> table.delete(read))
        .withMessageContaining("no such expectation");
  }
}
