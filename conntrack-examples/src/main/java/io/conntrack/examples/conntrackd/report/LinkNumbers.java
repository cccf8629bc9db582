package io.conntrack.examples.conntrackd.report;

/**
 * Numbers of a dedicated link. Immutable.
 *
 * @param kind {@code UDP}, {@code multicast} or {@code TCP}
 * @param device the network interface
 * @param status {@code RUNNING}, {@code NO-CARRIER} or {@code DOWN}
 * @param active whether it is the one that is sent over
 * @param connections of TCP, such as {@code server=connected client=connected}; else empty
 * @param bytesSent bytes sent
 * @param bytesReceived bytes received
 * @param packetsSent datagrams or writes
 * @param packetsReceived datagrams or reads
 * @param sendErrors failed sends
 * @param receiveErrors failed receives
 */
public record LinkNumbers(
    String kind,
    String device,
    String status,
    boolean active,
    String connections,
    long bytesSent,
    long bytesReceived,
    long packetsSent,
    long packetsReceived,
    long sendErrors,
    long receiveErrors) {}
