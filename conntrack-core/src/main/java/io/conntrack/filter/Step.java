package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import java.util.List;

/**
 * A leaf of a tree and which leaf decides next, depending on what it says; negations are gone.
 * Immutable.
 *
 * <p>A tree of any shape runs in one loop over such steps. The loop calls each kind of leaf at a
 * place of its own, where the compiler of the JVM inlines it; a single place for all kinds would be
 * a call through a table for each leaf.
 */
final class Step {

  private static final int ADDRESS = 0;
  private static final int PORT = 1;
  private static final int PROTOCOL = 2;
  private static final int STATUS = 3;
  private static final int MARK = 4;
  private static final int ZONE = 5;
  private static final int STATE = 6;
  private static final int FAMILY = 7;
  private static final int NATTED = 8;
  private static final int QUANTITY = 9;
  private static final int LABEL = 10;
  private static final int ICMP = 11;
  private static final int HELPER = 12;
  private static final int ID = 13;
  private static final int AGE = 14;
  private static final int END = 15;

  /** The kinds of leaves in the order of their numbers. */
  private static final List<Class<? extends FlowFilter>> KINDS =
      List.of(
          AddressIn.class,
          PortIn.class,
          ProtocolIn.class,
          StatusIs.class,
          MarkIn.class,
          ZoneIn.class,
          StateIn.class,
          FamilyIs.class,
          Natted.class,
          QuantityIs.class,
          LabelIn.class,
          IcmpIn.class,
          HelperIs.class,
          IdIn.class,
          AgeIs.class);

  private static final Step SELECT = new Step();
  private static final Step REJECT = new Step();

  private final int kind;
  private final FlowFilter leaf;
  private final Step ifSelected;
  private final Step ifNot;

  private Step() {
    kind = END;
    leaf = AnyFlow.INSTANCE;
    ifSelected = this;
    ifNot = this;
  }

  private Step(FlowFilter leaf, Step ifSelected, Step ifNot) {
    this.kind = KINDS.indexOf(leaf.getClass());
    this.leaf = leaf;
    this.ifSelected = ifSelected;
    this.ifNot = ifNot;
  }

  /** Returns the first step of a filter. */
  static Step firstOf(FlowFilter filter) {
    return of(filter, SELECT, REJECT);
  }

  private static Step of(FlowFilter filter, Step ifSelected, Step ifNot) {
    if (filter instanceof Not not) {
      return of(not.operand(), ifNot, ifSelected);
    }
    if (filter instanceof And and) {
      Step next = ifSelected;
      for (int i = and.operands().size() - 1; i >= 0; i--) {
        next = of(and.operands().get(i), next, ifNot);
      }
      return next;
    }
    if (filter instanceof Or or) {
      Step next = ifNot;
      for (int i = or.operands().size() - 1; i >= 0; i--) {
        next = of(or.operands().get(i), ifSelected, next);
      }
      return next;
    }
    return new Step(filter, ifSelected, ifNot);
  }

  /** Says whether the filter that this is the first step of selects the flow. */
  boolean test(FlowView flow) {
    Step step = this;
    while (step.kind != END) {
      step = step.fits(flow) ? step.ifSelected : step.ifNot;
    }
    return step == SELECT;
  }

  private boolean fits(FlowView flow) {
    return switch (kind) {
      case ADDRESS -> ((AddressIn) leaf).test(flow);
      case PORT -> ((PortIn) leaf).test(flow);
      case PROTOCOL -> ((ProtocolIn) leaf).test(flow);
      case STATUS -> ((StatusIs) leaf).test(flow);
      case MARK -> ((MarkIn) leaf).test(flow);
      case ZONE -> ((ZoneIn) leaf).test(flow);
      case STATE -> ((StateIn) leaf).test(flow);
      case FAMILY -> ((FamilyIs) leaf).test(flow);
      case NATTED -> ((Natted) leaf).test(flow);
      case QUANTITY -> ((QuantityIs) leaf).test(flow);
      case LABEL -> ((LabelIn) leaf).test(flow);
      case ICMP -> ((IcmpIn) leaf).test(flow);
      case HELPER -> ((HelperIs) leaf).test(flow);
      case ID -> ((IdIn) leaf).test(flow);
      case AGE -> ((AgeIs) leaf).test(flow);
      default -> leaf.test(flow);
    };
  }
}
