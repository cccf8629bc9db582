package io.conntrack.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.conntrack.Law;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NumberSetTest {

  @Test
  void joinsRangesThatOverlapOrTouch() {
    NumberSet set =
        NumberSet.of(List.of(new NumberRange(7, 9), new NumberRange(1, 3), new NumberRange(2, 6)));

    assertThat(set).isEqualTo(NumberSet.range(1, 9)).hasToString("1-9");
    assertThat(set.isRange()).isTrue();
    assertThat(set.isSingle()).isFalse();
    assertThat(NumberSet.of(5, 5).isSingle()).isTrue();
    assertThat(NumberSet.of(3, 1, 2, 9).ranges())
        .containsExactly(new NumberRange(1, 3), new NumberRange(9, 9));
  }

  @Test
  void refusesWhatIsNoSet() {
    assertThatIllegalArgumentException()
        .isThrownBy(NumberSet::of)
        .withMessage("no number given - name at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NumberSet.range(5, 4))
        .withMessage("range 5-4 is empty or negative - expected first-last from 0 on");
  }

  @Law
  void containsAndIntersectsLikeASetOfBits(long seed) {
    Random random = new Random(seed);
    BitSet bits = new BitSet();
    BitSet others = new BitSet();
    NumberSet set = random(random, bits);
    NumberSet other = random(random, others);

    assertThat(IntStream.range(0, 300).filter(set::contains).toArray())
        .as("seed %d", seed)
        .isEqualTo(bits.stream().toArray());
    assertThat(set.intersects(other)).as("seed %d", seed).isEqualTo(bits.intersects(others));
  }

  private static NumberSet random(Random random, BitSet bits) {
    return NumberSet.of(
        IntStream.range(0, 1 + random.nextInt(8))
            .mapToObj(
                i -> {
                  int first = random.nextInt(250);
                  int last = first + random.nextInt(20);
                  bits.set(first, last + 1);
                  return new NumberRange(first, last);
                })
            .toList());
  }
}
