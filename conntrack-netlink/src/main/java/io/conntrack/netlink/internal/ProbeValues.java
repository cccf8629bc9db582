package io.conntrack.netlink.internal;

import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.Status;
import io.conntrack.filter.KernelCondition;
import io.conntrack.filter.KernelField;
import io.conntrack.filter.Pushdown;
import java.util.stream.Stream;

/** The values of flows that filters are tried on. */
final class ProbeValues {

  private static final int ALL_BITS = -1;
  private static final int SEEN_REPLY = Status.SEEN_REPLY.bits();
  private static final int ASSURED = Status.ASSURED.bits();

  private ProbeValues() {}

  /**
   * Returns conditions of the same form with values that a flow can be given. Kernels treat all
   * values of a form alike, so one trial decides for all of them.
   */
  static Pushdown form(Pushdown conditions) {
    IpFamily family = conditions.family();
    return Pushdown.of(
        conditions.conditions().stream()
            .map(condition -> form(condition, family == null ? IpFamily.IPV4 : family))
            .toList());
  }

  private static KernelCondition form(KernelCondition condition, IpFamily family) {
    KernelField field = condition.field();
    boolean zero = condition.low() == 0 && condition.high() == 0;
    boolean v4 = family == IpFamily.IPV4;
    return switch (field) {
      case FAMILY, PROTOCOL -> condition;
      case MARK -> KernelCondition.of(field, zero ? 0 : 0x10, condition.mask() == -1 ? -1 : 0xff);
      case STATUS -> statusForm(condition);
      case ORIGINAL_ICMP_TYPE -> KernelCondition.of(field, v4 ? 8 : 128);
      case REPLY_ICMP_TYPE -> KernelCondition.of(field, v4 ? 0 : 129);
      case ORIGINAL_SOURCE, ORIGINAL_DESTINATION, REPLY_SOURCE, REPLY_DESTINATION ->
          zero ? condition : KernelCondition.of(field, address(family, network(field), 0));
      default -> zero ? condition : KernelCondition.of(field, 10 + network(field));
    };
  }

  /** A number for each field of an address or port. */
  private static int network(KernelField field) {
    return switch (field) {
      case ORIGINAL_SOURCE, ORIGINAL_SOURCE_PORT -> 3;
      case ORIGINAL_DESTINATION, ORIGINAL_DESTINATION_PORT -> 4;
      case REPLY_SOURCE, REPLY_SOURCE_PORT -> 5;
      case REPLY_DESTINATION, REPLY_DESTINATION_PORT -> 6;
      default -> 7;
    };
  }

  /** Bits that are set, bits that are clear, or both: with bits that a flow can be created with. */
  private static KernelCondition statusForm(KernelCondition status) {
    boolean someClear = status.bits() != status.mask();
    int mask = status.bits() == 0 || !someClear ? ASSURED : ASSURED | SEEN_REPLY;
    return KernelCondition.of(KernelField.STATUS, status.bits() == 0 ? 0 : ASSURED, mask);
  }

  /** Returns conditions on the same field that no flow meets which meets this one. */
  static Stream<KernelCondition> others(KernelCondition condition) {
    KernelField field = condition.field();
    long low = condition.low();
    return switch (field) {
      case FAMILY, PROTOCOL -> Stream.empty();
      case MARK, STATUS -> bits(condition.mask()).map(bit -> flipped(condition, bit));
      case ZONE ->
          Stream.of(0L, low + 1).filter(id -> id != low).map(id -> KernelCondition.of(field, id));
      case ORIGINAL_ICMP_TYPE -> Stream.of(KernelCondition.of(field, low == 8 ? 13 : 139));
      case REPLY_ICMP_TYPE -> Stream.of(KernelCondition.of(field, low == 0 ? 14 : 140));
      case ORIGINAL_SOURCE, ORIGINAL_DESTINATION, REPLY_SOURCE, REPLY_DESTINATION ->
          condition.high() == 0
              ? Stream.of(new KernelCondition(field, 0, low ^ 1, ALL_BITS))
              : Stream.of(
                  new KernelCondition(field, condition.high(), low ^ 1, ALL_BITS),
                  new KernelCondition(field, condition.high() ^ 1, low, ALL_BITS));
      default -> Stream.of(KernelCondition.of(field, low ^ 1));
    };
  }

  /** The first and the last bit of a mask; the kernel compares those between alike. */
  private static Stream<Integer> bits(int mask) {
    return Stream.of(Integer.lowestOneBit(mask), Integer.highestOneBit(mask)).distinct();
  }

  private static KernelCondition flipped(KernelCondition condition, int bit) {
    return KernelCondition.of(condition.field(), condition.bits() ^ bit, condition.mask());
  }

  /** Returns an address for documentation or tests, one for each network and host. */
  static IpAddress address(IpFamily family, int network, int host) {
    return family == IpFamily.IPV4
        ? IpAddress.v4(198 << 24 | (18 + (network & 1)) << 16 | (network << 11 & 0xf800) + host)
        : IpAddress.v6(0x20010db8_00000000L | network, 1 + host);
  }
}
