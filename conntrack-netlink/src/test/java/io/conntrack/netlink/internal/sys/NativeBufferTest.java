package io.conntrack.netlink.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Pointer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class NativeBufferTest {
  @Test
  void hasTheAddressOfItsBytes() {
    NativeBuffer memory = NativeBuffer.allocate(16);

    memory.buffer().putInt(8, 0x01020304);

    assertThat(new Pointer(memory.address()).getInt(8)).isEqualTo(0x01020304);
  }

  @Test
  void isZeroedAndInHostOrder() {
    NativeBuffer memory = NativeBuffer.allocate(16);

    assertThat(memory.capacity()).isEqualTo(16);
    assertThat(memory.buffer().getLong(8)).isZero();
    assertThat(memory.buffer().order()).isEqualTo(ByteOrder.nativeOrder());
  }
}
