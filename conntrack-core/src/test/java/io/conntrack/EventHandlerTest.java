package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventHandlerTest {

  @Test
  void canBeALambdaThatIgnoresAllButFlows() {
    AtomicInteger flows = new AtomicInteger();
    EventHandler handler = (type, flow, origin) -> flows.incrementAndGet();

    handler.onExpectation(EventType.NEW, null, null);
    handler.onLost(null);
    handler.onResynced(null);
    handler.onFlow(EventType.NEW, Flows.tcp().build(), null);

    assertThat(flows).hasValue(1);
  }
}
