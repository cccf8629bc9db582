package io.conntrack.filter;

import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.FlowId;
import io.conntrack.FlowView;
import java.util.stream.Stream;

/**
 * Selects by the kernel's id: {@code id 1254395836}. An id identifies nothing, see {@link FlowId}.
 * A flow without an id is not selected. Immutable.
 *
 * @param ids what it must be, unsigned, each 0 to 4294967295
 */
public record IdIn(NumberSet ids) implements FlowFilter {

  /**
   * Checks the ids.
   *
   * @throws IllegalArgumentException if one is not in 0 to 4294967295
   */
  public IdIn {
    ids.requireAtMost(0xffffffffL, "id");
  }

  /**
   * Selects flows with one of these ids.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static IdIn of(FlowId... ids) {
    return new IdIn(NumberSet.of(Stream.of(ids).mapToLong(FlowId::asLong).toArray()));
  }

  @Override
  public boolean test(FlowView flow) {
    return flow.has(FlowAttribute.ID) && ids.contains(Integer.toUnsignedLong(flow.idBits()));
  }

  @Override
  public String toString() {
    return "id " + ids;
  }
}
