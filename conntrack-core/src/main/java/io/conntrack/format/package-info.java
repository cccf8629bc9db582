/**
 * Everything here turns flows and expectations into text that people and scripts know from the
 * {@code conntrack} command.
 *
 * <p>Formats work on {@link io.conntrack.FlowView} and {@link io.conntrack.ExpectationView} and
 * append to a caller's {@link StringBuilder}, so that a long listing allocates nothing per entry.
 */
@NullMarked
package io.conntrack.format;

import org.jspecify.annotations.NullMarked;
