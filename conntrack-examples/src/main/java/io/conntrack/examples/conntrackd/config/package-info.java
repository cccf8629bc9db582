/**
 * Everything here reads {@code conntrackd.conf} into immutable settings.
 *
 * <p>The way of a file: {@link io.conntrack.examples.conntrackd.config.Lexer} cuts it into words,
 * {@link io.conntrack.examples.conntrackd.config.BlockParser} checks them against the one table of
 * what may be written, {@link io.conntrack.examples.conntrackd.config.Clauses}, and the readers
 * make settings of what it found, which {@link
 * io.conntrack.examples.conntrackd.config.Configuration} holds. Nothing here opens a socket or asks
 * the system about interfaces.
 */
@NullMarked
package io.conntrack.examples.conntrackd.config;

import org.jspecify.annotations.NullMarked;
