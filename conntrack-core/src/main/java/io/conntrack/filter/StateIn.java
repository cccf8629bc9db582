package io.conntrack.filter;

import io.conntrack.DccpState;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.Protocol;
import io.conntrack.SctpState;
import io.conntrack.TcpState;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * Selects by the tracking state: {@code tcp state established}, {@code sctp state 12}. A flow of
 * another protocol or without a state is not selected. Immutable.
 *
 * @param tracker whose state
 * @param states what its number must be, each 0 to 255
 */
public record StateIn(Tracker tracker, NumberSet states) implements FlowFilter {

  /** The protocols that have a tracking state. */
  @SuppressWarnings("ImmutableEnumChecker") // a record, and functions without state
  public enum Tracker {
    /** TCP, states of {@link TcpState}. */
    TCP(Protocol.TCP, FlowAttribute.TCP_STATE, number -> new TcpState((int) number).toString()),
    /** SCTP, states of {@link SctpState}. */
    SCTP(Protocol.SCTP, FlowAttribute.SCTP_STATE, number -> new SctpState((int) number).toString()),
    /** DCCP before Linux 6.17, states of {@link DccpState}. */
    DCCP(Protocol.DCCP, FlowAttribute.DCCP_STATE, number -> new DccpState((int) number).toString());

    private final Protocol protocol;
    private final FlowAttribute attribute;
    private final LongFunction<String> writer;
    private final Map<String, Long> names;

    Tracker(Protocol protocol, FlowAttribute attribute, LongFunction<String> writer) {
      this.protocol = protocol;
      this.attribute = attribute;
      this.writer = writer;
      names = Words.named(this::text);
    }

    /** Returns the protocol. */
    public Protocol protocol() {
      return protocol;
    }

    /** Returns the attribute that carries the state. */
    public FlowAttribute attribute() {
      return attribute;
    }

    /** Returns the states that have a name. */
    Map<String, Long> names() {
      return names;
    }

    /** Says whether a text can be meant as a state of this protocol: its name or a number. */
    boolean knows(String text) {
      return Character.isDigit(text.charAt(0)) || names.containsKey(text.toLowerCase(Locale.ROOT));
    }

    /** Returns the lower-case name, or the number of a state without one. */
    String text(long state) {
      String name = writer.apply(state);
      return name.indexOf('(') < 0 ? name.toLowerCase(Locale.ROOT) : Long.toString(state);
    }
  }

  /**
   * Checks the states.
   *
   * @throws IllegalArgumentException if one is not in 0 to 255
   */
  public StateIn {
    states.requireAtMost(0xff, tracker.protocol + " state");
  }

  /**
   * Selects TCP flows in one of these states.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static StateIn tcp(TcpState... states) {
    return of(Tracker.TCP, Stream.of(states).mapToLong(TcpState::value).toArray());
  }

  /**
   * Selects SCTP flows in one of these states.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static StateIn sctp(SctpState... states) {
    return of(Tracker.SCTP, Stream.of(states).mapToLong(SctpState::value).toArray());
  }

  /**
   * Selects flows in a state with one of these numbers.
   *
   * @throws IllegalArgumentException if there is none, or one is not in 0 to 255
   */
  public static StateIn of(Tracker tracker, long... states) {
    return new StateIn(tracker, NumberSet.of(tracker.protocol + " state", 0xff, states));
  }

  @Override
  public boolean test(FlowView flow) {
    return flow.has(tracker.attribute) && states.contains(flow.protocolState());
  }

  @Override
  public String toString() {
    return tracker.protocol + " state " + states.named(tracker::text);
  }
}
