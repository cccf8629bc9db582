package io.conntrack.netlink.internal;

import io.conntrack.BulkReport;
import io.conntrack.ConntrackException;
import java.util.ArrayList;
import java.util.List;

/** Keeps the first failures of many, for a report. Confined to one thread. */
final class FirstFailures {

  private final List<ConntrackException> failures = new ArrayList<>();

  void add(ConntrackException failure) {
    if (failures.size() < BulkReport.LISTED) {
      failures.add(failure);
    }
  }

  List<ConntrackException> list() {
    return failures;
  }
}
