package io.conntrack.netlink.internal;

import io.conntrack.BulkAction;
import io.conntrack.BulkReport;
import io.conntrack.BulkRule;
import io.conntrack.FlowFilter;
import io.conntrack.FlowUpdate;
import io.conntrack.FlowView;
import io.conntrack.spi.BulkTally;
import java.util.List;
import java.util.Optional;

/** Finds the first rule that selects a flow, and deals with the flow as it says. */
final class RulePass {

  private final List<BulkRule> rules;
  private final List<BulkTally> tallies;
  private final BulkProgress progress;
  private int selected; // by the filter, for the flow that the dump shows then

  RulePass(List<BulkRule> rules) {
    this.rules = rules;
    this.tallies = rules.stream().map(rule -> new BulkTally(rule.listener())).toList();
    this.progress =
        new BulkProgress(
            rules.size() == 1 ? rules.get(0).filter().toString() : rules.size() + " rules",
            tallies);
  }

  Operation operation() {
    String verb = rules.size() == 1 ? rules.get(0).action() + " all" : "apply";
    return Operation.of(verb, progress);
  }

  BulkProgress progress() {
    return progress;
  }

  /** Returns what every flow meets that a rule selects; a kernel may know a part of it. */
  FlowFilter demanded() {
    return rules.stream().map(BulkRule::filter).reduce(FlowFilter::or).orElse(FlowFilter.any());
  }

  /** Returns what to deal with: exactly the flows that a rule selects. */
  FlowFilter selected() {
    return rules.size() == 1 ? rules.get(0).filter() : FlowFilter.of(this::select);
  }

  private boolean select(FlowView flow) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).filter().test(flow)) {
        selected = i;
        return true;
      }
    }
    return false;
  }

  /** Takes the flow that the dump shows. */
  void take(FlowView flow, BulkWriter updates, BulkWriter deletions) {
    BulkRule rule = rules.get(selected);
    BulkTally tally = tallies.get(selected);
    if (rule.action() == BulkAction.UPDATE) {
      Optional<FlowUpdate> update = rule.updateOf(flow);
      if (update.isPresent()) {
        updates.add(BulkAction.UPDATE, flow, tally, update.get());
      } else {
        tally.matched();
      }
    } else if (rule.action() == BulkAction.DELETE) {
      deletions.add(BulkAction.DELETE, flow, tally, null);
    } else {
      tally.matched();
    }
  }

  List<BulkReport> reports() {
    return tallies.stream().map(BulkTally::report).toList();
  }
}
