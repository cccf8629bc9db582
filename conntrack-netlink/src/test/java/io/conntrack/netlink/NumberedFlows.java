package io.conntrack.netlink;

import io.conntrack.Flow;
import io.conntrack.FlowView;
import io.conntrack.IpAddress;
import io.conntrack.IpFamily;
import io.conntrack.Protocol;
import io.conntrack.Tuple;
import io.conntrack.netlink.internal.codec.FlowRequests;
import io.conntrack.netlink.internal.codec.MessageBuilder;
import io.conntrack.netlink.internal.sys.NativeBuffer;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import java.time.Duration;

/**
 * Creates one flow after the other, many with each system call, and numbers them in their tuples,
 * so that whoever sees them knows which ones he missed. Belongs to the network namespace of the
 * thread that opens it.
 */
final class NumberedFlows implements AutoCloseable {

  private static final int PER_DATAGRAM = 64;
  private static final int BYTES = 256 * PER_DATAGRAM;
  private static final long NETWORK = 0x0a000000; // 10.0.0.0
  private static final int PORT_BITS = 12;
  private static final int FIRST_PORT = 10_000;
  private static final IpAddress SERVER = IpAddress.parse("198.18.0.1");

  private final NetlinkSocket socket;
  private final NativeBuffer datagram = NativeBuffer.allocate(BYTES);
  private final Duration timeout;
  private int created;

  private NumberedFlows(NetlinkSocket socket, Duration timeout) {
    this.socket = socket;
    this.timeout = timeout;
  }

  /** Opens a socket for them. */
  static NumberedFlows open() {
    return new NumberedFlows(NetlinkSocket.open(), Duration.ofHours(1));
  }

  /** Returns the tuple of the flow with this number. */
  static Tuple tuple(int number) {
    return Tuple.of(
        Protocol.UDP,
        IpAddress.of(IpFamily.IPV4, 0, NETWORK + (number >>> PORT_BITS)),
        FIRST_PORT + (number & (1 << PORT_BITS) - 1),
        SERVER,
        53);
  }

  /** Returns the number of a flow. */
  static int number(FlowView flow) {
    long address = flow.original().sourceLow() - NETWORK;
    return (int) address << PORT_BITS | flow.original().sourcePort() - FIRST_PORT;
  }

  /** Creates the next flows; the first has number 0. */
  void create(int count) {
    int end = created + count;
    while (created < end) {
      MessageBuilder message = new MessageBuilder(datagram.buffer());
      for (int i = 0; i < PER_DATAGRAM && created < end; i++) {
        Flow flow = Flow.builder(tuple(created)).timeout(timeout).build();
        FlowRequests.create(message, created, flow);
        created++;
      }
      socket.send(datagram, message.length()); // nobody reads the answers, which are dropped
    }
  }

  /** Returns how many were created. */
  int created() {
    return created;
  }

  @Override
  public void close() {
    socket.close();
  }
}
