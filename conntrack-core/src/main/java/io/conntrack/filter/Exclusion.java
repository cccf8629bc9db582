package io.conntrack.filter;

import io.conntrack.FlowFilter;

/** Finds out why two leaves of a rarer kind exclude each other. */
final class Exclusion {

  private Exclusion() {}

  /** Returns why the leaves exclude each other, empty if they may not. */
  static String between(FlowFilter a, FlowFilter b) {
    if (a instanceof StateIn p && b instanceof StateIn q) {
      return p.states().intersects(q.states()) ? "" : "a flow has one state";
    }
    if (a instanceof IcmpIn p && b instanceof IcmpIn q) {
      return p.field() == q.field()
              && p.direction() == q.direction()
              && !p.values().intersects(q.values())
          ? "a tuple has one " + p.field()
          : "";
    }
    if (a instanceof SctpTagIn p && b instanceof SctpTagIn q) {
      return p.direction() == q.direction() && !p.tags().intersects(q.tags())
          ? "a direction has one tag"
          : "";
    }
    if (a instanceof IdIn p && b instanceof IdIn q) {
      return p.ids().intersects(q.ids()) ? "" : "a flow has one id";
    }
    if (a instanceof HelperIs || a instanceof SecurityContextIs) {
      return a.equals(b) ? "" : "a flow has one at most";
    }
    if (a instanceof QuantityIs p && b instanceof QuantityIs q) {
      return p.quantity() == q.quantity()
              && (p.comparison().leavesNothing(p.value(), q.comparison(), q.value())
                  || q.comparison().leavesNothing(q.value(), p.comparison(), p.value()))
          ? "no number is both"
          : "";
    }
    if (a instanceof AgeIs p && b instanceof AgeIs q) {
      return p.comparison().leavesNothing(p.nanos(), q.comparison(), q.nanos())
              || q.comparison().leavesNothing(q.nanos(), p.comparison(), p.nanos())
          ? "no age is both"
          : "";
    }
    return "";
  }
}
