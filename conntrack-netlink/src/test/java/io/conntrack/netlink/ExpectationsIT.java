package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.BulkReport;
import io.conntrack.Conntrack;
import io.conntrack.ConntrackException;
import io.conntrack.Direction;
import io.conntrack.Expectation;
import io.conntrack.ExpectationBuilder;
import io.conntrack.ExpectationExistsException;
import io.conntrack.ExpectationFlags;
import io.conntrack.ExpectationId;
import io.conntrack.ExpectationNat;
import io.conntrack.ExpectationNotFoundException;
import io.conntrack.ExpectationTable;
import io.conntrack.Flow;
import io.conntrack.FlowNotFoundException;
import io.conntrack.Tuple;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.Zone;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.testing.KernelTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written into the kernel's table of expectations is there, and refusals say why. */
@KernelTest
class ExpectationsIT {

  private static final Tuple FTP = Tuple.tcp("192.0.2.1", 40_000, "192.0.2.2", 21);
  private static final Tuple FTP6 = Tuple.tcp("2001:db8::1", 40_000, "2001:db8::2", 21);
  private static final Tuple SIP = Tuple.udp("192.0.2.1", 5060, "192.0.2.2", 5060);
  private static final Tuple SIP6 = Tuple.udp("2001:db8::1", 5060, "2001:db8::2", 5060);
  private static final Tuple DATA = Tuple.tcp("192.0.2.1", 0, "192.0.2.2", 50_000);

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

  private void master(Tuple original, String helper, Zone zone) {
    Flow flow =
        Flow.builder(original).timeout(Duration.ofMinutes(2)).helper(helper).zone(zone).build();
    conntrack.table().create(flow);
  }

  /** Makes an expectation of media, of which SIP allows eight a flow. */
  private static ExpectationBuilder media(int port) {
    return Expectation.builder(Tuple.udp("192.0.2.2", 0, "192.0.2.1", port), SIP)
        .helper("sip")
        .expectationClass(1);
  }

  private static ExpectationNat nat(Direction direction, String address) {
    String any = address.contains(":") ? "::" : "0.0.0.0";
    return new ExpectationNat(direction, Tuple.udp(address, 6000, any, 0));
  }

  private static Stream<Expectation> expectations() {
    Tuple odd = Tuple.udp("255.255.0.0", 0xff00, "255.255.255.255", 65_535);
    return Stream.of(
        Expectation.builder(DATA, FTP).helper("ftp").build(),
        Expectation.builder(Tuple.tcp("2001:db8::1", 7, "2001:db8::2", 50_000), FTP6)
            .helper("ftp")
            .flags(ExpectationFlags.PERMANENT)
            .build(),
        media(50_000)
            .mask(odd)
            .timeout(Duration.ofSeconds(2000))
            .function("nat-follow-master")
            .nat(nat(Direction.REPLY, "198.51.100.7"))
            .build(),
        Expectation.builder(Tuple.udp("::", 0, "2001:db8::1", 50_000), SIP6)
            .helper("sip")
            .expectationClass(1)
            .flags(new ExpectationFlags(0x3))
            .nat(nat(Direction.ORIGINAL, "2001:db8::7"))
            .build());
  }

  @ParameterizedTest
  @MethodSource("expectations")
  void readsBackWhatItWrote(Expectation written) {
    master(written.master(), written.helperName(), Zone.DEFAULT);

    table.create(written);

    Expectation read = table.get(written.tuple()).orElseThrow();
    ExpectationBuilder expected = written.toBuilder();
    read.timeout().ifPresent(expected::timeout);
    read.id().ifPresent(expected::id);
    expected.flags(ExpectationFlags.of(written.flagBits()));
    expected.expectationClass(written.classNumber());
    assertThat(read).isEqualTo(expected.build());
    assertThat(read.timeoutSeconds())
        .isBetween(written.timeoutSeconds() - 10, Math.max(written.timeoutSeconds(), 300));
    try (Stream<Expectation> all = table.dump()) {
      assertThat(all).extracting(Expectation::id).containsExactly(read.id());
    }
    assertThat(table.count()).isEqualTo(1);
  }

  /** The kernel keeps of the destination all bits, and of the source those that are asked for. */
  @Test
  void selectsTheWholeDestination() {
    master(SIP, "sip", Zone.DEFAULT);

    table.create(media(50_000).mask(Tuple.udp("255.255.255.0", 0, "0.0.0.0", 0)).build());

    assertThat(table.get(Tuple.udp("192.0.2.77", 1234, "192.0.2.1", 50_000)))
        .map(Expectation::mask)
        .contains(Tuple.udp("255.255.255.0", 0, "255.255.255.255", 65_535));
    assertThat(table.get(Tuple.udp("192.0.3.77", 1234, "192.0.2.1", 50_000))).isEmpty();
    assertThat(table.get(Tuple.udp("192.0.2.77", 1234, "192.0.2.1", 50_001))).isEmpty();
  }

