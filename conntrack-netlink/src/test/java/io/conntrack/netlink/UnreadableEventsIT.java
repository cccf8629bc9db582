package io.conntrack.netlink;

import static io.conntrack.EventType.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackEvent;
import io.conntrack.EventOptions;
import io.conntrack.EventStream;
import io.conntrack.EventsLost;
import io.conntrack.FlowEvent;
import io.conntrack.LossPolicy;
import io.conntrack.Resynced;
import io.conntrack.netlink.internal.sys.NativeBuffer;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.internal.uapi.Nfnl;
import io.conntrack.netlink.testing.KernelTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A socket filter of another process that keeps only a part of an event cuts it for others too: the
 * kernel shares the message among sockets.
 */
@KernelTest
class UnreadableEventsIT {

  private static final EventOptions OPTIONS = EventOptions.of(NEW);

  /** Opens a socket whose filter cuts messages; which sockets suffer depends on their order. */
  private static NetlinkSocket cutter() {
    NativeBuffer keepHundred = NativeBuffer.allocate(8);
    keepHundred.buffer().putShort(0, (short) 0x06); // BPF_RET | BPF_K
    keepHundred.buffer().putInt(4, 100);
    NetlinkSocket socket = NetlinkSocket.open();
    socket.attachFilter(keepHundred, 8);
    socket.joinGroup(Nfnl.NFNLGRP_CONNTRACK_NEW);
    return socket;
  }

  @Test
  void countsWhatItCannotReadAndGoesOn() {
    try (Conntrack conntrack = Conntrack.open();
        NumberedFlows flows = NumberedFlows.open();
        EventStream events = openBetweenCutters(conntrack, OPTIONS, flows)) {
      List<ConntrackEvent> all = Drained.of(events);

      assertThat(all)
          .extracting(ConntrackEvent::getClass)
          .containsExactly(FlowEvent.class, EventsLost.class, FlowEvent.class);
      EventsLost lost = (EventsLost) all.get(1);
      assertThat(lost.cause()).isEqualTo(EventsLost.Cause.UNREADABLE);
      assertThat(lost.count()).isEqualTo(3);
      assertThat(events.statistics().unreadable()).isEqualTo(3);
      assertThat(events.statistics().lost()).isZero();
    }
  }

  @Test
  void resyncsAfterThem() {
    try (Conntrack conntrack = Conntrack.open();
        NumberedFlows flows = NumberedFlows.open();
        EventStream events =
            openBetweenCutters(conntrack, OPTIONS.policy(LossPolicy.RESYNC), flows)) {
      List<ConntrackEvent> all = Drained.until(events, Resynced.class::isInstance);

      assertThat(((Resynced) all.get(all.size() - 1)).flows()).isEqualTo(5);
    }
  }

  /** Lets one event come whole, three cut and another one whole. */
  private static EventStream openBetweenCutters(
      Conntrack conntrack, EventOptions options, NumberedFlows flows) {
    NetlinkSocket before = cutter();
    EventStream events = conntrack.events(options);
    before.close();
    flows.create(1);
    NetlinkSocket first = cutter();
    NetlinkSocket second = cutter();
    flows.create(3);
    first.close();
    second.close();
    flows.create(1);
    return events;
  }
}
