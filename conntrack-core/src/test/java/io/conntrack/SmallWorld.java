package io.conntrack;

import io.conntrack.filter.AddressIn;
import io.conntrack.filter.Contradiction;
import io.conntrack.filter.IcmpIn;
import io.conntrack.filter.MarkIn;
import io.conntrack.filter.NumberSet;
import io.conntrack.filter.PortIn;
import io.conntrack.filter.PrefixSet;
import io.conntrack.filter.Selector;
import io.conntrack.filter.ZoneIn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A world of few addresses, ports and marks, from which random flows and random filters are made,
 * so that a filter selects some flows and not others. Equal sources of random numbers give equal
 * flows and filters.
 */
public final class SmallWorld {

  private static final List<Protocol> PROTOCOLS =
      List.of(
          Protocol.TCP,
          Protocol.TCP,
          Protocol.UDP,
          Protocol.UDP,
          Protocol.SCTP,
          Protocol.UDPLITE,
          Protocol.GRE,
          Protocol.ICMP,
          Protocol.of(89));
  private static final List<Integer> PORTS = List.of(0, 22, 53, 443, 40_000);
  private static final List<Integer> MARKS = List.of(0, 1, 0x10, 0x11, 0xff10, 0x80000000, -1);
  private static final List<Integer> MASKS = List.of(1, 0x10, 0xff, 0xf0, 0x80000000, -1);
  private static final List<Zone> ZONES = List.of(Zone.DEFAULT, Zone.of(3), Zone.of(0xffff));
  private static final List<Status> STATUSES =
      List.of(
          Status.of(0),
          Status.SEEN_REPLY,
          Status.ASSURED.with(Status.SEEN_REPLY),
          Status.FIXED_TIMEOUT,
          Status.CONFIRMED);
  private static final Duration TIMEOUT = Duration.ofMinutes(20);

  private final Random random;

  /** Makes a world of random numbers. */
  public SmallWorld(Random random) {
    this.random = random;
  }

  /** Returns a flow that a program may create; its reply is the inverse or translated. */
  public Flow flow() {
    Tuple original = tuple(one(List.of(IpFamily.values())), one(PROTOCOLS));
    FlowBuilder flow =
        Flow.builder(original)
            .timeout(TIMEOUT)
            .mark(one(MARKS))
            .status(one(STATUSES).with(Status.CONFIRMED));
    if (random.nextInt(3) == 0) {
      flow.reply(tuple(original.family(), original.protocol()).inverse());
    }
    switch (random.nextInt(6)) {
      case 0 -> flow.zone(Direction.ORIGINAL, one(ZONES));
      case 1 -> flow.zone(Direction.REPLY, one(ZONES));
      default -> flow.zone(one(ZONES));
    }
    return flow.build();
  }

  private Tuple tuple(IpFamily family, Protocol protocol) {
    if (protocol.isIcmp()) {
      return family == IpFamily.IPV4
          ? Tuple.of(
              Protocol.ICMP, address(family), address(family), one(List.of(8, 13)), 0, one(PORTS))
          : Tuple.of(
              Protocol.ICMPV6,
              address(family),
              address(family),
              one(List.of(128, 139)),
              random.nextInt(2),
              one(PORTS));
    }
    return protocol.hasPorts()
        ? Tuple.of(protocol, address(family), one(PORTS), address(family), one(PORTS))
        : Tuple.of(protocol, address(family), address(family));
  }

  private IpAddress address(IpFamily family) {
    int host = random.nextInt(5);
    return family == IpFamily.IPV4
        ? IpAddress.v4(host == 0 ? 0 : 0x0a000000 + host)
        : IpAddress.v6(host == 0 ? 0 : 0x20010db8L << 32, host >>> 1);
  }

  /** Returns a filter of any shape, but for those that are refused because they never match. */
  public FlowFilter filter() {
    FlowFilter filter;
    do {
      filter = random.nextBoolean() ? conjunction() : tree(3);
    } while (Contradiction.find(filter).isPresent());
    return filter;
  }

