/**
 * Everything here keeps an exact copy of a connection tracking table inside the process.
 *
 * <p>Programs start with {@link io.conntrack.mirror.LiveTable}. It is built on the public API
 * alone, a table and a stream of events, and works with any backend.
 */
@NullMarked
package io.conntrack.mirror;

import org.jspecify.annotations.NullMarked;
