package io.conntrack.netlink.internal.bpf;

import io.conntrack.Direction;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.IpAddress;
import io.conntrack.IpPrefix;
import io.conntrack.Labels;
import io.conntrack.Protocol;
import io.conntrack.RandomFlows;
import io.conntrack.TupleView;
import io.conntrack.filter.AddressIn;
import io.conntrack.filter.AgeIs;
import io.conntrack.filter.And;
import io.conntrack.filter.Comparison;
import io.conntrack.filter.FamilyIs;
import io.conntrack.filter.Has;
import io.conntrack.filter.HelperIs;
import io.conntrack.filter.IcmpIn;
import io.conntrack.filter.IdIn;
import io.conntrack.filter.LabelIn;
import io.conntrack.filter.MarkIn;
import io.conntrack.filter.Natted;
import io.conntrack.filter.NumberRange;
import io.conntrack.filter.NumberSet;
import io.conntrack.filter.Or;
import io.conntrack.filter.PortIn;
import io.conntrack.filter.PrefixSet;
import io.conntrack.filter.ProtocolIn;
import io.conntrack.filter.Quantity;
import io.conntrack.filter.QuantityIs;
import io.conntrack.filter.SctpTagIn;
import io.conntrack.filter.SecurityContextIs;
import io.conntrack.filter.Selector;
import io.conntrack.filter.StateIn;
import io.conntrack.filter.StatusIs;
import io.conntrack.filter.ZoneIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Filters of all kinds of leaves, about numbers that some flows have or nearly have. */
final class RandomFilters {

  private static final long U32 = 0xffff_ffffL;

  private final Random random;
  private final List<? extends FlowView> flows;

  /** Makes filters about some of these flows. */
  RandomFilters(Random random, List<? extends FlowView> flows) {
    this.random = random;
    this.flows = flows;
  }

  /** Returns a filter of a few leaves, joined and negated. */
  FlowFilter next() {
    return tree(3);
  }

  private FlowFilter tree(int depth) {
    int kind = random.nextInt(depth == 0 ? 4 : 10);
    if (kind < 4) {
      return leaf();
    }
    if (kind == 4) {
      return tree(depth - 1).not();
    }
    List<FlowFilter> operands =
        Stream.generate(() -> tree(depth - 1)).limit(2 + random.nextInt(3)).toList();
    return kind < 7 ? new And(operands) : new Or(operands);
  }

  /** Returns a filter without operands. */
  FlowFilter leaf() {
    FlowView flow = one(flows);
    List<Supplier<FlowFilter>> kinds =
        List.of(
            () -> new FamilyIs(flow.original().family()),
            () -> new ProtocolIn(set(flow.original().protocolNumber(), 0xff)),
            () -> new AddressIn(one(Selector.values()), prefixes(flow)),
            () -> new PortIn(one(Selector.values()), set(port(flow), 0xffff)),
            () -> icmp(flow),
            () -> mark(flow.markBits()),
            () -> status(flow.statusBits()),
            () -> zone(flow),
            () -> new IdIn(set(flow.idBits() & U32, U32)),
            () -> state(flow.protocolState()),
            () -> sctpTag(flow),
            () -> quantity(flow),
            () -> new HelperIs(text(flow.helperName())),
            () -> new SecurityContextIs(text(flow.securityContextName())),
            () -> labels(flow),
            () -> new Has(one(FlowAttribute.values())),
            () -> new Natted(one(Natted.Kind.values())),
            () -> AgeIs.of(one(Comparison.values()), java.time.Duration.ofSeconds(7)),
            () -> FlowFilter.of(view -> (view.idBits() & 1) == 0),
            FlowFilter::any);
    return one(kinds).get();
  }

  // numbers

