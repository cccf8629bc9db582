/**
 * Everything here turns flows into text that people and scripts know from the {@code conntrack}
 * command.
 *
 * <p>Formats work on {@link io.conntrack.FlowView} and append to a caller's {@link StringBuilder},
 * so that a long listing allocates nothing per flow.
 */
@NullMarked
package io.conntrack.format;

import org.jspecify.annotations.NullMarked;
