package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.conntrack.EventsLost.Cause;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsLostTest {

  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2026-01-01T00:00:01Z");
  private static final String TIMES = " between 2026-01-01T00:00:00Z and 2026-01-01T00:00:01Z";

  @ParameterizedTest
  @CsvSource({
    "1, OVERRUN, '', 1 event lost (OVERRUN)",
    "7, UNREADABLE, blue, 7 events lost (UNREADABLE) in blue",
    "0, KERNEL_MEMORY, '', some events lost (KERNEL_MEMORY)"
  })
  void readsLikeASentence(long count, Cause cause, String namespace, String text) {
    assertThat(new EventsLost(count, cause, SINCE, UNTIL, namespace)).hasToString(text + TIMES);
  }

  @Test
  void refusesANegativeCount() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EventsLost(-1, Cause.OVERRUN, SINCE, UNTIL, ""))
        .withMessage("lost events -1 must not be negative");
  }

  @Test
  void isPartOfItsException() {
    EventsLost lost = new EventsLost(7, Cause.OVERRUN, SINCE, UNTIL, "");
    EventsLostException exception = new EventsLostException("events", 105, lost);

    assertThat(exception.lost()).isEqualTo(lost);
    assertThat(exception.errno()).isEqualTo(105);
    assertThat(exception)
        .hasMessage(
            "events: 7 events lost (OVERRUN)"
                + TIMES
                + " - read faster, choose a larger receive buffer, or another policy than FAIL");
  }
}
