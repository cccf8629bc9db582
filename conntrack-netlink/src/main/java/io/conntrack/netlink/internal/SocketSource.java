package io.conntrack.netlink.internal;

import io.conntrack.netlink.internal.sys.Transport;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Opens what a table needs in its network namespace, whichever thread asks; applied, it opens a
 * socket to netfilter. Thread-safe.
 */
interface SocketSource extends Function<Operation, Transport> {

  /** Opens a socket by which other sockets are found and closed ({@code NETLINK_SOCK_DIAG}). */
  Transport openDiagnosis(Operation operation);

  /**
   * Reads a kernel parameter that is a number, for example {@code
   * net.netfilter.nf_conntrack_tcp_loose}; absent where it cannot be read.
   */
  OptionalLong parameter(String name);
}
