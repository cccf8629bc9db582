package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DirectionTest {

  @Test
  void hasAnOpposite() {
    assertThat(Direction.ORIGINAL.opposite()).isEqualTo(Direction.REPLY);
    assertThat(Direction.REPLY.opposite()).isEqualTo(Direction.ORIGINAL);
  }
}