  @Test
  void deletesByTupleAndById() {
    master(SIP, "sip", Zone.DEFAULT);
    table.create(media(50_000).build());
    table.create(media(50_001).build());
    table.create(media(50_002).build());
    Expectation second = table.get(media(50_001).build().tuple()).orElseThrow();

    table.delete(media(50_000).build().tuple());
    table.delete(second);

    assertThat(ports()).containsExactly(50_002);
    assertThatExceptionOfType(ExpectationNotFoundException.class)
        .isThrownBy(() -> table.delete(second))
        .withMessageStartingWith("delete expectation udp 192.0.2.2:0->192.0.2.1:50001: no such");
    assertThatExceptionOfType(ExpectationNotFoundException.class)
        .isThrownBy(() -> table.delete(second.tuple()));
  }

  private List<Integer> ports() {
    List<Integer> ports = new ArrayList<>();
    table.scan(view -> ports.add(view.tuple().destinationPort()));
    return ports.stream().sorted().toList();
  }

  @Test
  void deletesNoSuccessorAndNoneThatOnlyCoversATuple() {
    master(SIP, "sip", Zone.DEFAULT);
    table.create(media(50_000).build());
    Expectation made = table.get(media(50_000).build().tuple()).orElseThrow();
    Expectation other = made.toBuilder().id(ExpectationId.of(~made.idBits())).build();

    assertThatExceptionOfType(ExpectationNotFoundException.class)
        .isThrownBy(() -> table.delete(other));
    assertThatExceptionOfType(ExpectationNotFoundException.class)
        .isThrownBy(() -> table.delete(Tuple.udp("192.0.2.2", 99, "192.0.2.1", 50_000)))
        .withMessageContaining("it is covered by that of udp 192.0.2.2:0->192.0.2.1:50000");
    assertThat(table.count()).isEqualTo(1);
  }

  @Test
  void keepsZonesApart() {
    Expectation inSeven = media(50_000).zone(Zone.of(7)).build();
    Expectation inEight = media(50_000).zone(Zone.of(8)).build();
    master(SIP, "sip", Zone.of(7));
    master(SIP, "sip", Zone.of(8));
    table.create(inSeven);
    table.create(inEight);

    assertThat(table.get(inSeven.tuple())).isEmpty();
    Expectation found = table.get(inSeven.tuple(), Zone.of(7)).orElseThrow();
    assertThat(found.zone()).contains(Zone.of(7));
    assertThatExceptionOfType(ExpectationNotFoundException.class)
        .isThrownBy(() -> table.delete(inSeven.tuple()));
    table.delete(inSeven.tuple(), Zone.of(7));
    assertThat(table.get(inSeven.tuple(), Zone.of(7))).isEmpty();
    assertThat(table.get(inSeven.tuple(), Zone.of(8))).isPresent();
  }

  @Test
  void deletesFromADumpWhateverTheZone() {
    for (int zone = 0; zone < 4; zone++) {
      master(SIP, "sip", Zone.of(zone));
      table.create(media(50_000).zone(Zone.of(zone)).build());
      table.create(media(50_001).zone(Zone.of(zone)).build());
    }
    List<Expectation> all;
    try (Stream<Expectation> dump = table.dump()) {
      all = dump.filter(expectation -> expectation.tuple().destinationPort() == 50_001).toList();
    }
    assertThat(all).hasSize(4).allSatisfy(shown -> assertThat(shown.zone()).isEmpty());

    all.forEach(table::delete);

    assertThat(ports()).containsExactly(50_000, 50_000, 50_000, 50_000);
    assertThat(table.deleteAll(view -> true))
        .hasToString("4 matched, 4 changed, 0 already gone, 0 failed");
    assertThat(table.count()).isZero();
  }

  @Test
  void createsAndDeletesInBulk() {
    List<Expectation> many = new ArrayList<>();
    for (int flow = 0; flow < 50; flow++) {
      Tuple master = Tuple.udp("192.0.2.1", 6000 + flow, "192.0.2.2", 5060);
      master(master, "sip", Zone.DEFAULT);
      for (int port = 0; port < 4; port++) {
        Tuple tuple = Tuple.udp("192.0.2.2", 0, "192.0.2.1", 10_000 + 10 * flow + port);
        many.add(
            Expectation.builder(tuple, master)
                .expectationClass(1)
                .timeout(Duration.ofSeconds(port % 2 == 0 ? 1000 : 2000))
                .build());
      }
    }
    many.add(70, many.get(69));
    many.add(media(50_000).build()); // its master is not there

    BulkReport created = table.createAll(many);

    assertThat(created.changed()).isEqualTo(200);
    assertThat(created.firstFailures())
        .extracting(failure -> failure.index() + " " + failure.reason().errno())
        .containsExactly("70 " + Errno.EEXIST, "201 " + Errno.ENOENT);
    assertThat(table.count()).isEqualTo(200);
    BulkReport deleted = table.deleteAll(view -> view.timeoutSeconds() > 1000);
    assertThat(deleted).hasToString("100 matched, 100 changed, 0 already gone, 0 failed");
    assertThat(ports()).hasSize(100).allMatch(port -> port % 2 == 0);
  }

