package io.conntrack.filter;

import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import java.util.Objects;

/**
 * Selects flows with this helper: {@code helper ftp}. A flow without a helper is not selected.
 * Immutable.
 *
 * @param name the helper's name, case counts
 */
public record HelperIs(String name) implements FlowFilter {

  /** Takes the name. */
  public HelperIs {
    Objects.requireNonNull(name, "name");
  }

  @Override
  public boolean test(FlowView flow) {
    return flow.has(FlowAttribute.HELPER) && flow.helperName().equals(name);
  }

  @Override
  public String toString() {
    return "helper " + Words.quoted(name);
  }
}
