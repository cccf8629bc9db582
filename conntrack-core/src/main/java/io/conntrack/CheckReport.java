package io.conntrack;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a check of this system found, see {@link Conntrack#check()}. Immutable.
 *
 * @param findings the findings, in the order of the checks
 */
public record CheckReport(List<Finding> findings) {

  /** Copies the list. */
  public CheckReport {
    findings = List.copyOf(findings);
  }

  /** Returns the level of the gravest finding; of none {@link Finding.Level#GOOD}. */
  public Finding.Level level() {
    return findings.stream()
        .map(Finding::level)
        .max(Finding.Level::compareTo)
        .orElse(Finding.Level.GOOD);
  }

  /** Returns a finding by its {@link Finding#id}, absent if that was not checked. */
  public Optional<Finding> find(String id) {
    return findings.stream().filter(finding -> finding.id().equals(id)).findFirst();
  }

  /** Returns the status for a program to exit with: 0 all well, 1 hindrances, 2 nothing works. */
  public int exitStatus() {
    return switch (level()) {
      case GOOD, NOTE -> 0;
      case HINDRANCE -> 1;
      case FATAL -> 2;
    };
  }

  /** Returns the findings, one after the other. */
  @Override
  public String toString() {
    return findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
  }
}
