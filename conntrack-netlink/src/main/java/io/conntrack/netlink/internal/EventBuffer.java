package io.conntrack.netlink.internal;

import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.EventTransport;
import io.conntrack.netlink.internal.sys.SystemCallException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The receive buffer of a socket that listens to events: sized in events, and doubled after bursts.
 * One thread changes it; any may read it.
 */
final class EventBuffer {

  /** What the kernel charges for an event, whatever the length of its message. */
  static final int EVENT_BYTES = 1280;

  private final EventTransport transport;
  private final int limitBytes;
  private boolean mayForce = true;
  private volatile int bytes;
  private volatile int highWaterBytes;
  private volatile @Nullable String clamp;

  /** Makes it hold this number of events, if the kernel lets it. */
  EventBuffer(EventTransport transport, int events, int limit) {
    this.transport = transport;
    this.limitBytes = limit * EVENT_BYTES;
    resize(events * EVENT_BYTES);
  }

  /** Notes how much is queued; grows the buffer if that is more than half. */
  void queued(int queuedBytes) {
    if (queuedBytes > highWaterBytes) {
      highWaterBytes = queuedBytes;
    }
    if (queuedBytes > bytes / 2) {
      grow();
    }
  }

  /** Notes that the buffer was full, and grows it. */
  void overran() {
    queued(bytes);
  }

  private void grow() {
    if (clamp == null && bytes < limitBytes) {
      resize((int) Math.min(limitBytes, 2L * bytes));
    }
  }

  private void resize(int wanted) {
    bytes = mayForce ? force(wanted) : transport.resizeReceiveBuffer(wanted / 2, false);
    if (bytes < wanted) {
      clamp = clamp(wanted);
    }
  }

  /** The kernel takes the half of what it makes of it. */
  private int force(int wanted) {
    try {
      return transport.resizeReceiveBuffer(wanted / 2, true);
    } catch (SystemCallException e) {
      if (e.errno() != Errno.EPERM) {
        throw e;
      }
      mayForce = false;
      return transport.resizeReceiveBuffer(wanted / 2, false);
    }
  }

  private String clamp(int wanted) {
    return "the receive buffer holds "
        + events()
        + " events instead of "
        + wanted / EVENT_BYTES
        + ": net.core.rmem_max is "
        + bytes / 2
        + " - raise it by \"sysctl -w net.core.rmem_max="
        + wanted / 2
        + "\", or give the process CAP_NET_ADMIN in the initial user namespace";
  }

  int bytes() {
    return bytes;
  }

  int events() {
    return bytes / EVENT_BYTES;
  }

  int highWaterEvents() {
    return highWaterBytes / EVENT_BYTES;
  }

  Optional<String> clamp() {
    return Optional.ofNullable(clamp);
  }
}
