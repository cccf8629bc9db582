package io.conntrack.netlink.internal;

import io.conntrack.ConntrackException;
import io.conntrack.filter.KernelField;
import io.conntrack.filter.Pushdown;
import java.util.Set;

/** Tries filters on the running kernel, where nobody's flows are at stake. */
interface Prober {

  /** Where a kernel filters. */
  enum Place {
    DUMP,
    FLUSH
  }

  /**
   * Returns those fields of the conditions that the kernel compares rightly when it is sent all of
   * them; none if it misses flows that meet them all.
   *
   * @throws ConntrackException if it cannot be tried
   */
  Set<KernelField> honoured(Place place, Pushdown conditions);
}
