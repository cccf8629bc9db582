package io.conntrack.netlink.internal.codec;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Allocation;
import io.conntrack.Direction;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowView;
import io.conntrack.TupleView;
import io.conntrack.spi.FlowBuffer;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Once warm, reading flows in place allocates nothing. */
class DecodingAllocationTest {

  private static final int CALLS = 10_000;

  private final MessageReader reader = new MessageReader();
  private final FlowDecoder decoder = new FlowDecoder();
  private final FlowBuffer flow = new FlowBuffer();

  @SuppressWarnings("UnusedVariable")
  private long sum; // so that nothing that is read can be left out

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dump-multi-second",
        "dump-tcp6-acct-ts-established",
        "dump-helper-ftp",
        "dump-labels",
        "dump-sctp6",
        "dump-icmp6-filtered",
        "dump-expected-child",
        "event-tcp4-acct-ts-destroy-expired",
        "synthetic-dump-secctx",
      })
  void readsCapturedFlowsWithoutAllocation(String golden) {
    byte[] bytes = Golden.of(golden).bytes();
    ByteBuffer datagram = ByteBuffer.allocateDirect(bytes.length).order(LITTLE_ENDIAN);
    datagram.put(0, bytes);

    assertThat(Allocation.bytesPerCall(CALLS, () -> readAll(datagram)))
        .isLessThan(Allocation.NOTHING);
  }

  /** All but what is an object in a flow: sequence adjustments and, never sent, NAT ranges. */
  @ParameterizedTest
  @EnumSource(names = {"TCP", "SCTP", "DCCP"})
  void readsAllAttributesWithoutAllocation(CompleteFlows complete) {
    FlowBuffer plain = complete.flow();
    plain.remove(FlowAttribute.ORIGINAL_SEQUENCE_ADJUSTMENT);
    plain.remove(FlowAttribute.REPLY_SEQUENCE_ADJUSTMENT);
    ByteBuffer datagram = FlowMessages.encode(plain, LITTLE_ENDIAN);

    assertThat(Allocation.bytesPerCall(CALLS, () -> readAll(datagram)))
        .isLessThan(Allocation.NOTHING);
  }

  private void readAll(ByteBuffer datagram) {
    reader.wrap(datagram, datagram.capacity());
    while (reader.next()) {
      decoder.decode(reader, flow);
      sum += sumOf(flow);
    }
  }

  private static long sumOf(FlowView flow) {
    long total = sumOf(flow.original()) + sumOf(flow.reply());
    total += flow.masterTuple() == null ? 0 : sumOf(flow.masterTuple());
    total += sumOf(flow, Direction.ORIGINAL) + sumOf(flow, Direction.REPLY);
    total += flow.attributeBits() + flow.statusBits() + flow.timeoutSeconds() + flow.markBits();
    total += flow.idBits() + flow.useCount() + flow.startNanos() + flow.stopNanos();
    total += flow.eventNanos() + flow.protocolState() + flow.dccpRole();
    total += flow.dccpHandshakeSequence() + flow.labelsLow() + flow.labelsHigh();
    total += flow.helperName().length() + flow.securityContextName().length();
    total += flow.synproxySequence() + flow.synproxyTimestamp() + flow.synproxyTimestampOffset();
    return total;
  }

  private static long sumOf(FlowView flow, Direction direction) {
    return flow.zoneId(direction)
        + flow.packets(direction)
        + flow.bytes(direction)
        + flow.tcpWindowScale(direction)
        + flow.tcpFlags(direction)
        + flow.tcpFlagsMask(direction)
        + flow.sctpTag(direction);
  }

  private static long sumOf(TupleView tuple) {
    long addresses = tuple.sourceHigh() + tuple.sourceLow();
    addresses += tuple.destinationHigh() + tuple.destinationLow();
    return addresses
        + tuple.family().addressBits()
        + tuple.protocolNumber()
        + tuple.sourcePort()
        + tuple.destinationPort()
        + tuple.icmpType()
        + tuple.icmpCode()
        + tuple.icmpId();
  }
}
