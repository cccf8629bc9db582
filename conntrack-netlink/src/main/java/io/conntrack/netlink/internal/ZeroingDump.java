package io.conntrack.netlink.internal;

import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowView;
import io.conntrack.netlink.internal.codec.FlowDecoder;
import io.conntrack.netlink.internal.codec.FlowRequests;
import io.conntrack.netlink.internal.codec.MessageReader;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.Transport;
import io.conntrack.spi.FlowBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Dumps flows and zeroes the counters of each by a request of its own, a batch of them per system
 * call. The answer to such a request is exact: it carries what it zeroes.
 */
final class ZeroingDump implements FlowSource, BatchChannel.Answers {

  /** A lost answer would be a lost count. */
  static final int BATCH = BatchChannel.QUERIES;

  private final Operation operation;
  private final FlowSource dump;
  private final BatchChannel channel;
  private final FlowDecoder decoder = new FlowDecoder();
  private final FlowBuffer decoded = new FlowBuffer();
  private final Queue<Flow> zeroed = new ArrayDeque<>(BATCH);

  ZeroingDump(Operation operation, FlowSource dump, Transport transport, Duration timeout) {
    this.operation = operation;
    this.dump = dump;
    this.channel = new BatchChannel(transport, timeout);
  }

  @Override
  public boolean next() {
    zeroed.poll();
    try {
      while (zeroed.isEmpty()) {
        ask();
        if (channel.size() == 0) {
          close();
          return false;
        }
        channel.exchange(operation, this);
      }
      return true;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Writes a request for each of the next flows. */
  private void ask() {
    while (channel.size() < BATCH && dump.next()) {
      FlowView flow = dump.flow();
      FlowRequests.getAndZero(
          channel.builder(), channel.sequence(), flow.original(), flow.zoneId(Direction.ORIGINAL));
      channel.added();
    }
  }

  @Override
  public void refused(int index, int errno, String explanation) {
    if (errno != Errno.ENOENT) { // that one has ended since the dump
      throw KernelErrors.refusal(operation, errno, explanation);
    }
  }

  @Override
  public void answered(int index, MessageReader message) {
    decoder.decode(message, decoded);
    zeroed.add(Flow.copyOf(decoded));
  }

  @Override
  public FlowView flow() {
    return zeroed.element();
  }

  @Override
  public void close() {
    dump.close();
    channel.close();
  }
}
