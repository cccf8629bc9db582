package io.conntrack;

/**
 * What kernels before 6.17 know of a DCCP flow ({@code CTA_PROTOINFO_DCCP}). Immutable.
 *
 * @param state the tracking state
 * @param role 0 if the originator is the client, 1 if it is the server
 * @param handshakeSequence sequence number of the handshake, 48 bits
 */
public record DccpInfo(DccpState state, int role, long handshakeSequence) implements ProtocolInfo {}
