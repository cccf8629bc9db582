package io.conntrack;

/**
 * How an expected flow is translated ({@code CTA_EXPECT_NAT}). Immutable.
 *
 * @param direction the direction of the expected flow whose packets are translated
 * @param tuple what to; only source address and source port count, and the kernel shows the
 *     protocol of the master
 */
public record ExpectationNat(Direction direction, Tuple tuple) {}
