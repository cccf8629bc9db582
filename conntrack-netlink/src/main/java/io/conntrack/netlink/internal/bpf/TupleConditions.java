package io.conntrack.netlink.internal.bpf;

import io.conntrack.IpFamily;
import io.conntrack.IpPrefix;
import io.conntrack.Protocol;
import io.conntrack.Status;
import io.conntrack.filter.AddressIn;
import io.conntrack.filter.IcmpIn;
import io.conntrack.filter.Natted;
import io.conntrack.filter.NumberSet;
import io.conntrack.filter.PortIn;
import io.conntrack.filter.Selector;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What leaves ask of tuples. */
final class TupleConditions {

  private static final int WORD_BITS = 32;
  private static final long ALL_BITS = 0xffff_ffffL;

  private TupleConditions() {}

  static Condition protocol(TupleAttributes tuple, NumberSet numbers) {
    return tuple.protocolNumber().octet(0).in(numbers);
  }

  static Condition port(PortIn leaf) {
    return Condition.oneOf(
        ends(leaf.selector(), TupleAttributes::sourcePort, TupleAttributes::destinationPort)
            .map(end -> end.half().in(leaf.ports())));
  }

  static Condition icmp(IcmpIn leaf) {
    TupleAttributes tuple = EventAttributes.tuple(leaf.direction());
    Protocol protocol = leaf.protocol();
    Word field =
        switch (leaf.field()) {
          case TYPE -> tuple.icmpType(protocol).octet(0);
          case CODE -> tuple.icmpCode(protocol).octet(0);
          case ID -> tuple.icmpId(protocol).half();
        };
    return Condition.all(protocol(tuple, NumberSet.of(protocol.number())), field.in(leaf.values()));
  }

  private static Stream<Attribute> ends(
      Selector selector,
      Function<TupleAttributes, Attribute> source,
      Function<TupleAttributes, Attribute> destination) {
    Stream.Builder<Attribute> ends = Stream.builder();
    for (TupleAttributes tuple : tuples(selector)) {
      if (selector.looksAtSource()) {
        ends.add(source.apply(tuple));
      }
      if (selector.looksAtDestination()) {
        ends.add(destination.apply(tuple));
      }
    }
    return ends.build();
  }

  private static List<TupleAttributes> tuples(Selector selector) {
    if (selector.looksAtMaster()) {
      return List.of(EventAttributes.MASTER);
    }
    if (selector.looksAtOriginal() && selector.looksAtReply()) {
      return List.of(EventAttributes.ORIGINAL, EventAttributes.REPLY);
    }
    return List.of(selector.looksAtOriginal() ? EventAttributes.ORIGINAL : EventAttributes.REPLY);
  }

  // addresses

  static Condition address(AddressIn leaf) {
    return Condition.oneOf(Stream.of(IpFamily.values()).map(family -> address(leaf, family)));
  }

  private static Condition address(AddressIn leaf, IpFamily family) {
    List<IpPrefix> prefixes =
        leaf.prefixes().prefixes().stream().filter(prefix -> prefix.family() == family).toList();
    Stream<Attribute> ends =
        ends(leaf.selector(), tuple -> tuple.source(family), tuple -> tuple.destination(family));
    return Condition.all(
        new Condition.OfFamily(family),
        Condition.oneOf(
            ends.flatMap(end -> prefixes.stream().map(prefix -> address(end, prefix)))));
  }

  /** Compares word by word; what is behind the prefix is not looked at. */
  private static Condition address(Attribute end, IpPrefix prefix) {
    long high = prefix.address().high();
    long low = prefix.address().low();
    long[] words =
        prefix.family() == IpFamily.IPV4
            ? new long[] {low}
            : new long[] {high >>> WORD_BITS, high & ALL_BITS, low >>> WORD_BITS, low & ALL_BITS};
    int first = Math.max(1, (prefix.length() + WORD_BITS - 1) / WORD_BITS);
    return Condition.all(
        IntStream.range(0, first)
            .mapToObj(
                i ->
                    end.word(i * Integer.BYTES)
                        .in(prefixed(words[i], prefix.length() - i * WORD_BITS))));
  }

  /** Returns the words whose first bits are those of a word, all of them from 32 on. */
  private static NumberSet prefixed(long word, int bits) {
    return NumberSet.range(word, word | (bits < WORD_BITS ? ALL_BITS >>> bits : 0));
  }

  // translation

  static Condition translated(Natted.Kind kind) {
    return switch (kind) {
      case SOURCE -> sourceTranslated();
      case DESTINATION -> destinationTranslated();
      case ANY -> Condition.oneOf(sourceTranslated(), destinationTranslated());
    };
  }

  private static Condition sourceTranslated() {
    return Condition.oneOf(
        has(Status.SOURCE_NAT),
        addressDiffers(
            family -> EventAttributes.ORIGINAL.source(family),
            family -> EventAttributes.REPLY.destination(family)),
        differs(
            EventAttributes.ORIGINAL.sourcePort().half(),
            EventAttributes.REPLY.destinationPort().half()),
        idDiffers(Protocol.ICMP),
        idDiffers(Protocol.ICMPV6));
  }

  private static Condition destinationTranslated() {
    return Condition.oneOf(
        has(Status.DESTINATION_NAT),
        addressDiffers(
            family -> EventAttributes.ORIGINAL.destination(family),
            family -> EventAttributes.REPLY.source(family)),
        differs(
            EventAttributes.ORIGINAL.destinationPort().half(),
            EventAttributes.REPLY.sourcePort().half()));
  }

  private static Condition has(Status status) {
    int bits = status.bits();
    return new Condition.WordIn(
        EventAttributes.STATUS.word(0), bits, NumberSet.of(Integer.toUnsignedLong(bits)), false);
  }

  private static Condition idDiffers(Protocol icmp) {
    return differs(
        EventAttributes.ORIGINAL.icmpId(icmp).half(), EventAttributes.REPLY.icmpId(icmp).half());
  }

  private static Condition addressDiffers(
      Function<IpFamily, Attribute> one, Function<IpFamily, Attribute> other) {
    return Condition.oneOf(
        Stream.of(IpFamily.values())
            .map(
                family ->
                    Condition.all(
                        new Condition.OfFamily(family),
                        addressDiffers(one.apply(family), other.apply(family)))));
  }

  private static Condition addressDiffers(Attribute one, Attribute other) {
    return Condition.oneOf(
        IntStream.iterate(0, offset -> offset < one.bytes(), offset -> offset + Integer.BYTES)
            .mapToObj(offset -> differs(one.word(offset), other.word(offset))));
  }

  private static Condition differs(Word one, Word other) {
    return new Condition.Same(one, other).opposite();
  }
}
