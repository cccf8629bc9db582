package io.conntrack;

import io.conntrack.spi.ConntrackProvider;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

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
    return provider("open").open();
  }

  /**
   * Reads what the kernel shows to everybody of the statistics of the network namespace of the
   * calling thread ({@code /proc/net/stat/nf_conntrack}, sysctls {@code nf_conntrack_count} and
   * {@code nf_conntrack_max}). Takes no privilege.
   *
   * @throws ConntrackUnavailableException if there is no backend, or nothing to be read
   */
  static ConntrackStatistics readStatistics() {
    return provider("read statistics").readStatistics();
  }

  /**
   * Checks whether connection tracking can be used here, and what stands in the way: privilege, the
   * kernel's features, its parameters and whether anything makes it track at all. Takes no
   * privilege, but finds out more with it; never throws.
   *
   * <p>Where it may, it tries things out: in network namespaces of its own, and by one datagram
   * over the loopback interface of the calling thread's. It can take a second on a large table.
   */
  static CheckReport check() {
    try {
      return provider("check").check();
    } catch (ConntrackException e) {
      String fact = String.valueOf(e.getMessage());
      return new CheckReport(
          List.of(new Finding("backend", Finding.Level.FATAL, fact, "nothing can be opened", "")));
    }
  }

  private static ConntrackProvider provider(String operation) {
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
          operation,
          0,
          "no backend found - add io.conntrack:conntrack-netlink to the class path or module path");
    }
    return providers.next();
  }

  /** Returns the table of flows. */
  ConntrackTable table();

  /** Returns the table of expectations. */
  ExpectationTable expectations();

  /** Follows new and ended flows; as {@link #events(EventOptions)} with the defaults. */
  default EventStream events() {
    return events(EventOptions.DEFAULT);
  }

  /**
   * Follows what happens to flows and expectations from now on; like {@code conntrack -E}.
   *
   * <p>What the kernel guarantees, and what not:
   *
   * <ul>
   *   <li>A network namespace's events come in the order in which they happened. Nothing orders
   *       those of different namespaces; {@link Flow#eventTime()} compares them.
   *   <li>Whether a flow has events is decided when it is created. With sysctl {@code
   *       net.netfilter.nf_conntrack_events} 2, the default, it has if some program of the machine
   *       was listening then: the end of an older flow is not told. With 1 every flow has, with 0
   *       only those for which a rule asked ({@code ct event set}). An expectation has events if
   *       its master has.
   *   <li>The end of a flow whose time ran out is told when the kernel comes across it, up to a
   *       minute late; {@link Flow#stop()} is exact.
   *   <li>{@link EventType#NEW} and {@link EventType#UPDATE} carry no counters and no start; {@link
   *       EventType#DESTROY} carries them, and no labels, helper or master. An absent mark is 0.
   *       Packets that change nothing of a flow but its counters and timeout are no event.
   *   <li>A dump and a stream of events are not in step: an event can be received before the dump
   *       shows the state before it.
   *   <li>What does not fit into the receive buffer is lost, together with everything until the
   *       buffer was read empty; the stream says how much, in its place: {@link EventsLost}.
   * </ul>
   *
   * @throws IllegalArgumentException if the options choose no event, or the filter can never match
   * @throws MissingPrivilegeException if the process may not listen (EPERM), or not enter one of
   *     the network namespaces
   * @throws ConntrackException if one of the network namespaces cannot be opened
   */
  EventStream events(EventOptions options);

  /** Returns the timeout policies, and the default timeouts of each protocol. */
  TimeoutPolicies timeoutPolicies();

  /**
   * Returns the flows that have ended and left the table, but are kept until their end could be
   * told to a {@linkplain EventOptions#reliable(boolean) reliable} reader of events; like {@code
   * conntrack -L dying}. They still count in {@link ConntrackTable#count()}.
   *
   * <p>The stream is lazy and holds a descriptor, as that of {@link
   * ConntrackTable#dump(FlowFilter)} does. Sends {@code IPCTNL_MSG_CT_GET_DYING}.
   *
   * @throws UnsupportedByKernelException (while it is consumed) before Linux 3.9
   * @throws MissingPrivilegeException (while it is consumed) if the process may not (EPERM)
   */
  Stream<Flow> dying();

  /**
   * Returns the flows that are not in the table yet because their first packet is still on its way;
   * like {@code conntrack -L unconfirmed}, which shows nothing where this says why.
   *
   * <p>The stream is lazy and holds a descriptor, as that of {@link
   * ConntrackTable#dump(FlowFilter)} does. Sends {@code IPCTNL_MSG_CT_GET_UNCONFIRMED}.
   *
   * @throws UnsupportedByKernelException (while it is consumed) since Linux 5.19, which keeps no
   *     list of them, and before 3.9
   * @throws MissingPrivilegeException (while it is consumed) if the process may not (EPERM)
   */
  Stream<Flow> unconfirmed();

  /**
   * Reads the statistics of the network namespace: the number of flows and its limit, and what each
   * processor has counted; like {@code conntrack -C}, {@code -S} and {@code -S expect}.
   *
   * <p>Takes three requests, so that the parts may differ by what happens meanwhile.
   *
   * @throws MissingPrivilegeException if the process may not (EPERM); {@link #readStatistics} then
   *     tells most of it
   */
  ConntrackStatistics statistics();

  /** Closes everything; further calls do nothing. */
  @Override
  void close();
}
