/**
 * Everything here is for backends: the provider that {@link io.conntrack.Conntrack#open()} looks
 * for, and the reusable buffers that a backend fills with one flow after the other without
 * allocating.
 *
 * <p>Programs that only use connection tracking need nothing of this package.
 */
@NullMarked
package io.conntrack.spi;

import org.jspecify.annotations.NullMarked;
