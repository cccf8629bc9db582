/**
 * Everything here compares the library with small C programs, side by side on one table; {@code
 * bin/compare} starts it.
 */
@NullMarked
package io.conntrack.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
