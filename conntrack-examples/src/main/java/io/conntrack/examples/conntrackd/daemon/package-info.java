/**
 * Everything here is the running daemon and what surrounds it on a system: log files, syslog, the
 * lock file, the service manager.
 */
@NullMarked
package io.conntrack.examples.conntrackd.daemon;

import org.jspecify.annotations.NullMarked;