  @Test
  void flushesAllZonesAndFamilies() {
    master(FTP, "ftp", Zone.of(9));
    master(SIP6, "sip", Zone.DEFAULT);
    table.create(Expectation.builder(DATA, FTP).zone(Zone.of(9)).build());
    table.create(Expectation.builder(Tuple.udp("::", 0, "2001:db8::1", 50_000), SIP6).build());
    assertThat(table.count()).isEqualTo(2);

    table.flush();

    assertThat(table.count()).isZero();
    assertThat(conntrack.table().count()).isEqualTo(2);
  }

  @Test
  void setsTheTimeAnew() {
    master(FTP, "ftp", Zone.of(3));
    table.create(Expectation.builder(DATA, FTP).zone(Zone.of(3)).build());

    table.update(DATA, Zone.of(3), Duration.ofHours(2));

    assertThat(table.get(DATA, Zone.of(3)).orElseThrow().timeoutSeconds()).isBetween(7190L, 7200L);
    assertThatExceptionOfType(ExpectationNotFoundException.class)
        .isThrownBy(() -> table.update(DATA, Zone.DEFAULT, Duration.ofHours(2)))
        .withMessageContaining("ENOENT");
  }

  @Test
  void endsWithItsMaster() {
    master(FTP, "ftp", Zone.DEFAULT);
    table.create(Expectation.builder(DATA, FTP).build());

    conntrack.table().delete(FTP);

    assertThat(table.count()).isZero();
  }

  /** FTP expects one data connection at a time. */
  @Test
  void replacesTheOldestWhenTheHelpersLimitIsReached() {
    master(FTP, "ftp", Zone.DEFAULT);
    table.create(Expectation.builder(DATA, FTP).build());

    table.create(Expectation.builder(Tuple.tcp("192.0.2.1", 0, "192.0.2.2", 50_001), FTP).build());

    assertThat(ports()).containsExactly(50_001);
  }

  @Test
  void refusesAnExpectationTwice() {
    master(SIP, "sip", Zone.DEFAULT);
    Expectation expectation = media(50_000).build();
    table.create(expectation);

    assertThatExceptionOfType(ExpectationExistsException.class)
        .isThrownBy(() -> table.create(expectation))
        .withMessageContaining("already exists (EEXIST) - its master expects such a flow already");
    assertThatExceptionOfType(ExpectationExistsException.class)
        .isThrownBy(() -> table.create(expectation.toBuilder().expectationClass(0).build()));
    assertThat(table.count()).isEqualTo(1);
  }

  @Test
  void refusesOneThatOverlapsUnderItsMask() {
    master(SIP, "sip", Zone.DEFAULT);
    table.create(
        Expectation.builder(Tuple.udp("192.0.2.9", 77, "192.0.2.1", 50_000), SIP)
            .expectationClass(1)
            .build());

    assertThatExceptionOfType(ExpectationExistsException.class)
        .isThrownBy(
            () ->
                table.create(
                    Expectation.builder(Tuple.udp("0.0.0.0", 0, "192.0.2.1", 50_000), SIP)
                        .expectationClass(1)
                        .build()))
        .withMessageContaining("(EBUSY)");
  }

  @Test
  void refusesOneOfAnotherMaster() {
    Tuple other = Tuple.udp("192.0.2.8", 5060, "192.0.2.2", 5060);
    master(SIP, "sip", Zone.DEFAULT);
    master(other, "sip", Zone.DEFAULT);
    Expectation first = media(50_000).build();
    table.create(first);

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(
            () ->
                table.create(Expectation.builder(first.tuple(), other).expectationClass(1).build()))
        .satisfies(e -> assertThat(e.errno()).isIn(Errno.EEXIST, Errno.EALREADY, Errno.EBUSY));
  }

  @Test
  void refusesOneWithoutMaster() {
    assertThatExceptionOfType(FlowNotFoundException.class)
        .isThrownBy(() -> table.create(Expectation.builder(DATA, FTP).build()))
        .withMessageContaining("its master " + FTP + " is not in the table");
  }

  @Test
  void refusesOneWhoseMasterHasNoHelper() {
    conntrack.table().create(SampleFlows.plain(FTP));

    assertThatExceptionOfType(UnsupportedByKernelException.class)
        .isThrownBy(() -> table.create(Expectation.builder(DATA, FTP).build()))
        .withMessageContaining("its master " + FTP + " has no helper");
  }

  @Test
  void refusesWhatTheKernelDoesNotKnow() {
    master(FTP, "ftp", Zone.DEFAULT);
    ExpectationBuilder builder = Expectation.builder(DATA, FTP);

    List<Expectation> wrong =
        List.of(
            builder.expectationClass(9).build(),
            builder.expectationClass(0).flags(ExpectationFlags.of(0x80)).build(),
            builder.flags(ExpectationFlags.of(0)).function("nonesuch").build());

    assertThat(IntStream.range(0, wrong.size()))
        .allSatisfy(
            i ->
                assertThatExceptionOfType(ConntrackException.class)
                    .isThrownBy(() -> table.create(wrong.get(i)))
                    .withMessageContaining("(EINVAL) - the kernel may not know one of: class")
                    .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL)));
    assertThat(table.count()).isZero();
  }
}
