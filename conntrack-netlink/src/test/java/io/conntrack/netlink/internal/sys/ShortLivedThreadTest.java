package io.conntrack.netlink.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class ShortLivedThreadTest {
  @Test
  void runsOnAThreadOfItsOwn() {
    Thread thread = ShortLivedThread.call(Thread::currentThread);

    assertThat(thread).isNotSameAs(Thread.currentThread());
    assertThat(thread.isDaemon()).isTrue();
  }

  @Test
  void rethrowsWhatTheActionThrows() {
    IllegalStateException thrown = new IllegalStateException("no");

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> ShortLivedThread.call(() -> fail(thrown)))
        .isSameAs(thrown);
  }

  @Test
  void rethrowsErrors() {
    AssertionError thrown = new AssertionError("no");

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () ->
                ShortLivedThread.call(
                    () -> {
                      throw thrown;
                    }))
        .isSameAs(thrown);
  }

  @Test
  void finishesInSpiteOfAnInterruptAndKeepsIt() {
    Thread.currentThread().interrupt();

    String result = ShortLivedThread.call(() -> "done");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result).isEqualTo("done");
  }

  private static String fail(RuntimeException thrown) {
    throw thrown;
  }
}
