package io.conntrack.examples.conntrackd.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where ended flows are logged. Immutable.
 *
 * @param logFile the file, absent for none
 * @param syslog the facility that the clause names, absent if flows do not go to syslog; which one
 *     they go to also depends on the general settings
 */
public record StatsSettings(Optional<Path> logFile, Optional<Facility> syslog) {

  static final StatsSettings NONE = new StatsSettings(Optional.empty(), Optional.empty());
}
