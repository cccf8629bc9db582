package io.conntrack.filter;

import io.conntrack.Direction;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.Protocol;
import io.conntrack.TupleView;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Selects flows of ICMP or ICMPv6 by a number of their tuple: {@code icmp type 8}, {@code icmpv6 id
 * 97}. Immutable.
 *
 * @param protocol {@link Protocol#ICMP} or {@link Protocol#ICMPV6}; flows of the other one are not
 *     selected
 * @param direction whose tuple is looked at; the reply has the type of the answer
 * @param field which number
 * @param values what it must be
 */
public record IcmpIn(Protocol protocol, Direction direction, Field field, NumberSet values)
    implements FlowFilter {

  /** The numbers of an ICMP tuple. */
  public enum Field {
    /** The type, 0 to 255. */
    TYPE(0xff),
    /** The code, 0 to 255. */
    CODE(0xff),
    /** The id, 0 to 65535. */
    ID(0xffff);

    private final int limit;

    Field(int limit) {
      this.limit = limit;
    }

    /** Says whether this piece of a filter's text names a field. */
    static boolean isNamed(Token token) {
      return Stream.of(values()).anyMatch(field -> token.is(field.toString()));
    }

    /** Returns the largest value. */
    int limit() {
      return limit;
    }

    /** Returns {@code type}, {@code code} or {@code id}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks protocol and values.
   *
   * @throws IllegalArgumentException if the protocol is neither, or a value is out of range
   */
  public IcmpIn {
    if (!protocol.isIcmp()) {
      throw new IllegalArgumentException(
          "protocol " + protocol + " has no " + field + " - expected icmp or icmpv6");
    }
    values.requireAtMost(field.limit, protocol + " " + field);
  }

  /**
   * Selects by a number of the original tuple.
   *
   * @throws IllegalArgumentException if the protocol is neither, or a value is out of range or none
   *     is given
   */
  public static IcmpIn of(Protocol protocol, Field field, long... values) {
    return new IcmpIn(
        protocol,
        Direction.ORIGINAL,
        field,
        NumberSet.of(protocol + " " + field, field.limit, values));
  }

  @Override
  public boolean test(FlowView flow) {
    TupleView tuple = direction == Direction.ORIGINAL ? flow.original() : flow.reply();
    return tuple.hasIcmp()
        && tuple.protocolNumber() == protocol.number()
        && values.contains(
            switch (field) {
              case TYPE -> tuple.icmpType();
              case CODE -> tuple.icmpCode();
              case ID -> tuple.icmpId();
            });
  }

  @Override
  public String toString() {
    return (direction == Direction.ORIGINAL ? "" : "reply ")
        + protocol
        + " "
        + field
        + " "
        + values;
  }
}
