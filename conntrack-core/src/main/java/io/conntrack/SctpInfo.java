package io.conntrack;

/**
 * What connection tracking knows of an SCTP flow ({@code CTA_PROTOINFO_SCTP}). Immutable.
 *
 * @param state the tracking state
 * @param originalTag the verification tag in packets of the original direction, an unsigned 32-bit
 *     number; the responder chose it
 * @param replyTag the verification tag in packets of the reply direction
 */
public record SctpInfo(SctpState state, int originalTag, int replyTag) implements ProtocolInfo {}
