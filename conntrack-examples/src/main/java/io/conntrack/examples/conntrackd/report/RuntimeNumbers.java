package io.conntrack.examples.conntrackd.report;

import java.time.Duration;

/**
 * Numbers of the daemon and its events. Immutable.
 *
 * @param uptime since it started
 * @param events received from the kernel
 * @param filtered of those, not selected in this process
 * @param unknown of those, of an unknown type
 * @param failed of those, that could not be read
 * @param dumpUnknown flows of dumps that could not be read
 * @param overruns how often events were lost
 * @param flushes of the kernel's table
 * @param resyncs with the kernel's table
 * @param bufferBytes the receive buffer
 * @param requestsUnread requests of clients that did not arrive
 * @param requestsUnknown requests that mean nothing
 */
public record RuntimeNumbers(
    Duration uptime,
    long events,
    long filtered,
    long unknown,
    long failed,
    long dumpUnknown,
    long overruns,
    long flushes,
    long resyncs,
    long bufferBytes,
    long requestsUnread,
    long requestsUnknown) {}
