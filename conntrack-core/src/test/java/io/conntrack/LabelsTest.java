package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0000000000000001, 0",
    "1, 0000000000000002, 0",
    "63, 8000000000000000, 0",
    "64, 0, 0000000000000001",
    "127, 0, 8000000000000000",
  })
  void putsEachNumberIntoItsBit(int number, String low, String high) {
    Labels labels = Labels.of(number);

    assertThat(labels)
        .isEqualTo(new Labels(Long.parseUnsignedLong(low, 16), Long.parseUnsignedLong(high, 16)));
    assertThat(labels.contains(number)).isTrue();
    assertThat(labels).hasToString("{" + number + "}");
  }

  @Test
  void listsItsNumbersUpwards() {
    assertThat(Labels.of(127, 3, 64, 63, 3)).hasToString("{3, 63, 64, 127}");
    assertThat(Labels.NONE).hasToString("{}");
  }

  @Test
  void withoutNumbersIsNone() {
    assertThat(Labels.of()).isEqualTo(Labels.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4, 62, 65, 67, 126, -1, -61, 128, 131, 192, Integer.MIN_VALUE})
  void doesNotContainOtherNumbers(int number) {
    assertThat(Labels.of(1, 3, 63, 64, 127).contains(number)).isFalse();
  }

  @Test
  void containsAllOfASubset() {
    Labels labels = Labels.of(1, 2, 64, 65);

    assertThat(labels.containsAll(Labels.of(2, 65))).isTrue();
    assertThat(labels.containsAll(labels)).isTrue();
    assertThat(labels.containsAll(Labels.NONE)).isTrue();
    assertThat(labels.containsAll(Labels.of(2, 3))).isFalse();
    assertThat(labels.containsAll(Labels.of(2, 66))).isFalse();
    assertThat(Labels.NONE.containsAll(labels)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 128, Integer.MAX_VALUE})
  void refusesANumberOutOfRange(int number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Labels.of(1, number))
        .withMessage("label %d is out of range: 0 to 127", number);
  }
}
