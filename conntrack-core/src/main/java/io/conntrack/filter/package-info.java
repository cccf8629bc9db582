/**
 * Everything here is part of filters: the nodes of the expression tree behind {@link
 * io.conntrack.FlowFilter}, the sets that they look numbers and addresses up in, and the language
 * that filters are written in.
 *
 * <p>Programs that do not write a filter as text build it with the factories of {@code FlowFilter}
 * and of the leaves: {@link io.conntrack.filter.And}, {@link io.conntrack.filter.Or} and {@link
 * io.conntrack.filter.Not} join them. The nodes are public also because backends walk the tree to
 * compile it for the places where filters run. Nodes are immutable values and depend on the API's
 * value types alone.
 *
 * <p>{@link io.conntrack.filter.Planner} splits a filter between a kernel and the process; a
 * backend tells it by {@link io.conntrack.filter.KernelTrust} what its kernel does rightly.
 */
@NullMarked
package io.conntrack.filter;

import org.jspecify.annotations.NullMarked;
