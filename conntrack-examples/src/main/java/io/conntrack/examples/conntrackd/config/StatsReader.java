package io.conntrack.examples.conntrackd.config;

import java.util.List;
import java.util.Optional;

/** Reads the {@code Stats} clause. */
final class StatsReader {

  private static final String LOG_FILE = "/var/log/conntrackd-stats.log";

  private final Block block;
  private final List<String> warnings;

  StatsReader(Block block, List<String> warnings) {
    this.block = block;
    this.warnings = warnings;
  }

  StatsSettings read(GeneralSettings general) {
    Optional<Facility> syslog = GeneralReader.facility(block, warnings);
    if (syslog.isPresent() && general.syslog().isPresent() && !syslog.equals(general.syslog())) {
      warnings.add("conflicting Syslog facility values, defaulting to General");
    }
    return new StatsSettings(block.file("LogFile", LOG_FILE), syslog);
  }
}
