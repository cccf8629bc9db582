package io.conntrack;

/**
 * How the TCP sequence numbers of one direction are shifted because a helper changed the length of
 * a packet. Immutable.
 *
 * @param position sequence number of the last change, an unsigned 32-bit number ({@code
 *     CTA_SEQADJ_CORRECTION_POS})
 * @param offsetBefore shift of numbers before it, signed ({@code CTA_SEQADJ_OFFSET_BEFORE})
 * @param offsetAfter shift of numbers behind it, signed ({@code CTA_SEQADJ_OFFSET_AFTER})
 */
public record SequenceAdjustment(int position, int offsetBefore, int offsetAfter) {}
