package io.conntrack.filter;

import io.conntrack.Direction;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.IpPrefix;
import io.conntrack.Labels;
import io.conntrack.Protocol;
import io.conntrack.RandomFlows;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Filters of all shapes for laws; equal sources of random numbers give equal filters. About half of
 * the values are those of a given flow, so that leaves fit now and then.
 */
final class RandomFilters {

  private static final String LETTERS = "abzAZ09_.:- \"\\,(){}!";

  private final Random random;
  private final FlowView flow;

  RandomFilters(Random random, FlowView flow) {
    this.random = random;
    this.flow = flow;
  }

  /** Returns a tree of at most this depth. */
  FlowFilter tree(int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(5)) {
      case 1 -> tree(depth - 1).not();
      case 2, 3 -> new And(trees(depth - 1));
      case 4 -> new Or(trees(depth - 1));
      default -> leaf();
    };
  }

  private List<FlowFilter> trees(int depth) {
    return IntStream.range(0, 2 + random.nextInt(3)).mapToObj(i -> tree(depth)).toList();
  }

  private FlowFilter leaf() {
    return switch (random.nextInt(20)) {
      case 0 -> FlowFilter.any();
      case 1 -> FlowFilter.family(one(IpFamily.values()));
      case 2, 3 -> new AddressIn(one(Selector.values()), addresses());
      case 4, 5 ->
          new PortIn(one(Selector.values()), numbers(flow.original().sourcePort(), 0xffff));
      case 6 -> new ProtocolIn(numbers(flow.original().protocolNumber(), 0xff));
      case 7 -> icmp();
      case 8 -> mark();
      case 9 -> status();
      case 10 -> zone();
      case 11 -> new StateIn(one(StateIn.Tracker.values()), numbers(flow.protocolState(), 0xff));
      case 12 -> new Natted(one(Natted.Kind.values()));
      case 13 -> labels();
      case 14 -> new HelperIs(random.nextBoolean() ? flow.helperName() : name());
      case 15 -> new SecurityContextIs(random.nextBoolean() ? flow.securityContextName() : name());
      case 16 -> quantity();
      case 17 -> age();
      case 18 -> new Has(one(FlowAttribute.values()));
      default -> tagOrId();
    };
  }

  private FlowFilter icmp() {
    IcmpIn.Field field = one(IcmpIn.Field.values());
    return new IcmpIn(
        one(Protocol.ICMP, Protocol.ICMPV6),
        one(Direction.values()),
        field,
        numbers(flow.original().icmpType(), field.limit()));
  }

  private FlowFilter mark() {
    int mask = random.nextBoolean() ? -1 : random.nextInt();
    int bits = (random.nextBoolean() ? flow.markBits() : random.nextInt()) & mask;
    return mask == -1
        ? new MarkIn(numbers(Integer.toUnsignedLong(bits), 0xffffffffL), mask)
        : new MarkIn(NumberSet.of(0, Integer.toUnsignedLong(bits)), mask);
  }

  private FlowFilter status() {
    int mask = (random.nextBoolean() ? 1 : random.nextInt() | 1) << random.nextInt(32);
    return new StatusIs((random.nextBoolean() ? flow.statusBits() : random.nextInt()) & mask, mask);
  }

  private FlowFilter zone() {
    return new ZoneIn(one(ZoneIn.Scope.values()), numbers(flow.zoneId(Direction.REPLY), 0xffff));
  }

  private FlowFilter labels() {
    Labels labels = new Labels(random.nextLong() >>> 7, 1L << random.nextInt(64));
    return new LabelIn(one(LabelIn.Match.values()), labels);
  }

  private FlowFilter quantity() {
    Quantity quantity = one(Quantity.values());
    long value = random.nextBoolean() ? quantity.of(flow) : random.nextLong();
    Comparison comparison = one(Comparison.values());
    return value == 0 || value == -1
        ? new QuantityIs(quantity, Comparison.EQUAL, value)
        : new QuantityIs(quantity, comparison, value);
  }

  private FlowFilter age() {
    long nanos = 1 + (random.nextLong() >>> (1 + random.nextInt(60)));
    return new AgeIs(one(Comparison.values()), nanos, InstantSource.system());
  }

  private FlowFilter tagOrId() {
    return random.nextBoolean()
        ? new IdIn(numbers(Integer.toUnsignedLong(flow.idBits()), 0xffffffffL))
        : new SctpTagIn(one(Direction.values()), numbers(random.nextInt(3), 0xffffffffL));
  }

  private NumberSet numbers(long likely, long limit) {
    return NumberSet.of(
        IntStream.range(0, 1 + random.nextInt(4))
            .mapToObj(i -> range(random.nextBoolean() ? likely : random.nextLong(limit + 1), limit))
            .toList());
  }

  private NumberRange range(long first, long limit) {
    long length = random.nextBoolean() ? 0 : random.nextLong(limit + 1) >>> random.nextInt(32);
    return new NumberRange(first, Math.min(limit, first + length));
  }

  private PrefixSet addresses() {
    return PrefixSet.of(IntStream.range(0, 1 + random.nextInt(4)).mapToObj(i -> prefix()).toList());
  }

  private IpPrefix prefix() {
    IpFamily family = flow.original().family();
    IpAddress address =
        random.nextBoolean()
            ? IpAddress.of(family, flow.original().sourceHigh(), flow.original().sourceLow())
            : RandomFlows.address(random, one(IpFamily.values()));
    return new IpPrefix(address, random.nextInt(address.family().addressBits() + 1));
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return name.toString();
  }

  @SafeVarargs
  private <T> T one(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
