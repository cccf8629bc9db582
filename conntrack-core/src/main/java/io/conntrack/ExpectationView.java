package io.conntrack;

import org.jspecify.annotations.Nullable;

/**
 * Reads one expectation without allocating.
 *
 * <p>A view that a callback receives is valid only inside that callback and on its thread; {@link
 * Expectation#copyOf} keeps its content. An accessor of an attribute that the kernel did not send
 * returns 0, an empty text or null; {@link #has} tells absence from zero.
 */
public interface ExpectationView {

  /** Returns the attributes that it carries, a set of {@link ExpectationAttribute#bit()}. */
  int attributeBits();

  /** Says whether it carries this attribute. */
  default boolean has(ExpectationAttribute attribute) {
    return (attributeBits() & attribute.bit()) != 0;
  }

  /** Returns the tuple of the flow that is expected ({@code CTA_EXPECT_TUPLE}). */
  TupleView tuple();

  /**
   * Returns which bits of the tuple count: all of the destination always, of the source address and
   * the source port those that are set ({@code CTA_EXPECT_MASK}).
   */
  TupleView mask();

  /** Returns the original tuple of the flow that let it be expected ({@code CTA_EXPECT_MASTER}). */
  TupleView master();

  /** Returns the seconds left until it ends, 0 to 4294967295. */
  long timeoutSeconds();

  /** Returns the bits of the kernel's id. */
  int idBits();

  /** Returns the zone, 0 to 65535; 0 is the default zone. */
  int zoneId();

  /** Returns the flags, bits {@code NF_CT_EXPECT_*}. */
  int flagBits();

  /** Returns the class within the helper, 0 to 4294967295. */
  long classNumber();

  /** Returns the name of the master's helper, empty if absent. */
  String helperName();

  /** Returns the name of the function that sets the expected flow up, empty if absent. */
  String functionName();

  /** Returns the direction of the expected flow that is translated; null without NAT. */
  @Nullable Direction natDirection();

  /**
   * Returns what it is translated to, of which source address and source port count; null without
   * NAT.
   */
  @Nullable TupleView natTuple();
}
