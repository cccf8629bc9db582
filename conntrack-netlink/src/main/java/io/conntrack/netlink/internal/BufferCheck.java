package io.conntrack.netlink.internal;

import io.conntrack.ConntrackException;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.internal.sys.SystemCallException;

/** Checks how large the buffers of a socket may get. */
final class BufferCheck {

  private static final Operation CHECK = Operation.of("check buffers");
  private static final int WANTED_BYTES = 8 << 20;
  private static final int BYTES_PER_EVENT = 1280;

  private final Sockets sockets;
  private final Findings findings;

  BufferCheck(Sockets sockets, Findings findings) {
    this.sockets = sockets;
    this.findings = findings;
  }

  /** Asks for a large buffer on a socket of its own: what comes of it is what counts. */
  void run() {
    try (NetlinkSocket socket = sockets.openPlain(CHECK)) {
      judge("receive buffer", "rmem_max", receiveBytes(socket));
      judge("send buffer", "wmem_max", sendBytes(socket));
    } catch (ConntrackException | SystemCallException e) {
      findings.note("buffers", String.valueOf(e.getMessage()), "their limits are not known", "");
    }
  }

  private static int receiveBytes(NetlinkSocket socket) {
    try {
      return socket.resizeReceiveBuffer(WANTED_BYTES, true);
    } catch (SystemCallException e) {
      return socket.resizeReceiveBuffer(WANTED_BYTES, false);
    }
  }

  private static int sendBytes(NetlinkSocket socket) {
    try {
      return socket.resizeSendBuffer(WANTED_BYTES, true);
    } catch (SystemCallException e) {
      return socket.resizeSendBuffer(WANTED_BYTES, false);
    }
  }

  private void judge(String what, String limit, int bytes) {
    String id = limit.equals("rmem_max") ? "receive-buffer" : "send-buffer";
    String events =
        limit.equals("rmem_max") ? ", room for " + bytes / BYTES_PER_EVENT + " events" : "";
    if (bytes >= WANTED_BYTES) {
      findings.good(id, what + "s of " + bytes + " bytes can be had" + events);
    } else {
      findings.note(
          id,
          what + "s of " + bytes + " bytes at most can be had" + events,
          "larger ones take CAP_NET_ADMIN in the initial user namespace, or a higher limit",
          "sysctl -w net.core." + limit + "=" + WANTED_BYTES);
    }
  }
}
