package io.conntrack.netlink.internal;

import io.conntrack.netlink.internal.sys.Transport;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Calls that take long, so that closing the table ends them. Thread-safe. */
final class Ongoing implements AutoCloseable {

  private final CountDownLatch closing = new CountDownLatch(1);
  private final Set<Transport> open = ConcurrentHashMap.newKeySet();

  /**
   * Opens a socket that is closed with this, or earlier by {@link #end}.
   *
   * @throws io.conntrack.ConntrackClosedException if this is closed
   */
  Transport begin(Operation operation, Function<Operation, Transport> opener) {
    Transport transport = opener.apply(operation);
    open.add(transport);
    if (closing.getCount() == 0) {
      end(transport);
      throw KernelErrors.closed(operation);
    }
    return transport;
  }

  /** Closes a socket whose call is over. */
  void end(Transport transport) {
    open.remove(transport);
    transport.close();
  }

  /**
   * Waits, at most this long.
   *
   * @throws io.conntrack.ConntrackClosedException if this is closed
   */
  void pause(Operation operation, long nanos) throws InterruptedException {
    if (closing.await(nanos, TimeUnit.NANOSECONDS)) {
      throw KernelErrors.closed(operation);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    open.forEach(this::end);
  }
}
