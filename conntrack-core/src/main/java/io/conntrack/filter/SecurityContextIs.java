package io.conntrack.filter;

import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import java.util.Objects;

/**
 * Selects flows with this security context: {@code secctx system_u:object_r:packet_t:s0}. A flow
 * without one is not selected. Immutable.
 *
 * @param name the context, case counts
 */
public record SecurityContextIs(String name) implements FlowFilter {

  /** Takes the name. */
  public SecurityContextIs {
    Objects.requireNonNull(name, "name");
  }

  @Override
  public boolean test(FlowView flow) {
    return flow.has(FlowAttribute.SECURITY_CONTEXT) && flow.securityContextName().equals(name);
  }

  @Override
  public String toString() {
    return "secctx " + Words.quoted(name);
  }
}
