/**
 * Everything here makes up the {@code conntrack} command: it reads a command line, does the work
 * through the public API of {@code io.conntrack}, and prints what conntrack-tools 1.4.7 would
 * print.
 *
 * <p>The way of a command line: {@link io.conntrack.examples.cli.CommandLineParser} turns words
 * into {@link io.conntrack.examples.cli.Arguments}, {@link io.conntrack.examples.cli.OptionRules}
 * checks what goes with what, and {@link io.conntrack.examples.cli.FlowCommands} acts.
 */
@NullMarked
package io.conntrack.examples.cli;

import org.jspecify.annotations.NullMarked;
