package io.conntrack.examples.cli;

import static io.conntrack.TcpInfo.Peer.CLOSE_INITIATED;
import static io.conntrack.TcpInfo.Peer.LIBERAL;
import static io.conntrack.TcpInfo.Peer.SACK_PERMITTED;

import io.conntrack.DccpInfo;
import io.conntrack.DccpState;
import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowBuilder;
import io.conntrack.FlowUpdate;
import io.conntrack.NatRange;
import io.conntrack.Protocol;
import io.conntrack.ProtocolInfo;
import io.conntrack.SctpInfo;
import io.conntrack.SctpState;
import io.conntrack.Status;
import io.conntrack.TcpInfo;
import io.conntrack.TcpState;
import io.conntrack.Zone;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Turns arguments into the flow that {@code -I} creates. */
final class NewFlow {

  private NewFlow() {}

  /**
   * Returns the flow.
   *
   * @throws OperationFailedException if the kernel does not track such an ICMP type, lets nobody
   *     set such a status, or gives a flow more than one zone
   */
  static Flow of(Arguments arguments) {
    checkZones(arguments);
    TuplePair tuples = TuplePair.of(arguments);
    FlowBuilder flow = Flow.builder(tuples.original()).reply(tuples.reply());
    arguments
        .number(Option.TIMEOUT)
        .ifPresent(seconds -> flow.timeout(Duration.ofSeconds(seconds)));
    arguments.number(Option.MARK).ifPresent(mark -> flow.mark((int) mark));
    arguments.number(Option.ZONE).ifPresent(zone -> flow.zone(Zone.of((int) zone)));
    addZone(arguments, Option.ORIGINAL_ZONE, zone -> flow.zone(Direction.ORIGINAL, zone));
    addZone(arguments, Option.REPLY_ZONE, zone -> flow.zone(Direction.REPLY, zone));
    nat(arguments, Option.SOURCE_NAT).ifPresent(flow::sourceNat);
    nat(arguments, Option.DESTINATION_NAT).ifPresent(flow::destinationNat);
    if (arguments.has(Option.LABEL_ADD)) {
      flow.labels(arguments.labels(Option.LABEL_ADD));
    }
    if (arguments.has(Option.STATUS)) {
      flow.status(settable(Status.of(arguments.status().set())));
    }
    protocolInfo(arguments).ifPresent(flow::protocolInfo);
    return flow.build();
  }

  private static void checkZones(Arguments arguments) {
    long zones =
        Stream.of(Option.ZONE, Option.ORIGINAL_ZONE, Option.REPLY_ZONE)
            .filter(arguments::has)
            .count();
    if (zones > 1) {
      throw new OperationFailedException(
          "invalid parameters", "a flow has one zone: of both directions or of one of them");
    }
  }

  private static void addZone(Arguments arguments, Option option, Consumer<Zone> zone) {
    arguments.number(option).ifPresent(id -> zone.accept(Zone.of((int) id)));
  }

  /** Returns what to translate to, absent without an address: then nothing is translated. */
  private static Optional<NatRange> nat(Arguments arguments, Option option) {
    int port = (int) arguments.number(option).orElse(0);
    return arguments.address(option).map(prefix -> NatRange.to(prefix.address(), port));
  }

  /** Returns the status if a program may set it. */
  static Status settable(Status status) {
    try {
      FlowUpdate.builder().addStatus(status);
      return status;
    } catch (IllegalArgumentException e) {
      throw new OperationFailedException("Device or resource busy", e.getMessage());
    }
  }

  private static Optional<ProtocolInfo> protocolInfo(Arguments arguments) {
    int state = (int) arguments.number(Option.STATE).orElse(0);
    Protocol protocol = arguments.protocol().orElseThrow();
    if (protocol.equals(Protocol.TCP)) {
      return Optional.of(tcpInfo(new TcpState(state)));
    }
    if (protocol.equals(Protocol.SCTP)) {
      int tag = (int) arguments.number(Option.ORIGINAL_TAG).orElse(0);
      int replyTag = (int) arguments.number(Option.REPLY_TAG).orElse(0);
      return Optional.of(new SctpInfo(new SctpState(state), tag, replyTag));
    }
    if (protocol.equals(Protocol.DCCP)) {
      int role = (int) arguments.number(Option.ROLE).orElse(0);
      return Optional.of(new DccpInfo(new DccpState(state), role, 0));
    }
    return Optional.empty();
  }

  private static TcpInfo tcpInfo(TcpState state) {
    int flags = tcpFlags(state);
    TcpInfo.Peer peer = new TcpInfo.Peer(0, flags, flags);
    return new TcpInfo(state, peer, peer);
  }

  /**
   * Returns the flags of both senders of a connection that is put into a state: its windows were
   * not seen, so they must not be checked.
   */
  static int tcpFlags(TcpState state) {
    boolean closing = state.value() >= TcpState.TIME_WAIT.value();
    return SACK_PERMITTED | LIBERAL | (closing ? CLOSE_INITIATED : 0);
  }
}
