package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZoneTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32768, 65535})
  void keepsItsId(int id) {
    assertThat(Zone.of(id).id()).isEqualTo(id);
    assertThat(Zone.of(id)).isEqualTo(new Zone(id)).hasToString(Integer.toString(id));
  }

  @Test
  void zeroIsTheDefault() {
    assertThat(Zone.of(0)).isSameAs(Zone.DEFAULT);
    assertThat(Zone.of(1)).isNotEqualTo(Zone.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65536})
  void refusesAnIdOutOfRange(int id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Zone.of(id))
        .withMessage("zone %d is out of range: 0 to 65535", id);
  }
}
