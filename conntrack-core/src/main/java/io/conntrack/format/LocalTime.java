package io.conntrack.format;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneRules;

/**
 * A time as clocks on the wall show it. Finding the date and the offset of a time zone makes
 * objects, so both are kept until a time needs others. Thread-safe.
 */
final class LocalTime {

  private static final int SECONDS_PER_DAY = 86_400;
  private static final int SECONDS_PER_HOUR = 3_600;
  private static final int SECONDS_PER_MINUTE = 60;

  /** Time zones change their offset at multiples of this. */
  private static final int SECONDS_PER_QUARTER = 900;

  private static final String[] DAYS = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  private record Offset(long quarter, int seconds) {}

  private record Day(long number, LocalDate date) {}

  private final ZoneRules rules;
  private volatile Offset offset = new Offset(Long.MIN_VALUE, 0);
  private volatile Day day = new Day(0, LocalDate.EPOCH);

  LocalTime(ZoneId zone) {
    rules = zone.getRules();
  }

  /** Appends seconds since the epoch in the form of {@code ctime(3)}. */
  void appendDate(StringBuilder text, long epochSecond) {
    long local = local(epochSecond);
    LocalDate date = date(local);
    text.append(DAYS[date.getDayOfWeek().getValue() % 7]).append(' ');
    text.append(MONTHS[date.getMonthValue() - 1]).append(date.getDayOfMonth() < 10 ? "  " : " ");
    text.append(date.getDayOfMonth()).append(' ');
    appendTwoDigits(text, hour(local)).append(':');
    appendTwoDigits(text, minute(local)).append(':');
    appendTwoDigits(text, second(local)).append(' ').append(date.getYear());
  }

  /** Appends seconds since the epoch as the element {@code when}. */
  void appendElement(StringBuilder text, long epochSecond) {
    long local = local(epochSecond);
    LocalDate date = date(local);
    text.append("<when><hour>").append(hour(local)).append("</hour><min>");
    appendTwoDigits(text, minute(local)).append("</min><sec>");
    appendTwoDigits(text, second(local)).append("</sec><wday>");
    text.append(date.getDayOfWeek().getValue() % 7 + 1).append("</wday><day>");
    text.append(date.getDayOfMonth()).append("</day><month>");
    text.append(date.getMonthValue()).append("</month><year>");
    text.append(date.getYear()).append("</year></when>");
  }

  private long local(long epochSecond) {
    long quarter = Math.floorDiv(epochSecond, SECONDS_PER_QUARTER);
    Offset known = offset;
    if (known.quarter() != quarter) {
      int seconds = rules.getOffset(Instant.ofEpochSecond(epochSecond)).getTotalSeconds();
      known = new Offset(quarter, seconds);
      offset = known;
    }
    return epochSecond + known.seconds();
  }

  private LocalDate date(long localSecond) {
    long number = Math.floorDiv(localSecond, SECONDS_PER_DAY);
    Day known = day;
    if (known.number() != number) {
      known = new Day(number, LocalDate.ofEpochDay(number));
      day = known;
    }
    return known.date();
  }

  private static int hour(long localSecond) {
    return Math.floorMod(localSecond, SECONDS_PER_DAY) / SECONDS_PER_HOUR;
  }

  private static int minute(long localSecond) {
    return Math.floorMod(localSecond, SECONDS_PER_HOUR) / SECONDS_PER_MINUTE;
  }

  private static int second(long localSecond) {
    return Math.floorMod(localSecond, SECONDS_PER_MINUTE);
  }

  private static StringBuilder appendTwoDigits(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
