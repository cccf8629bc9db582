package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.spi.ExpectationBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationTest {

  private static final Tuple TUPLE = Tuple.tcp("10.0.0.1", 0, "10.0.0.2", 5000);
  private static final Tuple MASK = Tuple.tcp("255.255.255.255", 0, "255.255.255.255", 65535);
  private static final Tuple MASTER = Tuple.tcp("10.0.0.1", 40_000, "10.0.0.2", 21);
  private static final Tuple NAT = Tuple.tcp("192.0.2.1", 6000, "0.0.0.0", 0);

  private static ExpectationBuffer plain() {
    ExpectationBuffer buffer = new ExpectationBuffer();
    buffer.tuple().copy(TUPLE);
    buffer.mask().copy(MASK);
    buffer.master().copy(MASTER);
    return buffer;
  }

  private static ExpectationBuffer complete() {
    ExpectationBuffer buffer = plain();
    buffer.timeout(-1);
    buffer.id(-2);
    buffer.zone(0x1_0007);
    buffer.flags(0x11);
    buffer.classNumber(-3);
    buffer.helper("ftp");
    buffer.function("nat-follow-master");
    buffer.nat(Direction.REPLY).copy(NAT);
    return buffer;
  }

  @Test
  void keepsEverythingThatABufferHas() {
    Expectation expectation = Expectation.copyOf(complete());

    assertThat(expectation.tuple()).isEqualTo(TUPLE);
    assertThat(expectation.mask()).isEqualTo(MASK);
    assertThat(expectation.master()).isEqualTo(MASTER);
    assertThat(expectation.timeout()).contains(Duration.ofSeconds(0xffff_ffffL));
    assertThat(expectation.id()).contains(ExpectationId.of(-2));
    assertThat(expectation.zone()).contains(Zone.of(7));
    assertThat(expectation.flags()).contains(ExpectationFlags.of(0x11));
    assertThat(expectation.expectationClass()).hasValue(0xffff_fffdL);
    assertThat(expectation.helper()).contains("ftp");
    assertThat(expectation.function()).contains("nat-follow-master");
    assertThat(expectation.nat()).contains(new ExpectationNat(Direction.REPLY, NAT));
    assertThat(expectation.natTuple()).isEqualTo(NAT);
  }

  @Test
  void knowsAbsenceFromZero() {
    ExpectationBuffer zero = plain();
    zero.timeout(0);
    zero.classNumber(0);

    assertThat(Expectation.copyOf(zero).timeout()).contains(Duration.ZERO);
    assertThat(Expectation.copyOf(zero).expectationClass()).hasValue(0);
    assertThat(Expectation.copyOf(plain()).timeout()).isEmpty();
    assertThat(Expectation.copyOf(plain()).expectationClass()).isEmpty();
    assertThat(Expectation.copyOf(plain()).nat()).isEmpty();
    assertThat(Expectation.copyOf(plain()).natDirection()).isNull();
    assertThat(Expectation.copyOf(zero)).isNotEqualTo(Expectation.copyOf(plain()));
  }

  @Test
  void isEqualToWhatCarriesTheSame() {
    Expectation one = Expectation.copyOf(complete());
    Expectation other = Expectation.copyOf(complete());
    ExpectationBuffer different = complete();
    different.nat(Direction.ORIGINAL).copy(NAT);

    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one).isNotEqualTo(Expectation.copyOf(different));
    assertThat(Expectation.copyOf(one)).isSameAs(one);
  }

  @Test
  void isEmptyAfterClear() {
    ExpectationBuffer buffer = complete();
    buffer.clear();

    assertThat(buffer.attributeBits()).isZero();
    assertThat(buffer.timeoutSeconds()).isZero();
    assertThat(buffer.idBits()).isZero();
    assertThat(buffer.helperName()).isEmpty();
    assertThat(buffer.functionName()).isEmpty();
    assertThat(buffer.natTuple()).isNull();
  }

  @Test
  void readsLikeASentence() {
    assertThat(Expectation.copyOf(plain()))
        .hasToString("tcp 10.0.0.1:0->10.0.0.2:5000 expected by tcp 10.0.0.1:40000->10.0.0.2:21");
    assertThat(Expectation.copyOf(complete()))
        .asString()
        .endsWith(" helper ftp flags PERMANENT|0x10 timeout 4294967295 s");
  }

  @ParameterizedTest
  @CsvSource({"0, 0x0", "1, PERMANENT", "3, PERMANENT|INACTIVE", "4, USERSPACE", "8, 0x8"})
  void namesFlags(int bits, String text) {
    assertThat(ExpectationFlags.of(bits)).hasToString(text);
    assertThat(ExpectationFlags.of(bits).has(ExpectationFlags.PERMANENT)).isEqualTo(bits % 2 == 1);
  }

  @Test
  void writesIdsUnsigned() {
    assertThat(ExpectationId.of(-1))
        .hasToString("4294967295")
        .returns(4294967295L, ExpectationId::asLong);
  }
}
