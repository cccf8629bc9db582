/**
 * Everything here is about the control socket, over which a running daemon takes commands: a client
 * sends the number of a request as an {@code int} in native byte order and reads the answer, a
 * text, up to its end. Client and server work with those of conntrack-tools too.
 */
@NullMarked
package io.conntrack.examples.conntrackd.control;

import org.jspecify.annotations.NullMarked;
