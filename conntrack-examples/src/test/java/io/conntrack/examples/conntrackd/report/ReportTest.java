package io.conntrack.examples.conntrackd.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares the reports with outputs of the original, byte for byte. */
class ReportTest {

  private static final LinkNumbers UDP =
      new LinkNumbers("UDP", "sync0", "RUNNING", true, "", 1136, 64, 15, 5, 0, 0);
  private static final NetworkNumbers NOTHING_WRONG = new NetworkNumbers(0, 0, 0, 0, 0, 0, 0, 0, 0);

  private final StringBuilder out = new StringBuilder();

  private static String sample(String name) throws IOException {
    try (InputStream in =
        ReportTest.class.getResourceAsStream("/conntrackd/text/" + name + ".txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void showsStatistics() throws Exception {
    CacheReport.write(out, CacheNumbers.of("internal", 10, 10, 0, 16, 0));
    CacheReport.write(out, CacheNumbers.of("external", 0, 0, 0, 0, 0));
    CacheReport.writeTraffic(out, 0, 0);
    NetworkReport.writeActive(out, UDP);
    NetworkReport.writeTracking(out, NOTHING_WRONG);

    assertThat(out).hasToString(sample("ftfw-s"));
  }

  @Test
  void showsStatisticsWithoutCaches() throws Exception {
    CacheReport.writeBypass(out, 1, 4, 1);
    CacheReport.writeInject(out, CacheNumbers.of("external", 0, 0, 0, 0, 0));
    CacheReport.writeTraffic(out, 0, 0);
    NetworkReport.writeActive(
        out,
        new LinkNumbers(
            "TCP",
            "sync0",
            "RUNNING",
            true,
            "server=connected client=connected",
            432,
            40,
            4,
            5,
            1,
            0));
    NetworkReport.writeTracking(out, NOTHING_WRONG);

    assertThat(out).hasToString(sample("nocache-s"));
  }

  @Test
  void showsStatisticsMode() throws Exception {
    CacheReport.write(out, CacheNumbers.of("stats", 0, 15, 0, 12, 15));
    CacheReport.writeTraffic(out, 1468, 26);

    assertThat(out).hasToString(sample("stats-s"));
  }

  @Test
  void showsCaches() throws Exception {
    CacheReport.writeExtended(out, CacheNumbers.of("stats", 0, 15, 0, 12, 15));

    assertThat(out).hasToString(sample("stats-s-cache"));
  }

  @Test
  void showsTheNetwork() throws Exception {
    NetworkReport.write(out, NOTHING_WRONG);
    NetworkReport.writeActive(out, UDP);

    assertThat(out).hasToString(sample("ftfw-s-network"));
  }

  @Test
  void showsLinks() throws Exception {
    NetworkReport.writeLinks(
        out,
        List.of(
            new LinkNumbers("UDP", "sync0", "RUNNING", true, "", 1136, 80, 15, 6, 0, 0),
            new LinkNumbers("UDP", "sync1", "RUNNING", false, "", 0, 0, 0, 0, 0, 0)));

    assertThat(out).hasToString(sample("ftfw-s-link"));
  }

  @Test
  void showsQueues() throws Exception {
    NetworkReport.writeQueues(
        out,
        0,
        List.of(
            new QueueNumbers("txqueue", 0, Integer.MAX_VALUE, 0),
            new QueueNumbers("errorq", 0, 128, 0),
            new QueueNumbers("rsqueue", 0, 131_072, 0)));

    assertThat(out).hasToString(sample("ftfw-s-queue"));
  }

  @Test
  void showsTheDaemonItself() throws Exception {
    RuntimeReport.write(
        out, new RuntimeNumbers(Duration.ofSeconds(9), 27, 0, 0, 0, 0, 0, 0, 0, 2_097_152, 0, 0));

    assertThat(out).hasToString(sample("ftfw-s-runtime"));
  }

  @Test
  void showsHowLongItRuns() throws Exception {
    RuntimeReport.write(
        out, new RuntimeNumbers(Duration.ofMinutes(65), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));

    assertThat(out).startsWith("daemon uptime: 1 h 5 min\n");
  }
}
