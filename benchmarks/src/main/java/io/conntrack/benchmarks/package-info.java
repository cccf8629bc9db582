/**
 * Everything here measures what the library costs: JMH benchmarks of its parts, each without a
 * kernel.
 */
@NullMarked
package io.conntrack.benchmarks;

import org.jspecify.annotations.NullMarked;
