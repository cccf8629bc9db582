package io.conntrack.netlink.internal;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowBuilder;
import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.filter.KernelCondition;
import io.conntrack.filter.KernelField;
import io.conntrack.filter.Pushdown;
import io.conntrack.filter.ZoneIn;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A flow in the making: it meets conditions, but for one of them perhaps. What no condition is
 * about depends on its number, so that all flows differ.
 *
 * @param conditions what the flow shall meet as far as it has such fields
 * @param family its family, whatever the conditions say
 * @param protocol its protocol, whatever the conditions say
 * @param instead what it meets instead of one of the conditions; null to meet them all
 * @param scope the directions that its zone is of
 * @param zone its zone if there is no condition on it
 * @param number a number of its own, 0 to 9999
 */
record ProbeDraft(
    Pushdown conditions,
    IpFamily family,
    Protocol protocol,
    @Nullable KernelCondition instead,
    ZoneIn.Scope scope,
    int zone,
    int number) {

  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final int OTHER_MARK_BITS = 0xa5a5a5a5; // to show that the mask is heeded
  private static final int FIRST_PORT = 20_000;
  private static final int SECOND_PORT = 40_000;

  Flow flow() {
    Tuple original = original();
    Zone ofFlow = Zone.of((int) value(KernelField.ZONE, zone));
    FlowBuilder flow =
        Flow.builder(original)
            .reply(reply(original))
            .timeout(TIMEOUT)
            .mark(mark())
            .status(Status.of((int) value(KernelField.STATUS, 0)));
    return switch (scope) {
      case FLOW -> flow.zone(ofFlow).build();
      case ORIGINAL -> flow.zone(Direction.ORIGINAL, ofFlow).build();
      case REPLY -> flow.zone(Direction.REPLY, ofFlow).build();
    };
  }

  private @Nullable KernelCondition condition(KernelField field) {
    return instead != null && instead.field() == field ? instead : conditions.condition(field);
  }

  private long value(KernelField field, long otherwise) {
    KernelCondition condition = condition(field);
    return condition == null ? otherwise : condition.low();
  }

  private int mark() {
    KernelCondition mark = condition(KernelField.MARK);
    return mark == null ? number : mark.bits() | (OTHER_MARK_BITS & ~mark.mask());
  }

  private IpAddress address(KernelField field, IpAddress otherwise) {
    KernelCondition condition = condition(field);
    return condition == null || conditions.family() != family
        ? otherwise
        : IpAddress.of(family, condition.high(), condition.low());
  }

  private Tuple original() {
    IpAddress source = address(KernelField.ORIGINAL_SOURCE, ProbeValues.address(family, 1, number));
    IpAddress destination =
        address(KernelField.ORIGINAL_DESTINATION, ProbeValues.address(family, 2, number));
    if (protocol.isIcmp()) {
      return Tuple.of(
          protocol,
          source,
          destination,
          (int) value(KernelField.ORIGINAL_ICMP_TYPE, family == IpFamily.IPV4 ? 8 : 128),
          (int) value(KernelField.ORIGINAL_ICMP_CODE, 0),
          (int) value(KernelField.ORIGINAL_ICMP_ID, number));
    }
    return protocol.hasPorts()
        ? Tuple.of(
            protocol,
            source,
            (int) value(KernelField.ORIGINAL_SOURCE_PORT, FIRST_PORT + number),
            destination,
            (int) value(KernelField.ORIGINAL_DESTINATION_PORT, SECOND_PORT + number))
        : Tuple.of(protocol, source, destination);
  }

  /** The answer to the original, but for what the conditions say of the reply. */
  private Tuple reply(Tuple original) {
    Tuple answer = original.inverse();
    IpAddress source = address(KernelField.REPLY_SOURCE, answer.source());
    IpAddress destination = address(KernelField.REPLY_DESTINATION, answer.destination());
    if (protocol.isIcmp()) {
      return Tuple.of(
          protocol,
          source,
          destination,
          (int) value(KernelField.REPLY_ICMP_TYPE, answer.icmpType()),
          (int) value(KernelField.REPLY_ICMP_CODE, answer.icmpCode()),
          (int) value(KernelField.REPLY_ICMP_ID, answer.icmpId()));
    }
    return protocol.hasPorts()
        ? Tuple.of(
            protocol,
            source,
            (int) value(KernelField.REPLY_SOURCE_PORT, answer.sourcePort()),
            destination,
            (int) value(KernelField.REPLY_DESTINATION_PORT, answer.destinationPort()))
        : Tuple.of(protocol, source, destination);
  }
}
