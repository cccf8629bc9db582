package io.conntrack.netlink.internal;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackException;
import io.conntrack.Tuple;
import io.conntrack.netlink.NetlinkOptions;
import io.conntrack.netlink.internal.sys.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * Checks whether anything makes the kernel track flows: it does so only in network namespaces where
 * a rule looks at flows, or translates addresses. No file shows that, so it is tried with a
 * datagram over the loopback interface.
 */
final class TrackingCheck {

  private static final String ID = "tracking";
  private static final String REMEDY =
      "nft 'table inet tracking { chain prerouting { type filter hook prerouting priority 0; ct"
          + " state new; }; chain output { type filter hook output priority 0; ct state new; }; }'";

  private final NetlinkOptions options;
  private final NetworkNamespace namespace;
  private final SocketSource parameters;
  private final boolean usable;
  private final Findings findings;

  TrackingCheck(
      NetlinkOptions options,
      NetworkNamespace namespace,
      SocketSource parameters,
      boolean usable,
      Findings findings) {
    this.options = options;
    this.namespace = namespace;
    this.parameters = parameters;
    this.usable = usable;
    this.findings = findings;
  }

  void run() {
    if (!usable) {
      judgeByCount();
      return;
    }
    try (Conntrack conntrack = KernelConntrack.open(options)) {
      tryWithDatagram(conntrack);
    } catch (ConntrackException e) {
      findings.note(ID, "not tried", String.valueOf(e.getMessage()), "");
    }
  }

  private void judgeByCount() {
    long count = parameters.parameter("net.netfilter.nf_conntrack_count").orElse(0);
    if (count > 0) {
      findings.good(ID, "there are " + count + " flows, so probably something tracks");
    } else {
      unknown("there are no flows, and without privilege nothing can be tried");
    }
  }

  private void unknown(String fact) {
    findings.note(
        ID,
        fact,
        "whether packets are tracked here is not known; it takes a rule that looks at flows",
        REMEDY);
  }

  private void tryWithDatagram(Conntrack conntrack) {
    try {
      Tuple sent = namespace.call(TrackingCheck::send);
      if (conntrack.table().get(sent).isPresent()) {
        conntrack.table().delete(sent);
        findings.good(ID, "a datagram over the loopback interface made a flow");
      } else {
        findings.hindrance(
            ID,
            "a datagram over the loopback interface made no flow",
            "no rule in this namespace makes the kernel track flows, or one exempts the loopback"
                + " interface",
            REMEDY);
      }
    } catch (SendFailedException e) {
      unknown("no datagram can be sent over the loopback interface: " + e.getMessage());
    }
  }

  /** Sends a datagram to a socket of its own, and returns its tuple. */
  private static Tuple send() {
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (DatagramChannel receiver = DatagramChannel.open().bind(loopback);
        DatagramChannel sender = DatagramChannel.open().connect(receiver.getLocalAddress())) {
      sender.write(ByteBuffer.allocate(1));
      return tuple(sender.getLocalAddress(), receiver.getLocalAddress());
    } catch (IOException e) {
      throw new SendFailedException(e);
    }
  }

  private static Tuple tuple(SocketAddress from, SocketAddress to) {
    InetSocketAddress source = (InetSocketAddress) from;
    InetSocketAddress destination = (InetSocketAddress) to;
    return Tuple.udp(
        source.getAddress().getHostAddress(),
        source.getPort(),
        destination.getAddress().getHostAddress(),
        destination.getPort());
  }

  /** Says that the loopback interface is down, or a rule forbids to send. */
  private static final class SendFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SendFailedException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
