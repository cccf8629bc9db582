package io.conntrack.netlink.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ReceiveBatchTest {
  @Test
  void startsWithEmptySlots() {
    ReceiveBatch batch = ReceiveBatch.allocate(3, 100);

    assertThat(batch.slots()).isEqualTo(3);
    assertThat(batch.length(2)).isZero();
    assertThat(batch.isTruncated(2)).isFalse();
    assertThat(batch.slot(2).remaining()).isZero();
  }

  @Test
  void roundsSlotsUpToEight() {
    assertThat(ReceiveBatch.allocate(3, 100).slot(0).capacity()).isEqualTo(104);
  }

  @Test
  void slotsAreInHostOrder() {
    assertThat(ReceiveBatch.allocate(1, 8).slot(0).order()).isEqualTo(ByteOrder.nativeOrder());
  }

  @Test
  void refusesAnEmptyBatch() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReceiveBatch.allocate(0, 100))
        .withMessage("0 slots of 100 bytes: less than 1");
  }
}
