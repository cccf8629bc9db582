package io.conntrack.examples.cli;

import static io.conntrack.TcpInfo.Peer.CLOSE_INITIATED;
import static io.conntrack.TcpInfo.Peer.LIBERAL;
import static io.conntrack.TcpInfo.Peer.SACK_PERMITTED;

import io.conntrack.DccpInfo;
import io.conntrack.DccpState;
import io.conntrack.Flow;
import io.conntrack.FlowBuilder;
import io.conntrack.FlowUpdate;
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

/** Turns arguments into the flow that {@code -I} creates. */
final class NewFlow {

  private NewFlow() {}

  /**
   * Returns the flow.
   *
   * @throws OperationFailedException if the kernel does not track such an ICMP type, or lets nobody
   *     set such a status
   */
  static Flow of(Arguments arguments) {
    TuplePair tuples = TuplePair.of(arguments);
    FlowBuilder flow = Flow.builder(tuples.original()).reply(tuples.reply());
    arguments
        .number(Option.TIMEOUT)
        .ifPresent(seconds -> flow.timeout(Duration.ofSeconds(seconds)));
    arguments.number(Option.MARK).ifPresent(mark -> flow.mark((int) mark));
    arguments.number(Option.ZONE).ifPresent(zone -> flow.zone(Zone.of((int) zone)));
    if (arguments.has(Option.STATUS)) {
      flow.status(settable(Status.of(arguments.status().set())));
    }
    protocolInfo(arguments).ifPresent(flow::protocolInfo);
    return flow.build();
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
