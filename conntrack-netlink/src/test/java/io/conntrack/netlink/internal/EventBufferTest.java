package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventBufferTest {

  private static final int EVENT = EventBuffer.EVENT_BYTES;

  private final SimulatedSocket socket = new SimulatedSocket(0, 0);

  @Test
  void holdsAsManyEventsAsAreWanted() {
    EventBuffer buffer = new EventBuffer(socket, 100, 1_000);

    assertThat(socket.receiveBuffer()).isEqualTo(100 * EVENT);
    assertThat(buffer.bytes()).isEqualTo(100 * EVENT);
    assertThat(buffer.events()).isEqualTo(100);
    assertThat(buffer.clamp()).isEmpty();
    assertThat(buffer.highWaterEvents()).isZero();
  }

  @Test
  void doublesWhenMoreThanHalfWasFullUpToItsLimit() {
    EventBuffer buffer = new EventBuffer(socket, 100, 350);

    buffer.queued(50 * EVENT);
    assertThat(buffer.events()).isEqualTo(100);
    buffer.queued(51 * EVENT);
    assertThat(buffer.events()).isEqualTo(200);
    buffer.overran();
    assertThat(buffer.events()).isEqualTo(350);
    assertThat(buffer.highWaterEvents()).isEqualTo(200);
    buffer.overran();
    assertThat(buffer.events()).isEqualTo(350);
    assertThat(buffer.clamp()).isEmpty();
  }

  @Test
  void takesWhatTheSystemAllowsAndSaysWhatWouldLiftIt() {
    socket.limit(10 * EVENT); // of which the kernel makes twice as much
    EventBuffer buffer = new EventBuffer(socket, 100, 1_000);

    assertThat(buffer.events()).isEqualTo(20);
    assertThat(buffer.clamp())
        .contains(
            "the receive buffer holds 20 events instead of 100: net.core.rmem_max is 12800 - raise"
                + " it by \"sysctl -w net.core.rmem_max=64000\", or give the process CAP_NET_ADMIN"
                + " in the initial user namespace");
    buffer.overran();
    assertThat(buffer.events()).isEqualTo(20);
  }

  @Test
  void isClampedWhileItGrows() {
    socket.limit(100 * EVENT);
    EventBuffer buffer = new EventBuffer(socket, 150, 1_000);
    assertThat(buffer.clamp()).isEmpty();

    buffer.overran();

    assertThat(buffer.events()).isEqualTo(200);
    assertThat(buffer.clamp().orElseThrow()).contains("holds 200 events instead of 300");
  }

  /** The largest that options allow stays within an int of bytes. */
  @Test
  void holdsTheLargestNumberOfEvents() {
    EventBuffer buffer = new EventBuffer(socket, 800_000, 800_000);

    assertThat(buffer.events()).isEqualTo(800_000);
  }
}
