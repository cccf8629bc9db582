package io.conntrack.netlink.internal;

import io.conntrack.Bulk;
import io.conntrack.BulkAction;
import io.conntrack.BulkListener;
import io.conntrack.BulkReport;
import io.conntrack.BulkRequest;
import io.conntrack.BulkRule;
import io.conntrack.filter.Contradiction;
import io.conntrack.filter.KernelTrust;
import io.conntrack.filter.Planner;
import io.conntrack.filter.Pushdown;
import io.conntrack.spi.BulkTally;
import java.util.List;
import java.util.stream.Stream;

/** Changes many flows of the kernel's table at a time. Thread-safe. */
final class KernelBulk implements Bulk {

  private final OpenDumps sockets;
  private final KernelTable table;
  private final KernelTrust trust;

  KernelBulk(OpenDumps sockets, KernelTable table, KernelTrust trust) {
    this.sockets = sockets;
    this.table = table;
    this.trust = trust;
  }

  @Override
  public List<BulkReport> apply(List<BulkRule> rules) {
    List<BulkRule> all = List.copyOf(rules);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("no rule - give at least one");
    }
    all.forEach(rule -> Contradiction.refuse(rule.filter()));
    Pushdown flushed = all.size() == 1 ? flushable(all.get(0)) : Pushdown.NONE;
    return flushed.isEmpty() ? inBatches(all) : List.of(flush(all.get(0), flushed));
  }

  /** Returns what the kernel can be trusted to delete by in one request; nobody hears of each. */
  private Pushdown flushable(BulkRule rule) {
    return rule.action() == BulkAction.DELETE && rule.listener() == BulkListener.NONE
        ? Planner.flush(rule.filter(), trust).conditions()
        : Pushdown.NONE;
  }

  /** The kernel does not tell how many flows it deletes. */
  private BulkReport flush(BulkRule rule, Pushdown conditions) {
    Operation operation = Operation.of("delete all", rule.filter());
    long before = table.count(operation);
    table.flush(operation, conditions);
    return BulkReport.estimate(Math.max(0, before - table.count(operation)));
  }

  /** Dumps the table and deals with each flow as the first rule that selects it says. */
  private List<BulkReport> inBatches(List<BulkRule> rules) {
    RulePass pass = new RulePass(rules);
    Operation operation = pass.operation();
    try (FlowSource dump = sockets.open(operation, pass.demanded(), pass.selected());
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
