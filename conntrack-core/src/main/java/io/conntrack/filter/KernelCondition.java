package io.conntrack.filter;

import io.conntrack.FlowView;
import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.Mark;
import io.conntrack.Protocol;

/**
 * One comparison that a kernel can make: a field must have this value. Immutable.
 *
 * @param field what is compared
 * @param high upper half of an IPv6 address as {@link IpAddress#high()} gives it; of other fields
 *     the same for all values
 * @param low the value; of an address its {@link IpAddress#low()}, of the family the IP version, 4
 *     or 6
 * @param mask which bits of {@link KernelField#MARK} and {@link KernelField#STATUS} count, never
 *     none; -1 for other fields
 */
public record KernelCondition(KernelField field, long high, long low, int mask) {

  private static final int ALL_BITS = -1;

  /**
   * Checks that the condition is one: a mask without bits would match every flow.
   *
   * @throws IllegalArgumentException if it is not, or no flow could meet it
   */
  public KernelCondition {
    boolean maskable = field == KernelField.MARK || field == KernelField.STATUS;
    if (mask == 0 || (mask != ALL_BITS && !maskable)) {
      throw new IllegalArgumentException(
          "mask 0x" + Integer.toHexString(mask) + " makes no condition on " + field);
    }
    if (maskable && ((int) low != low || ((int) low & ~mask) != 0)) {
      throw new IllegalArgumentException(
          field + " 0x" + Long.toHexString(low) + " has bits outside of its mask");
    }
  }

  /** Returns a condition on all bits of a number. */
  public static KernelCondition of(KernelField field, long value) {
    return new KernelCondition(field, 0, value, ALL_BITS);
  }

  /** Returns a condition on some bits of the mark or the status. */
  public static KernelCondition of(KernelField field, int bits, int mask) {
    return new KernelCondition(field, 0, bits, mask);
  }

  /** Returns a condition on an address. */
  public static KernelCondition of(KernelField field, IpAddress address) {
    return new KernelCondition(field, address.high(), address.low(), ALL_BITS);
  }

  /** Returns the condition on the family. */
  public static KernelCondition of(IpFamily family) {
    return of(KernelField.FAMILY, family == IpFamily.IPV4 ? 4 : 6);
  }

  /** Returns the bits of a mark or a status. */
  public int bits() {
    return (int) low;
  }

  /** Returns the family of a condition on it. */
  IpFamily family() {
    return low == 4 ? IpFamily.IPV4 : IpFamily.IPV6;
  }

  /** Says whether the flow meets the condition. */
  public boolean test(FlowView flow) {
    if (!field.isIn(flow) || field.high(flow) != high) {
      return false;
    }
    long value = field.low(flow);
    return mask == ALL_BITS ? value == low : ((int) value & mask) == bits();
  }

  /** Says whether each flow that meets this condition meets the other one. */
  boolean implies(KernelCondition other) {
    if (field != other.field || high != other.high || (mask & other.mask) != other.mask) {
      return false;
    }
    return other.mask == ALL_BITS ? low == other.low : (bits() & other.mask) == other.bits();
  }

  /** Returns the value in words. */
  String text(IpFamily family) {
    return switch (field.kind()) {
      case ADDRESS -> IpAddress.of(family, high, low).toString();
      case PROTOCOL -> Protocol.of((int) low).toString();
      case PORT, ICMP -> Long.toString(low);
      case FLOW ->
          switch (field) {
            case FAMILY -> family().toString();
            case ZONE -> Long.toString(low);
            case STATUS -> Mark.of(bits()) + "/" + Mark.of(mask);
            default -> Mark.of(bits()) + (mask == ALL_BITS ? "" : "/" + Mark.of(mask));
          };
    };
  }
}
