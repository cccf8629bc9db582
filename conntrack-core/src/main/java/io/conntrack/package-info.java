/**
 * Everything here is the API that programs use: {@link io.conntrack.Conntrack} opens a connection
 * tracking system, {@link io.conntrack.ConntrackTable} reads and changes its flows, and the value
 * types say what a flow is.
 *
 * <p>The package knows no system call and no wire format; backends implement its interfaces and are
 * found through {@link io.conntrack.spi.ConntrackProvider}. Values are immutable. A value that the
 * kernel did not send is absent, which is not the same as zero.
 */
@NullMarked
package io.conntrack;

import org.jspecify.annotations.NullMarked;
