package io.conntrack.netlink;

import static io.conntrack.EventType.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.EventOptions;
import io.conntrack.EventStream;
import io.conntrack.LossPolicy;
import io.conntrack.Resynced;
import io.conntrack.netlink.testing.KernelTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flight recording shows what the library does, if it is asked to. */
@KernelTest
class EventRecordingIT {

  private static final List<String> NAMES =
      List.of("Dump", "EventBatch", "Overrun", "Resync").stream()
          .map(name -> "io.conntrack." + name)
          .toList();

  @Test
  void recordsDumpsBatchesOverrunsAndResyncs(@TempDir Path directory) throws Exception {
    Map<String, List<RecordedEvent>> recorded = record(directory, true);

    assertThat(recorded).containsOnlyKeys(NAMES);
    RecordedEvent batch = recorded.get("io.conntrack.EventBatch").get(0);
    assertThat(batch.getInt("events")).isEqualTo(2);
    assertThat(batch.getString("namespace")).isEmpty();
    RecordedEvent overrun = recorded.get("io.conntrack.Overrun").get(0);
    assertThat(overrun.getLong("lost")).isEqualTo(3);
    assertThat(overrun.getString("cause")).isEqualTo("OVERRUN");
    assertThat(overrun.getLong("bufferBytes")).isEqualTo(2_560);
    RecordedEvent resync = recorded.get("io.conntrack.Resync").get(0);
    assertThat(resync.getLong("flows")).isEqualTo(5);
    assertThat(resync.getDuration()).isPositive();
    RecordedEvent dump = recorded.get("io.conntrack.Dump").get(0);
    assertThat(dump.getLong("entries")).isEqualTo(5);
    assertThat(dump.getLong("bytes")).isGreaterThan(5 * 150);
    assertThat(dump.getString("operation")).isEqualTo("events");
    assertThat(dump.getDuration()).isPositive().isLessThanOrEqualTo(resync.getDuration());
  }

  @Test
  void recordsNothingByDefault(@TempDir Path directory) throws Exception {
    assertThat(record(directory, false)).isEmpty();
  }

  private static Map<String, List<RecordedEvent>> record(Path directory, boolean enabled)
      throws IOException {
    Path file = directory.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      if (enabled) {
        NAMES.forEach(recording::enable);
      }
      recording.start();
      loseAndResync();
      recording.stop();
      recording.dump(file);
    }
    assertThat(Files.size(file)).isPositive();
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("io.conntrack."))
        .collect(Collectors.groupingBy(event -> event.getEventType().getName()));
  }

  private static void loseAndResync() {
    EventOptions options = EventOptions.of(NEW).buffer(2, 2).batchSize(2).policy(LossPolicy.RESYNC);
    try (Conntrack conntrack = Conntrack.open();
        EventStream events = conntrack.events(options);
        NumberedFlows flows = NumberedFlows.open()) {
      flows.create(2);
      Drained.of(events);
      flows.create(0);
      conntrack.table().flush();
      try (NumberedFlows more = NumberedFlows.open()) {
        more.create(5);
      }
      Drained.until(events, Resynced.class::isInstance);
    }
  }
}
