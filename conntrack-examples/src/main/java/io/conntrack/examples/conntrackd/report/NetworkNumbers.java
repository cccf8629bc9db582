package io.conntrack.examples.conntrackd.report;

/**
 * Numbers of the messages from peers. Immutable.
 *
 * @param malformed messages that were not taken
 * @param wrongVersion of those, of another version of the protocol
 * @param wrongHeader of those, with a header that means nothing
 * @param wrongPayload of those, with wrong attributes
 * @param wrongType of those, of an unknown type
 * @param truncated of those, cut short
 * @param wrongSize of those, with a size that does not fit
 * @param lost messages that are missing in the sequence
 * @param before messages that came again or late
 */
public record NetworkNumbers(
    long malformed,
    long wrongVersion,
    long wrongHeader,
    long wrongPayload,
    long wrongType,
    long truncated,
    long wrongSize,
    long lost,
    long before) {}
