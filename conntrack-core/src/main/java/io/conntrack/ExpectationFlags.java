package io.conntrack;

/**
 * The flags of an expectation ({@code CTA_EXPECT_FLAGS}). Immutable. Unknown bits are kept.
 *
 * @param bits all 32 bits
 */
public record ExpectationFlags(int bits) {

  /** It stays when it is fulfilled ({@code NF_CT_EXPECT_PERMANENT}). */
  public static final ExpectationFlags PERMANENT = new ExpectationFlags(0x1);

  /** It matches nothing for now ({@code NF_CT_EXPECT_INACTIVE}). */
  public static final ExpectationFlags INACTIVE = new ExpectationFlags(0x2);

  /** A program made it ({@code NF_CT_EXPECT_USERSPACE}). */
  public static final ExpectationFlags USERSPACE = new ExpectationFlags(0x4);

  /** Returns the flags with these bits. */
  public static ExpectationFlags of(int bits) {
    return new ExpectationFlags(bits);
  }

  /** Says whether all bits of {@code others} are set. */
  public boolean has(ExpectationFlags others) {
    return (bits & others.bits) == others.bits;
  }

  /** Returns the kernel's names joined by bars, bits without a name as a number. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    append(text, PERMANENT, "PERMANENT");
    append(text, INACTIVE, "INACTIVE");
    append(text, USERSPACE, "USERSPACE");
    int unnamed = bits & ~(PERMANENT.bits | INACTIVE.bits | USERSPACE.bits);
    if (unnamed != 0 || bits == 0) {
      text.append(text.isEmpty() ? "" : "|").append("0x").append(Integer.toHexString(unnamed));
    }
    return text.toString();
  }

  private void append(StringBuilder text, ExpectationFlags flag, String name) {
    if (has(flag)) {
      text.append(text.isEmpty() ? "" : "|").append(name);
    }
  }
}
