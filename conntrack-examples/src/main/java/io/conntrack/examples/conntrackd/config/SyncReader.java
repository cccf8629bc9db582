package io.conntrack.examples.conntrackd.config;

import io.conntrack.examples.conntrackd.config.SyncSettings.ExpectationSync;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the {@code Sync} clause: defaults, ranges, and what does not go together. */
final class SyncReader {

  private static final int RESEND_QUEUE = 131_072;
  private static final int ACKNOWLEDGEMENT_WINDOW = 300;
  private static final int REFRESH_SECONDS = 60;
  private static final int CACHE_SECONDS = 180;
  private static final int PURGE_SECONDS = 60;

  private final Block block;
  private final List<String> warnings;

  SyncReader(Block block, List<String> warnings) {
    this.block = block;
    this.warnings = warnings;
  }

  SyncSettings read() {
    SyncMode mode = mode();
    LinkReader links = new LinkReader(block, warnings);
    Block options = block.merged("Options");
    return new SyncSettings(
        mode,
        commitTimeout(mode),
        everywhere().seconds("PurgeTimeout", PURGE_SECONDS),
        links.read(),
        links.errorQueueLength(),
        options.isOn("TCPWindowTracking", false),
        options.last("ExpectationSync").map(SyncReader::expectations).orElse(ExpectationSync.OFF));
  }

  /** Returns the clauses that may stand in the mode as well as beside it, together. */
  private Block everywhere() {
    List<Directive> all = new java.util.ArrayList<>(block.directives());
    all.addAll(block.merged("Mode").directives());
    return new Block(List.copyOf(all), List.of());
  }

  private SyncMode mode() {
    Optional<Directive> clause = block.last("Mode");
    if (clause.isEmpty()) {
      warnings.add("No synchronization mode specified. Defaulting to FT-FW mode.");
    }
    String name = clause.map(Directive::value).orElse("FTFW").toUpperCase(Locale.ROOT);
    Block body = clause.map(Directive::body).orElse(Block.EMPTY);
    return switch (name) {
      case "ALARM" -> alarm();
      case "PERSISTENT" -> {
        renamed(clause, "persistent", "alarm");
        yield alarm();
      }
      case "NOTRACK" ->
          new SyncMode.Notrack(
              body.isOn("DisableInternalCache", false),
              body.isOn("DisableExternalCache", false),
              body.isOn("StartupResync", false));
      case "NACK" -> {
        renamed(clause, "nack", "ftfw");
        yield ftfw(body);
      }
      default -> ftfw(body);
    };
  }

  private void renamed(Optional<Directive> clause, String old, String current) {
    warnings.add(
        "line "
            + clause.map(Directive::line).orElse(0)
            + ": Now `"
            + old
            + "' mode is called `"
            + current
            + "'. Please, update your conntrackd.conf file.");
  }

  private static SyncMode ftfw(Block body) {
    return new SyncMode.Ftfw(
        orDefault(body.number("ResendQueueSize", 0), RESEND_QUEUE),
        orDefault(body.number("ACKWindowSize", 0), ACKNOWLEDGEMENT_WINDOW),
        body.isOn("DisableExternalCache", false),
        body.isOn("StartupResync", false));
  }

  private SyncMode alarm() {
    Block all = everywhere();
    return new SyncMode.Alarm(
        Duration.ofSeconds(orDefault(all.number("RefreshTime", 0), REFRESH_SECONDS)),
        Duration.ofSeconds(orDefault(all.number("CacheTimeout", 0), CACHE_SECONDS)));
  }

  private static int orDefault(int number, int whenZero) {
    return number == 0 ? whenZero : number;
  }

  private Optional<Duration> commitTimeout(SyncMode mode) {
    int seconds = everywhere().number("CommitTimeout", 0);
    if (seconds > 0 && mode.injects()) {
      warnings.add(
          "`CommitTimeout' can't be combined with `DisableExternalCache', ignoring this option."
              + " Fix your configuration file.");
      return Optional.empty();
    }
    return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }

  private static ExpectationSync expectations(Directive clause) {
    if (clause.values().isEmpty()) {
      List<String> helpers = clause.body().words().stream().map(Word::text).toList();
      return new ExpectationSync(true, helpers);
    }
    return new ExpectationSync(Value.isOn(clause.value()), List.of());
  }
}
