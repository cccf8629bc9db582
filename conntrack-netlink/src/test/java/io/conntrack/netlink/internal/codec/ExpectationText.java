package io.conntrack.netlink.internal.codec;

import io.conntrack.ExpectationAttribute;
import io.conntrack.ExpectationView;
import io.conntrack.Tuple;
import io.conntrack.TupleView;
import java.util.Locale;
import java.util.Objects;
import java.util.StringJoiner;

/** Says in words everything that an expectation carries, a line for each attribute. */
final class ExpectationText {

  private ExpectationText() {}

  static String of(ExpectationView expectation) {
    StringJoiner lines = new StringJoiner("\n");
    lines.add("tuple " + Tuple.copyOf(expectation.tuple()));
    lines.add("mask " + Tuple.copyOf(expectation.mask()));
    lines.add("master " + Tuple.copyOf(expectation.master()));
    for (ExpectationAttribute attribute : ExpectationAttribute.values()) {
      if (expectation.has(attribute)) {
        lines.add(attribute.name().toLowerCase(Locale.ROOT) + " " + value(attribute, expectation));
      }
    }
    return lines.toString();
  }

  private static String value(ExpectationAttribute attribute, ExpectationView expectation) {
    return switch (attribute) {
      case TIMEOUT -> Long.toString(expectation.timeoutSeconds());
      case ID -> "0x" + Integer.toHexString(expectation.idBits());
      case ZONE -> Integer.toString(expectation.zoneId());
      case FLAGS -> "0x" + Integer.toHexString(expectation.flagBits());
      case CLASS -> Long.toString(expectation.classNumber());
      case HELPER -> expectation.helperName();
      case FUNCTION -> expectation.functionName();
      case NAT -> expectation.natDirection() + " " + tuple(expectation.natTuple());
    };
  }

  private static Tuple tuple(TupleView view) {
    return Tuple.copyOf(Objects.requireNonNull(view));
  }
}
