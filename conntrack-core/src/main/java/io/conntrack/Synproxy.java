package io.conntrack;

/**
 * What the SYN proxy remembers of a flow; all zero on flows that a program created. Immutable.
 *
 * @param initialSequence its initial sequence number, an unsigned 32-bit number ({@code
 *     CTA_SYNPROXY_ISN})
 * @param initialTimestamp its initial TCP time stamp, an unsigned 32-bit number ({@code
 *     CTA_SYNPROXY_ITS})
 * @param timestampOffset shift of TCP time stamps, an unsigned 32-bit number ({@code
 *     CTA_SYNPROXY_TSOFF})
 */
public record Synproxy(int initialSequence, int initialTimestamp, int timestampOffset) {}
