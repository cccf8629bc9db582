package io.conntrack.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Law;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LocalTimeTest {

  private static final DateTimeFormatter C_DATE =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);
  private static final List<String> ZONES =
      List.of("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Kiritimati");

  @Test
  void writesADateAsTheCLibraryDoes() {
    assertThat(date("UTC", Instant.parse("2026-11-03T04:38:06Z").getEpochSecond()))
        .isEqualTo("Tue Nov  3 04:38:06 2026");
  }

  @Test
  void writesAnElement() {
    StringBuilder text = new StringBuilder();

    new LocalTime(ZoneId.of("UTC"))
        .appendElement(text, Instant.parse("2026-11-22T04:05:09Z").getEpochSecond());

    assertThat(text)
        .hasToString(
            "<when><hour>4</hour><min>05</min><sec>09</sec><wday>1</wday><day>22</day>"
                + "<month>11</month><year>2026</year></when>");
  }

  @Law
  void agreesWithTheLibraryOfTheJdk(long seed) {
    Random random = new Random(seed);
    String zone = ZONES.get(random.nextInt(ZONES.size()));
    LocalTime local = new LocalTime(ZoneId.of(zone));
    long second = random.nextLong(4_102_444_800L); // up to the year 2100
    for (int step = 0; step < 100; step++) {
      StringBuilder text = new StringBuilder();
      local.appendDate(text, second);

      assertThat(text)
          .as("seed %d: %d in %s", seed, second, zone)
          .hasToString(
              ZonedDateTime.ofInstant(Instant.ofEpochSecond(second), ZoneId.of(zone))
                  .format(C_DATE));
      second += random.nextInt(100_000); // near enough to keep a day, or a quarter of an hour
    }
  }

  private static String date(String zone, long second) {
    StringBuilder text = new StringBuilder();
    new LocalTime(ZoneId.of(zone)).appendDate(text, second);
    return text.toString();
  }
}
