package io.conntrack.netlink.internal;

import io.conntrack.Flow;
import io.conntrack.filter.KernelField;
import org.jspecify.annotations.Nullable;

/**
 * A flow to try a filter on.
 *
 * @param flow what is put into the table
 * @param differs the only field that does not meet the filter's condition; null if all do
 */
record ProbeFlow(Flow flow, @Nullable KernelField differs) {}
