package io.conntrack.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.IpFamily;
import io.conntrack.Law;
import io.conntrack.RandomFlows;
import io.conntrack.Tuple;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TupleBufferTest {

  private final TupleBuffer tuple = new TupleBuffer();

  @Test
  void isAnEmptyIpv4TupleAtFirst() {
    assertThat(tuple.family()).isEqualTo(IpFamily.IPV4);
    assertThat(tuple.protocolNumber()).isZero();
    assertThat(tuple.hasPorts()).isFalse();
    assertThat(tuple.hasIcmp()).isFalse();
  }

  @Test
  void isFilledBitByBit() {
    tuple.family(IpFamily.IPV6);
    tuple.protocol(6);
    tuple.source(0x2001_0db8_0000_0000L, 1);
    tuple.destination(0x2001_0db8_0000_0000L, 0xc8);
    tuple.ports(40000, 443);

    assertThat(Tuple.copyOf(tuple)).isEqualTo(Tuple.tcp("2001:db8::1", 40000, "2001:db8::c8", 443));
  }

  @Test
  void keepsTheWidthOfEachField() {
    tuple.protocol(0x1ff);
    tuple.ports(0x1ffff, -1);

    assertThat(tuple.protocolNumber()).isEqualTo(255);
    assertThat(tuple.sourcePort()).isEqualTo(65535);
    assertThat(tuple.destinationPort()).isEqualTo(65535);
  }

  @Test
  void keepsTheWidthOfEachIcmpField() {
    tuple.icmp(0x1ff, -1, 0x1ffff);

    assertThat(tuple.icmpType()).isEqualTo(255);
    assertThat(tuple.icmpCode()).isEqualTo(255);
    assertThat(tuple.icmpId()).isEqualTo(65535);
  }

  @Test
  void hasNoPortsOnceItHasIcmpFields() {
    tuple.ports(1, 2);

    tuple.icmp(8, 0, 7);

    assertThat(tuple.hasIcmp()).isTrue();
    assertThat(tuple.icmpId()).isEqualTo(7);
    assertThat(tuple.hasPorts()).isFalse();
    assertThat(tuple.sourcePort()).isZero();
  }

  @Test
  void hasNoIcmpFieldsOnceItHasPorts() {
    tuple.icmp(8, 0, 7);

    tuple.ports(1, 2);

    assertThat(tuple.hasPorts()).isTrue();
    assertThat(tuple.destinationPort()).isEqualTo(2);
    assertThat(tuple.hasIcmp()).isFalse();
    assertThat(tuple.icmpId()).isZero();
  }

  @Law
  void aCopyKeepsNothingOfWhatWasThereBefore(long seed) {
    Random random = new Random(seed);
    Tuple before = RandomFlows.tuple(random);
    Tuple after = RandomFlows.tuple(random);

    tuple.copy(before);
    tuple.copy(after);

    assertThat(Tuple.copyOf(tuple)).as("seed %d", seed).isEqualTo(after);
    assertThat(tuple).as("seed %d", seed).hasToString(after.toString());
  }

  @Law
  void isEmptyAgainOnceCleared(long seed) {
    tuple.copy(RandomFlows.tuple(new Random(seed)));

    tuple.clear();

    assertThat(Tuple.copyOf(tuple)).as("seed %d", seed).isEqualTo(Tuple.copyOf(new TupleBuffer()));
  }
}
