package io.conntrack.examples.conntrackd.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the {@code General} clause: defaults and ranges. */
final class GeneralReader {

  private static final int BUCKETS = 65_536;
  private static final int LIMIT = 262_144;
  private static final int OVERRUN_SECONDS = 30;
  private static final int ITERATIONS = 100;
  private static final int HIGHEST_PRIORITY = 99;
  private static final int LONGEST_SOCKET_PATH = 107;
  private static final int LONGEST_PATH = 256;
  private static final String LOG_FILE = "/var/log/conntrackd.log";
  private static final Path LOCK_FILE = Path.of("/var/lock/conntrackd.lock");

  private final Block block;
  private final List<String> warnings;

  GeneralReader(Block block, List<String> warnings) {
    this.block = block;
    this.warnings = warnings;
  }

  GeneralSettings read() {
    if (block.has("Nice")) {
      warnings.add(
          "deprecated nice configuration, ignoring. The nice value can be set externally with"
              + " nice(1) and renice(1).");
    }
    Block unix = block.merged("UNIX");
    if (unix.has("Backlog")) {
      warnings.add("deprecated unix backlog configuration, ignoring.");
    }
    return new GeneralSettings(
        orDefault(block.number("HashSize", 0), BUCKETS),
        orDefault(block.number("HashLimit", 0), LIMIT),
        block.file("LogFile", LOG_FILE),
        facility(block, warnings),
        block.last("LockFile").map(GeneralReader::lockFile).orElse(LOCK_FILE),
        unix.last("Path").map(GeneralReader::socket),
        netlink(),
        block.has("Scheduler") ? Optional.of(scheduler()) : Optional.empty(),
        block.isOn("Systemd", true),
        new FilterReader(warnings).read(block));
  }

  private static int orDefault(int number, int whenZero) {
    return number == 0 ? whenZero : number;
  }

  private static Path lockFile(Directive clause) {
    return Block.path(clause, LONGEST_PATH, "LockFile path");
  }

  private static Path socket(Directive clause) {
    return Block.path(clause, LONGEST_SOCKET_PATH, "Path");
  }

  /** Reads a {@code Syslog} clause. */
  static Optional<Facility> facility(Block block, List<String> warnings) {
    Optional<Directive> clause = block.last("Syslog");
    if (clause.isEmpty()) {
      return Optional.empty();
    }
    String word = clause.get().value();
    if (Value.SWITCH.accepts(word)) {
      return Value.isOn(word) ? Optional.of(Facility.DAEMON) : Optional.empty();
    }
    Optional<Facility> named = Facility.named(word);
    if (named.isEmpty()) {
      warnings.add(
          "line "
              + clause.get().line()
              + ": '"
              + word
              + "' is not a known syslog facility, ignoring - daemon and local0 to local7 are");
    }
    return named;
  }

  private NetlinkSettings netlink() {
    return new NetlinkSettings(
        bytes("NetlinkBufferSize", "SocketBufferSize"),
        bytes(
            "NetlinkBufferSizeMaxGrowth", "SocketBufferSizeMaxGrowth", "SocketBufferSizeMaxGrown"),
        overrunResync(),
        block.isOn("NetlinkEventsReliable", false),
        orDefault(block.number("EventIterationLimit", 0), ITERATIONS),
        block.last("PollSecs").map(GeneralReader::interval));
  }

  private long bytes(String... names) {
    return block.last(names).map(clause -> clause.number(0, Integer.MAX_VALUE)).orElse(0L);
  }

  private Optional<Duration> overrunResync() {
    Optional<Directive> clause = block.last("NetlinkOverrunResync");
    if (clause.isEmpty() || Value.SWITCH.accepts(clause.get().value())) {
      return block.isOn("NetlinkOverrunResync", true)
          ? Optional.of(Duration.ofSeconds(OVERRUN_SECONDS))
          : Optional.empty();
    }
    long seconds = clause.get().number(0, Integer.MAX_VALUE);
    return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }

  private static Duration interval(Directive clause) {
    if (clause.value().matches("0+")) {
      throw ConfigurationException.wrong(clause, "`PollSecs' clause must be > 0");
    }
    return Duration.ofSeconds(clause.number(1, Integer.MAX_VALUE));
  }

  private SchedulerSettings scheduler() {
    Block clauses = block.merged("Scheduler");
    return new SchedulerSettings(
        clauses.last("Type").map(GeneralReader::policy).orElse(SchedulerSettings.Policy.RR),
        clauses
            .last("Priority")
            .map(clause -> (int) clause.number(0, HIGHEST_PRIORITY))
            .orElse(HIGHEST_PRIORITY));
  }

  private static SchedulerSettings.Policy policy(Directive clause) {
    for (SchedulerSettings.Policy one : SchedulerSettings.Policy.values()) {
      if (one.name().equalsIgnoreCase(clause.value())) {
        return one;
      }
    }
    throw ConfigurationException.wrong(
        clause, "unknown scheduler `" + clause.value() + "', RR or FIFO is allowed");
  }
}
