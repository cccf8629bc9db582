package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlowAttributeTest {

  @Test
  void eachHasABitOfItsOwn() {
    assertThat(Arrays.stream(FlowAttribute.values()).map(FlowAttribute::bit))
        .doesNotHaveDuplicates()
        .allSatisfy(bit -> assertThat(Long.bitCount(bit)).isEqualTo(1));
  }

  /** The tests that visit each field would overlook an attribute without one. */
  @ParameterizedTest
  @EnumSource
  void eachIsKnownToTheTests(FlowAttribute attribute) {
    assertThat(FlowField.values()).extracting(FlowField::attribute).contains(attribute);
  }
}
