package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExpectationBuilderTest {

  private static final Tuple TUPLE = Tuple.tcp("10.0.0.1", 0, "10.0.0.2", 5000);
  private static final Tuple MASTER = Tuple.tcp("10.0.0.1", 40_000, "10.0.0.2", 21);
  private static final Tuple MASTER6 = Tuple.tcp("2001:db8::1", 40_000, "2001:db8::2", 21);

  @Test
  void leavesASourceOfZeroOpen() {
    assertThat(mask(TUPLE)).isEqualTo(Tuple.tcp("255.255.255.255", 0, "255.255.255.255", 65535));
    assertThat(mask(Tuple.udp("0.0.0.0", 7, "10.0.0.2", 0)))
        .isEqualTo(Tuple.udp("0.0.0.0", 65535, "255.255.255.255", 65535));
    IpAddress ones = IpAddress.parse("255.255.255.255");
    assertThat(mask(Tuple.of(Protocol.of(89), TUPLE.source(), TUPLE.destination())))
        .isEqualTo(Tuple.of(Protocol.of(89), ones, ones));
  }

  @Test
  void leavesASourceOfZeroOpenInIpv6() {
    IpAddress ones = IpAddress.of(IpFamily.IPV6, -1, -1);
    Tuple given = Tuple.tcp("::1", 1, "::2", 2);
    Tuple any = Tuple.tcp("::", 0, "::2", 2);

    assertThat(Expectation.builder(given, MASTER6).build().mask())
        .isEqualTo(Tuple.of(Protocol.TCP, ones, 65535, ones, 65535));
    assertThat(Expectation.builder(any, MASTER6).build().mask())
        .isEqualTo(Tuple.of(Protocol.TCP, IpAddress.parse("::"), 0, ones, 65535));
  }

  @Test
  void selectsTheIdOfIcmpAndKeepsItsType() {
    assertThat(mask(Tuple.icmp("10.0.0.1", "10.0.0.2", 8, 0, 77)))
        .isEqualTo(Tuple.icmp("255.255.255.255", "255.255.255.255", 8, 0, 65535));
  }

  private static Tuple mask(Tuple tuple) {
    return Expectation.builder(tuple, MASTER).build().mask();
  }

  @Test
  void setsWhatItIsTold() {
    Tuple mask = Tuple.tcp("255.255.255.0", 0xff, "0.0.0.0", 0);
    ExpectationNat nat =
        new ExpectationNat(Direction.REPLY, Tuple.tcp("192.0.2.1", 6000, "0.0.0.0", 0));

    Expectation expectation =
        Expectation.builder(TUPLE, MASTER)
            .mask(mask)
            .timeout(Duration.ofMillis(1500))
            .zone(Zone.of(7))
            .id(ExpectationId.of(-2))
            .flags(ExpectationFlags.PERMANENT)
            .expectationClass(0xffff_ffffL)
            .helper("ftp")
            .function("nat-follow-master")
            .nat(nat)
            .build();

    assertThat(expectation.tuple()).isEqualTo(TUPLE);
    assertThat(expectation.master()).isEqualTo(MASTER);
    assertThat(expectation.mask()).isEqualTo(mask);
    assertThat(expectation.timeout()).contains(Duration.ofSeconds(2));
    assertThat(expectation.zone()).contains(Zone.of(7));
    assertThat(expectation.id()).contains(ExpectationId.of(-2));
    assertThat(expectation.flags()).contains(ExpectationFlags.PERMANENT);
    assertThat(expectation.expectationClass()).hasValue(0xffff_ffffL);
    assertThat(expectation.helper()).contains("ftp");
    assertThat(expectation.function()).contains("nat-follow-master");
    assertThat(expectation.nat()).contains(nat);
  }

  @Test
  void addsNothingThatItIsNotTold() {
    assertThat(Expectation.builder(TUPLE, MASTER).build().attributeBits()).isZero();
  }

  @Test
  void buildsOthersAfterTheFirst() {
    ExpectationBuilder builder = Expectation.builder(TUPLE, MASTER);
    Expectation first = builder.helper("ftp").build();
    Expectation second = builder.helper("sip").build();

    assertThat(first.helperName()).isEqualTo("ftp");
    assertThat(second.helperName()).isEqualTo("sip");
  }

  @Law
  void startsWithEverythingThatAnExpectationHas(long seed) {
    Expectation expectation = Expectation.copyOf(RandomExpectations.next(new Random(seed)));

    assertThat(expectation.toBuilder().build()).as("seed %d", seed).isEqualTo(expectation);
  }

  @Test
  void refusesWhatContradicts() {
    ExpectationBuilder builder = Expectation.builder(TUPLE, MASTER);
    Tuple nat6 = Tuple.tcp("::1", 1, "::", 0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Expectation.builder(TUPLE, MASTER6))
        .withMessageContaining("mixed address families: master tcp [2001:db8::1]:40000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.mask(Tuple.udp("10.0.0.1", 0, "10.0.0.2", 5000)))
        .withMessageContaining("must have the family and protocol of the tuple " + TUPLE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.mask(MASTER6))
        .withMessageContaining("must have the family and protocol");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.nat(new ExpectationNat(Direction.REPLY, nat6)))
        .withMessageContaining("mixed address families: NAT to");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.expectationClass(-1))
        .withMessage("class -1 is out of range: 0 to 4294967295");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.expectationClass(0x1_0000_0000L))
        .withMessageContaining("4294967296");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.timeout(Duration.ofSeconds(-1)))
        .withMessageContaining("out of range");
  }
}
