package io.conntrack.filter;

import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import java.util.Objects;

/**
 * Selects flows that carry an attribute, whatever its value: {@code has labels}. Immutable.
 *
 * @param attribute the attribute
 */
public record Has(FlowAttribute attribute) implements FlowFilter {

  /** Takes the attribute. */
  public Has {
    Objects.requireNonNull(attribute, "attribute");
  }

  @Override
  public boolean test(FlowView flow) {
    return flow.has(attribute);
  }

  @Override
  public String toString() {
    return "has " + Words.of(attribute);
  }
}
