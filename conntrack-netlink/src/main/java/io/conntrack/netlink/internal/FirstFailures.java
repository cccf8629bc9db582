package io.conntrack.netlink.internal;

import io.conntrack.ConntrackException;
import java.util.ArrayList;
import java.util.List;

/** Keeps the first failures of many, for a report. Confined to one thread. */
final class FirstFailures {

  private static final int KEPT = 8;

  private final List<ConntrackException> failures = new ArrayList<>();

  void add(ConntrackException failure) {
    if (failures.size() < KEPT) {
      failures.add(failure);
    }
  }

  List<ConntrackException> list() {
    return failures;
  }
}
