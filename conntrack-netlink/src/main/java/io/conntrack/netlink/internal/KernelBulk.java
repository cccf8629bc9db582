package io.conntrack.netlink.internal;

import io.conntrack.Bulk;
import io.conntrack.BulkListener;
import io.conntrack.BulkReport;
import io.conntrack.BulkRequest;
import io.conntrack.BulkRule;
import io.conntrack.ConntrackTable;
import io.conntrack.filter.Contradiction;
import io.conntrack.spi.BulkTally;
import java.util.List;
import java.util.stream.Stream;

/** Changes many flows of the kernel's table at a time. Thread-safe. */
final class KernelBulk implements Bulk {

  private final OpenDumps sockets;
  private final ConntrackTable table;

  KernelBulk(OpenDumps sockets, ConntrackTable table) {
    this.sockets = sockets;
    this.table = table;
  }

  @Override
  public List<BulkReport> apply(List<BulkRule> rules) {
    List<BulkRule> all = List.copyOf(rules);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("no rule - give at least one");
    }
    all.forEach(rule -> Contradiction.refuse(rule.filter()));
    return inBatches(all);
  }

  /** Dumps the table and deals with each flow as the first rule that selects it says. */
  private List<BulkReport> inBatches(List<BulkRule> rules) {
    RulePass pass = new RulePass(rules);
    Operation operation = pass.operation();
    try (FlowSource dump = sockets.open(operation, pass.filter());
        BulkWriter updates = writer(operation, pass.progress(), true);
        BulkWriter deletions = writer(operation, pass.progress(), true)) {
      while (dump.next()) {
        pass.take(dump.flow(), updates, deletions);
      }
      updates.flush();
      deletions.flush();
    }
    return pass.reports();
  }

  @Override
  public BulkReport execute(Stream<BulkRequest> requests, BulkListener listener) {
    BulkTally tally = new BulkTally(listener);
    BulkProgress progress = new BulkProgress("requests", List.of(tally));
    Operation operation = Operation.of("carry out", progress);
    try (BulkWriter writer = writer(operation, progress, false)) {
      requests
          .sequential()
          .forEachOrdered(
              request ->
                  writer.add(
                      request.action(), request.flow(), tally, request.update().orElse(null)));
      writer.flush();
    }
    return tally.report();
  }

  private BulkWriter writer(Operation operation, BulkProgress progress, boolean dumped) {
    return new BulkWriter(operation, progress, () -> sockets.openBatches(operation), table, dumped);
  }
}
