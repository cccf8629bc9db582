/**
 * Everything here makes up the {@code conntrackd} command: it reads a command line, and either asks
 * a running daemon or becomes one.
 */
@NullMarked
package io.conntrack.examples.conntrackd;

import org.jspecify.annotations.NullMarked;
