package io.conntrack.netlink.internal.bpf;

import io.conntrack.FlowFilter;
import io.conntrack.IpFamily;
import io.conntrack.IpPrefix;
import io.conntrack.filter.AddressIn;
import io.conntrack.filter.FamilyIs;
import io.conntrack.filter.MarkIs;
import io.conntrack.filter.PortIs;
import io.conntrack.filter.ProtocolIs;
import io.conntrack.filter.Selector;
import io.conntrack.filter.StatusIs;
import io.conntrack.filter.ZoneIs;
import io.conntrack.netlink.internal.bpf.EventAttributes.TupleAttributes;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Says what a leaf of a filter asks of an event. */
final class LeafConditions {

  private static final int WORD_BITS = 32;

  private LeafConditions() {}

  /** Returns the condition that holds where the leaf selects; absent if a program cannot tell. */
  static Optional<Condition> of(FlowFilter leaf) {
    if (leaf instanceof ProtocolIs protocol) {
      return Optional.of(protocol(protocol.protocol().number()));
    }
    if (leaf instanceof FamilyIs family) {
      return Optional.of(new Condition.OfFamily(family.family()));
    }
    if (leaf instanceof AddressIn address) {
      return Optional.of(address(address.selector(), address.prefix()));
    }
    if (leaf instanceof PortIs port) {
      return Optional.of(port(port.selector(), NumberSet.of(port.port())));
    }
    if (leaf instanceof MarkIs mark) {
      return Optional.of(zeroIfAbsent(EventAttributes.MARK.word(0), mark.mask(), mark.bits()));
    }
    if (leaf instanceof StatusIs status) {
      return Optional.of(
          zeroIfAbsent(EventAttributes.STATUS.word(0), status.mask(), status.bits()));
    }
    if (leaf instanceof ZoneIs zone) {
      return Optional.of(zone(NumberSet.of(zone.zone().id())));
    }
    return Optional.empty();
  }

  private static Condition protocol(int number) {
    return in(EventAttributes.ORIGINAL.protocolNumber().octet(0), NumberSet.of(number), false);
  }

  private static Condition in(Word word, NumberSet values, boolean ifAbsent) {
    return new Condition.WordIn(word, word.width().mask(), values, ifAbsent);
  }

  private static Condition zeroIfAbsent(Word word, int mask, int bits) {
    return new Condition.WordIn(word, mask, NumberSet.of(bits), bits == 0);
  }

  // addresses and ports: of which end

  private static Stream<TupleAttributes> tuplesOfSources(Selector selector) {
    return switch (selector) {
      case ORIGINAL_SOURCE -> Stream.of(EventAttributes.ORIGINAL);
      case REPLY_SOURCE -> Stream.of(EventAttributes.REPLY);
      case ANY -> Stream.of(EventAttributes.ORIGINAL, EventAttributes.REPLY);
      case ORIGINAL_DESTINATION, REPLY_DESTINATION -> Stream.of();
    };
  }

  private static Stream<TupleAttributes> tuplesOfDestinations(Selector selector) {
    return switch (selector) {
      case ORIGINAL_DESTINATION -> Stream.of(EventAttributes.ORIGINAL);
      case REPLY_DESTINATION -> Stream.of(EventAttributes.REPLY);
      case ANY -> Stream.of(EventAttributes.ORIGINAL, EventAttributes.REPLY);
      case ORIGINAL_SOURCE, REPLY_SOURCE -> Stream.of();
    };
  }

  private static Condition address(Selector selector, IpPrefix prefix) {
    IpFamily family = prefix.family();
    Stream<Attribute> ends =
        Stream.concat(
            tuplesOfSources(selector).map(tuple -> tuple.source(family)),
            tuplesOfDestinations(selector).map(tuple -> tuple.destination(family)));
    return Condition.all(
        new Condition.OfFamily(family), Condition.oneOf(ends.map(end -> address(end, prefix))));
  }

  /** Compares word by word; what is behind the prefix is not looked at. */
  private static Condition address(Attribute end, IpPrefix prefix) {
    boolean v4 = prefix.family() == IpFamily.IPV4;
    long high = prefix.address().high();
    long low = prefix.address().low();
    int[] words =
        v4
            ? new int[] {(int) low}
            : new int[] {(int) (high >>> 32), (int) high, (int) (low >>> 32), (int) low};
    return Condition.all(
        IntStream.range(0, words.length)
            .filter(i -> prefix.length() > i * WORD_BITS)
            .mapToObj(
                i -> {
                  int bits = Math.min(prefix.length() - i * WORD_BITS, WORD_BITS);
                  return in(end.word(i * Integer.BYTES), prefixed(words[i], bits), false);
                }));
  }

  /** Returns the numbers whose first bits, 1 to 32 of them, are those of a word. */
  private static NumberSet prefixed(int word, int bits) {
    long first = Integer.toUnsignedLong(word);
    return NumberSet.range(first, first | 0xffff_ffffL >>> bits);
  }

  private static Condition port(Selector selector, NumberSet ports) {
    Stream<Attribute> ends =
        Stream.concat(
            tuplesOfSources(selector).map(TupleAttributes::sourcePort),
            tuplesOfDestinations(selector).map(TupleAttributes::destinationPort));
    return Condition.oneOf(ends.map(end -> in(end.half(), ports, false)));
  }

  /** A flow has at most one of the three: a zone of both directions or of one. */
  private static Condition zone(NumberSet zones) {
    boolean ifAbsent = zones.contains(0);
    Stream<Condition> each =
        Stream.of(
                EventAttributes.ZONE, EventAttributes.ORIGINAL.zone(), EventAttributes.REPLY.zone())
            .map(zone -> in(zone.half(), zones, ifAbsent));
    return ifAbsent ? Condition.all(each) : Condition.oneOf(each);
  }
}
