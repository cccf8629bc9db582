/**
 * Everything here is an event of the JDK's Flight Recorder that shows what the backend does. All
 * are off by default; a recording enables them by name, for example {@code
 * io.conntrack.EventBatch#enabled=true}. While one is off it costs a test of a flag and allocates
 * nothing.
 *
 * <p>Knows nothing of netlink.
 */
@NullMarked
package io.conntrack.netlink.internal.jfr;

import org.jspecify.annotations.NullMarked;