  /** Joins conditions as users do, so that much of them is for the kernel. */
  private FlowFilter conjunction() {
    IpFamily family = one(List.of(IpFamily.values()));
    Protocol protocol = one(List.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP, Protocol.ICMP));
    List<Supplier<FlowFilter>> choices =
        new ArrayList<>(
            List.of(
                () -> FlowFilter.family(family),
                () -> FlowFilter.protocol(protocol),
                () -> new AddressIn(one(ENDS), prefixes(family, true)),
                () -> PortIn.of(one(ENDS), one(PORTS)),
                this::mark,
                this::status,
                this::zone));
    if (protocol.isIcmp()) {
      choices.add(() -> icmp(family == IpFamily.IPV4 ? Protocol.ICMP : Protocol.ICMPV6));
    }
    FlowFilter filter = one(choices).get();
    for (Supplier<FlowFilter> choice : choices) {
      filter = random.nextInt(5) < 2 ? filter.and(choice.get()) : filter;
    }
    return random.nextInt(6) == 0 ? filter.and(leaf()) : filter;
  }

  private static final List<Selector> ENDS =
      List.of(
          Selector.ORIGINAL_SOURCE,
          Selector.ORIGINAL_DESTINATION,
          Selector.REPLY_SOURCE,
          Selector.REPLY_DESTINATION);

  private FlowFilter tree(int depth) {
    int choice = depth == 0 ? 0 : random.nextInt(7);
    return switch (choice) {
      case 1, 2 -> tree(depth - 1).and(tree(depth - 1));
      case 3, 4 -> tree(depth - 1).or(tree(depth - 1));
      case 5 -> tree(depth - 1).not();
      default -> leaf();
    };
  }

  private FlowFilter leaf() {
    Selector selector = one(List.of(Selector.values()));
    IpFamily family = one(List.of(IpFamily.values()));
    return switch (random.nextInt(12)) {
      case 0 -> FlowFilter.family(family);
      case 1, 2 -> FlowFilter.protocol(one(PROTOCOLS));
      case 3 -> new AddressIn(selector, prefixes(family, random.nextBoolean()));
      case 4 -> new PortIn(selector, NumberSet.range(one(PORTS), 0xffff));
      case 5 -> PortIn.of(selector, one(PORTS));
      case 6 -> mark();
      case 7 -> status();
      case 8 -> zone();
      case 9 -> icmp(one(List.of(Protocol.ICMP, Protocol.ICMPV6)));
      case 10 -> one(List.of(FlowFilter.natted(), FlowFilter.any(), MarkIn.of(0, 0)));
      default -> FlowFilter.of(flow -> flow.markBits() % 2 == 0);
    };
  }

  private PrefixSet prefixes(IpFamily family, boolean single) {
    IpAddress address = address(family);
    int width = family.addressBits();
    return PrefixSet.of(
        new IpPrefix(address, single ? width : one(List.of(0, width - 2, width - 1))));
  }

  private FlowFilter mark() {
    int mask = one(MASKS);
    return MarkIn.of(one(MARKS) & mask, mask);
  }

  private FlowFilter status() {
    Status bits = one(STATUSES).with(one(List.of(Status.ASSURED, Status.SOURCE_NAT)));
    return random.nextBoolean() ? FlowFilter.status(bits) : FlowFilter.statusUnset(bits);
  }

  private FlowFilter zone() {
    return ZoneIn.of(one(List.of(ZoneIn.Scope.values())), one(ZONES));
  }

  private FlowFilter icmp(Protocol protocol) {
    IcmpIn.Field field = one(List.of(IcmpIn.Field.values()));
    long value =
        switch (field) {
          case TYPE -> one(protocol.equals(Protocol.ICMP) ? List.of(8, 13, 0) : List.of(128, 129));
          case CODE -> random.nextInt(2);
          case ID -> one(PORTS);
        };
    return new IcmpIn(protocol, one(List.of(Direction.values())), field, NumberSet.of(value));
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
