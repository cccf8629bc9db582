package io.conntrack;

import io.conntrack.spi.ConntrackProvider;
import java.util.Iterator;
import java.util.ServiceLoader;

/**
 * An open connection tracking system: the kernel's, for one network namespace, or another
 * implementation. Thread-safe.
 *
 * <p>It holds descriptors until it is closed. Closing ends calls that are blocked in other threads
 * with {@link ConntrackClosedException}, and closes what was opened from it.
 */
public interface Conntrack extends AutoCloseable {

  /**
   * Opens the connection tracking system of the network namespace of the calling thread, through
   * the first backend that {@link ServiceLoader} finds.
   *
   * @throws ConntrackUnavailableException if there is no backend, this is not Linux, or the kernel
   *     has no ctnetlink
   * @throws MissingPrivilegeException if the process lacks {@code CAP_NET_ADMIN}
   */
  static Conntrack open() {
    Iterator<ConntrackProvider> providers =
        ServiceLoader.load(ConntrackProvider.class, ConntrackProvider.class.getClassLoader())
            .iterator();
    if (!providers.hasNext()) {
      providers =
          ServiceLoader.load(ConntrackProvider.class)
              .iterator(); // an application's own class loader
    }
    if (!providers.hasNext()) {
      throw new ConntrackUnavailableException(
          "open",
          0,
          "no backend found - add io.conntrack:conntrack-netlink to the class path or module path");
    }
    return providers.next().open();
  }

  /** Returns the table of flows. */
  ConntrackTable table();

  /** Closes everything; further calls do nothing. */
  @Override
  void close();
}
