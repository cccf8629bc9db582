/**
 * Everything here is a node of the filter expression tree behind {@link io.conntrack.FlowFilter}.
 *
 * <p>Programs build filters with the factories of {@code FlowFilter}. The nodes are public because
 * backends walk the tree to compile it for the places where filters run. Nodes are immutable values
 * and depend on the API's value types alone.
 */
@NullMarked
package io.conntrack.filter;

import org.jspecify.annotations.NullMarked;