  /** Returns a set that a number often is in, or just not. */
  private NumberSet set(long near, long limit) {
    List<NumberRange> ranges = new ArrayList<>();
    int count = random.nextInt(4) == 0 ? 1 + random.nextInt(40) : 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      long center = i == 0 ? near : random.nextLong(limit + 1);
      long first = Math.max(0, Math.min(limit, center - random.nextInt(3) + (i == 0 ? 1 : 0)));
      long last = random.nextBoolean() ? first : Math.min(limit, first + random.nextInt(5));
      ranges.add(new NumberRange(first, last));
    }
    if (random.nextInt(20) == 0) {
      ranges.add(new NumberRange(near, limit));
    }
    return NumberSet.of(ranges);
  }

  private FlowFilter icmp(FlowView flow) {
    Direction direction = one(Direction.values());
    TupleView tuple = direction == Direction.ORIGINAL ? flow.original() : flow.reply();
    IcmpIn.Field field = one(IcmpIn.Field.values());
    NumberSet values =
        switch (field) {
          case TYPE -> set(tuple.icmpType(), 0xff);
          case CODE -> set(tuple.icmpCode(), 0xff);
          case ID -> set(tuple.icmpId(), 0xffff);
        };
    return new IcmpIn(one(Protocol.ICMP, Protocol.ICMPV6), direction, field, values);
  }

  private FlowFilter mark(int bits) {
    if (random.nextBoolean()) {
      return new MarkIn(set(bits & U32, U32), -1);
    }
    int mask = random.nextBoolean() ? random.nextInt() : 1 << random.nextInt(32);
    return MarkIn.of((random.nextInt(4) == 0 ? random.nextInt() : bits) & mask, mask);
  }

  private FlowFilter status(int bits) {
    int mask = 1 << random.nextInt(16) | (random.nextBoolean() ? random.nextInt(0x10000) : 0);
    return new StatusIs((random.nextInt(3) == 0 ? random.nextInt() : bits) & mask, mask);
  }

  private FlowFilter zone(FlowView flow) {
    return new ZoneIn(
        one(ZoneIn.Scope.values()), set(flow.zoneId(one(Direction.values())), 0xffff));
  }

  private FlowFilter state(int state) {
    return new StateIn(one(StateIn.Tracker.values()), set(state, 0xff));
  }

  private FlowFilter sctpTag(FlowView flow) {
    Direction direction = one(Direction.values());
    return new SctpTagIn(direction, set(flow.sctpTag(direction) & U32, U32));
  }

  private FlowFilter quantity(FlowView flow) {
    Quantity quantity = one(Quantity.values());
    long value = quantity.of(flow);
    switch (random.nextInt(5)) {
      case 0 -> value += 1L - random.nextInt(3);
      case 1 -> value = value >>> 32 << 32;
      case 2 -> value |= U32;
      case 3 -> value ^= 1L << random.nextInt(64);
      default -> {}
    }
    Comparison comparison = one(Comparison.values());
    boolean impossible =
        (comparison == Comparison.LESS && value == 0)
            || (comparison == Comparison.MORE && value == -1);
    return new QuantityIs(quantity, impossible ? Comparison.EQUAL : comparison, value);
  }

  // addresses and ports

  private PrefixSet prefixes(FlowView flow) {
    List<IpPrefix> prefixes = new ArrayList<>();
    int count = random.nextInt(4) == 0 ? 1 + random.nextInt(20) : 1;
    for (int i = 0; i < count; i++) {
      prefixes.add(prefix(i == 0 ? flow : one(flows)));
    }
    return PrefixSet.of(prefixes);
  }

  private IpPrefix prefix(FlowView flow) {
    TupleView tuple = tuple(flow);
    IpAddress address =
        random.nextBoolean()
            ? IpAddress.of(tuple.family(), tuple.sourceHigh(), tuple.sourceLow())
            : IpAddress.of(tuple.family(), tuple.destinationHigh(), tuple.destinationLow());
    if (random.nextInt(8) == 0) {
      address = RandomFlows.address(random, tuple.family());
    }
    int bits = tuple.family().addressBits();
    return new IpPrefix(address, random.nextBoolean() ? bits : random.nextInt(bits + 1));
  }

  private TupleView tuple(FlowView flow) {
    TupleView master = flow.masterTuple();
    if (master != null && random.nextInt(3) == 0) {
      return master;
    }
    return random.nextBoolean() ? flow.original() : flow.reply();
  }

  private int port(FlowView flow) {
    TupleView tuple = tuple(flow);
    return random.nextBoolean() ? tuple.sourcePort() : tuple.destinationPort();
  }

  // texts and labels

  private String text(String text) {
    return switch (random.nextInt(8)) {
      case 0 -> text + "x";
      case 1 -> text.isEmpty() ? "ftp" : text.substring(1);
      case 2 -> text.replace('-', '_');
      case 3 -> text + "\u00e9";
      default -> text;
    };
  }

  private FlowFilter labels(FlowView flow) {
    long low = (flow.labelsLow() & random.nextLong()) | single();
    long high = (flow.labelsHigh() & random.nextLong()) | single();
    Labels labels = low == 0 && high == 0 ? Labels.of(random.nextInt(128)) : new Labels(low, high);
    return new LabelIn(one(LabelIn.Match.values()), labels);
  }

  private long single() {
    return random.nextInt(3) == 0 ? 1L << random.nextInt(64) : 0;
  }

  @SafeVarargs
  private <T> T one(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
