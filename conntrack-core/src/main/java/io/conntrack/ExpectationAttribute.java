package io.conntrack;

/** Names what an expectation may carry beside its tuple, its mask and its master. */
public enum ExpectationAttribute {
  /** Time to live: {@code CTA_EXPECT_TIMEOUT}. */
  TIMEOUT,
  /** The kernel's id: {@code CTA_EXPECT_ID}. */
  ID,
  /** Zone: {@code CTA_EXPECT_ZONE}. The kernel takes it and never sends it. */
  ZONE,
  /** Flags: {@code CTA_EXPECT_FLAGS}. */
  FLAGS,
  /** Class within the helper: {@code CTA_EXPECT_CLASS}. */
  CLASS,
  /** Name of the master's helper: {@code CTA_EXPECT_HELP_NAME}. */
  HELPER,
  /** Name of the function that sets the expected flow up: {@code CTA_EXPECT_FN}. */
  FUNCTION,
  /** NAT of the expected flow: {@code CTA_EXPECT_NAT}. */
  NAT;

  @SuppressWarnings("EnumOrdinal") // any numbering will do, nobody stores it
  private final int bit = 1 << ordinal();

  /** Returns this attribute's bit in {@link ExpectationView#attributeBits()}. */
  public int bit() {
    return bit;
  }
}
