package io.conntrack;

import io.conntrack.spi.ExpectationBuffer;
import io.conntrack.spi.TupleBuffer;
import java.time.Duration;

/**
 * Builds an {@link Expectation}: one to be created in the kernel, or one for a test. Not
 * thread-safe; confine to one thread.
 *
 * <p>What is not set stays absent, except the mask: it selects the whole tuple but a source address
 * and a source port of 0, which then may be any.
 */
public final class ExpectationBuilder {

  private static final long ALL_ONES = -1;
  private static final long IPV4_ONES = 0xffff_ffffL;
  private static final int MAX_PORT = 0xffff;

  private final ExpectationBuffer expectation = new ExpectationBuffer();

  ExpectationBuilder(Tuple tuple, Tuple master) {
    checkFamily("master " + master, master.family(), tuple);
    expectation.tuple().copy(tuple);
    expectation.master().copy(master);
    selectWhatIsGiven(tuple, expectation.mask());
  }

  ExpectationBuilder(Expectation other) {
    expectation.copy(other);
  }

  private static void selectWhatIsGiven(Tuple tuple, TupleBuffer mask) {
    mask.copy(tuple);
    boolean v4 = tuple.family() == IpFamily.IPV4;
    long high = v4 ? 0 : ALL_ONES;
    long low = v4 ? IPV4_ONES : ALL_ONES;
    boolean anySource = tuple.sourceHigh() == 0 && tuple.sourceLow() == 0;
    mask.source(anySource ? 0 : high, anySource ? 0 : low);
    mask.destination(high, low);
    if (tuple.hasPorts()) {
      mask.ports(tuple.sourcePort() == 0 ? 0 : MAX_PORT, MAX_PORT);
    } else if (tuple.hasIcmp()) {
      mask.icmp(tuple.icmpType(), tuple.icmpCode(), MAX_PORT); // the kernel refuses other types
    }
  }

  /** Returns the expectation. The builder can go on and build others. */
  public Expectation build() {
    return Expectation.copyOf(expectation);
  }

  /**
   * Sets which bits of the tuple's source address and source port count; of the destination all do,
   * whatever the mask says. A port mask other than 0 and 65535 is possible.
   *
   * @throws IllegalArgumentException if its protocol or family is not that of the tuple
   */
  public ExpectationBuilder mask(Tuple mask) {
    if (mask.protocolNumber() != expectation.tuple().protocolNumber()
        || mask.family() != expectation.tuple().family()) {
      throw new IllegalArgumentException(
          "mask "
              + mask
              + " must have the family and protocol of the tuple "
              + Tuple.copyOf(expectation.tuple()));
    }
    expectation.mask().copy(mask);
    return this;
  }

  /**
   * Sets how long the flow is expected; a part of a second is rounded up. Without it the policy of
   * the master's helper decides.
   *
   * @throws IllegalArgumentException if it is negative or above 4294967295 seconds
   */
  public ExpectationBuilder timeout(Duration timeout) {
    expectation.timeout(Seconds.of("timeout", timeout));
    return this;
  }

  /** Sets the zone of the master. */
  public ExpectationBuilder zone(Zone zone) {
    expectation.zone(zone.id());
    return this;
  }

  /** Sets the kernel's id. */
  public ExpectationBuilder id(ExpectationId id) {
    expectation.id(id.bits());
    return this;
  }

  /** Sets the flags. */
  public ExpectationBuilder flags(ExpectationFlags flags) {
    expectation.flags(flags.bits());
    return this;
  }

  /**
   * Sets the class within the helper.
   *
   * @throws IllegalArgumentException if it is not 0 to 4294967295
   */
  public ExpectationBuilder expectationClass(long number) {
    if (number < 0 || number > IPV4_ONES) {
      throw new IllegalArgumentException("class " + number + " is out of range: 0 to 4294967295");
    }
    expectation.classNumber((int) number);
    return this;
  }

  /** Sets the name of the master's helper, for example {@code ftp}. */
  public ExpectationBuilder helper(String name) {
    expectation.helper(name);
    return this;
  }

  /**
   * Sets the name of the function that sets the expected flow up, for example {@code
   * nat-follow-master}.
   */
  public ExpectationBuilder function(String name) {
    expectation.function(name);
    return this;
  }

  /**
   * Sets how the expected flow is translated.
   *
   * @throws IllegalArgumentException if its family is not that of the tuple
   */
  public ExpectationBuilder nat(ExpectationNat nat) {
    checkFamily("NAT to " + nat.tuple(), nat.tuple().family(), Tuple.copyOf(expectation.tuple()));
    expectation.nat(nat.direction()).copy(nat.tuple());
    return this;
  }

  private static void checkFamily(String what, IpFamily family, Tuple tuple) {
    if (family != tuple.family()) {
      throw new IllegalArgumentException(
          "mixed address families: "
              + what
              + " is "
              + family
              + ", the expected "
              + tuple
              + " is "
              + tuple.family());
    }
  }
}
