package io.conntrack;

import io.conntrack.spi.FlowBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Builds a {@link Flow}: one to be created in the kernel, or one for a test. Not thread-safe;
 * confine to one thread.
 *
 * <p>What is not set stays absent. It has a setter for each thing that a flow may carry, hence its
 * size.
 */
public final class FlowBuilder {

  private static final Set<FlowAttribute> PROTOCOL_INFO =
      EnumSet.of(
          FlowAttribute.TCP_STATE,
          FlowAttribute.TCP_ORIGINAL,
          FlowAttribute.TCP_REPLY,
          FlowAttribute.SCTP_STATE,
          FlowAttribute.SCTP_TAGS,
          FlowAttribute.DCCP_STATE,
          FlowAttribute.DCCP_HANDSHAKE);

  private final FlowBuffer flow = new FlowBuffer();

  FlowBuilder(Tuple original, Tuple reply) {
    flow.original().copy(original);
    flow.reply().copy(reply);
  }

  FlowBuilder(Flow flow) {
    this.flow.copy(flow);
  }

  /** Returns the flow. The builder can go on and build others. */
  public Flow build() {
    return new Flow(flow);
  }

  /**
   * Sets the reply tuple; without it the reply is the inverse of the original.
   *
   * <p>A reply tuple alone translates no packet; for NAT set {@link #sourceNat} or {@link
   * #destinationNat} as well.
   *
   * @throws IllegalArgumentException if its protocol or family is not that of the original tuple
   */
  public FlowBuilder reply(Tuple reply) {
    if (reply.protocolNumber() != flow.original().protocolNumber()
        || reply.family() != flow.original().family()) {
      throw new IllegalArgumentException(
          "reply "
              + reply
              + " must have the family and protocol of the original "
              + flow.original());
    }
    flow.reply().copy(reply);
    return this;
  }

  /** Sets the zone of both directions. A flow has one zone: this or one of a direction. */
  public FlowBuilder zone(Zone zone) {
    removeZones();
    if (zone.id() != 0) {
      flow.zone(zone.id());
    }
    return this;
  }

  /** Sets the zone of one direction and puts the other one into the default zone. */
  public FlowBuilder zone(Direction direction, Zone zone) {
    removeZones();
    if (zone.id() != 0) {
      flow.zone(direction, zone.id());
    }
    return this;
  }

  private void removeZones() {
    flow.remove(FlowAttribute.ZONE);
    flow.remove(FlowAttribute.ORIGINAL_ZONE);
    flow.remove(FlowAttribute.REPLY_ZONE);
  }

  /** Sets the status bits. */
  public FlowBuilder status(Status status) {
    flow.status(status.bits());
    return this;
  }

  /**
   * Sets the timeout; a part of a second is rounded up.
   *
   * @throws IllegalArgumentException if it is negative or above 4294967295 seconds
   */
  public FlowBuilder timeout(Duration timeout) {
    flow.timeout(Seconds.of("timeout", timeout));
    return this;
  }

  /** Sets the mark. */
  public FlowBuilder mark(int bits) {
    flow.mark(bits);
    return this;
  }

  /** Sets the kernel's id. */
  public FlowBuilder id(FlowId id) {
    flow.id(id.bits());
    return this;
  }

  /** Sets the counters of a direction. */
  public FlowBuilder counters(Direction direction, Counters counters) {
    flow.counters(direction, counters.packets(), counters.bytes());
    return this;
  }

  /** Sets the start time. */
  public FlowBuilder start(Instant start) {
    flow.start(nanos(start));
    return this;
  }

  /** Sets the end time. */
  public FlowBuilder stop(Instant stop) {
    flow.stop(nanos(stop));
    return this;
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  /** Sets the TCP tracking state. */
  public FlowBuilder tcpState(TcpState state) {
    flow.tcpState(state.value());
    return this;
  }

  /** Sets what is known of the TCP, SCTP or DCCP connection; replaces all that was set before. */
  public FlowBuilder protocolInfo(ProtocolInfo info) {
    PROTOCOL_INFO.forEach(flow::remove);
    if (info instanceof TcpInfo tcp) {
      setTcp(tcp);
    } else if (info instanceof SctpInfo sctp) {
      flow.sctpState(sctp.state().value());
      flow.sctpTags(sctp.originalTag(), sctp.replyTag());
    } else if (info instanceof DccpInfo dccp) {
      flow.dccpState(dccp.state().value());
      flow.dccpHandshake(dccp.role(), dccp.handshakeSequence());
    }
    return this;
  }

  private void setTcp(TcpInfo tcp) {
    TcpState state = tcp.state();
    if (state != null) {
      flow.tcpState(state.value());
    }
    for (Direction direction : Direction.values()) {
      tcp.peer(direction)
          .ifPresent(
              peer -> flow.tcpPeer(direction, peer.windowScale(), peer.flags(), peer.flagsMask()));
    }
  }

  /** Sets the name of the helper, for example {@code ftp}. */
  public FlowBuilder helper(String name) {
    flow.helper(name);
    return this;
  }

  /** Sets the labels. */
  public FlowBuilder labels(Labels labels) {
    flow.labels(labels.low(), labels.high());
    return this;
  }

  /**
   * Makes the flow an expected one of the master with this original tuple.
   *
   * @throws IllegalArgumentException if the master's family is not that of the flow
   */
  public FlowBuilder master(Tuple master) {
    checkFamily("master " + master, master.family());
    flow.master().copy(master);
    return this;
  }

  /** Sets the sequence adjustment of a direction. */
  public FlowBuilder sequenceAdjustment(Direction direction, SequenceAdjustment adjustment) {
    flow.sequenceAdjustment(direction, adjustment);
    return this;
  }

  /** Sets the state of the SYN proxy. */
  public FlowBuilder synproxy(Synproxy synproxy) {
    flow.synproxy(
        synproxy.initialSequence(), synproxy.initialTimestamp(), synproxy.timestampOffset());
    return this;
  }

  /**
   * Asks the kernel to translate the source of the flow when it is created.
   *
   * @throws IllegalArgumentException if the family of the addresses is not that of the flow,
   *     because the kernel would translate nothing
   */
  public FlowBuilder sourceNat(NatRange range) {
    checkFamily(range);
    flow.sourceNat(range);
    return this;
  }

  /**
   * Asks the kernel to translate the destination of the flow when it is created.
   *
   * @throws IllegalArgumentException if the family of the addresses is not that of the flow,
   *     because the kernel would translate nothing
   */
  public FlowBuilder destinationNat(NatRange range) {
    checkFamily(range);
    flow.destinationNat(range);
    return this;
  }

  private void checkFamily(NatRange range) {
    range.address().ifPresent(address -> checkFamily("NAT to " + address, address.family()));
  }

  private void checkFamily(String what, IpFamily family) {
    if (family != flow.original().family()) {
      throw new IllegalArgumentException(
          "mixed address families: "
              + what
              + " is "
              + family
              + ", the flow "
              + flow.original()
              + " is "
              + flow.original().family());
    }
  }
}
