package io.conntrack.netlink.internal;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackException;
import io.conntrack.ConntrackStatistics;
import io.conntrack.ConntrackTable;
import io.conntrack.ConntrackUnavailableException;
import io.conntrack.EventOptions;
import io.conntrack.EventStream;
import io.conntrack.ExpectationTable;
import io.conntrack.filter.Contradiction;
import io.conntrack.filter.KernelTrust;
import io.conntrack.netlink.NetlinkOptions;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.NativePlatform;
import io.conntrack.netlink.internal.sys.NetworkNamespace;
import io.conntrack.netlink.internal.sys.SystemCallException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kernel's connection tracking system of one network namespace. */
public final class KernelConntrack implements Conntrack {

  private static final Logger log = LoggerFactory.getLogger(KernelConntrack.class);
  private static final Operation OPEN = Operation.of("open");
  private static final Operation EVENTS = Operation.of("events");

  private final Sockets sockets;
  private final KernelTable table;
  private final ExpectationTable expectations;
  private final OpenStreams streams = new OpenStreams();
  private final OpenDumps dumps;
  private final KernelStatistics statistics;
  private final Duration requestTimeout;

  private KernelConntrack(Sockets sockets, KernelTable table, Duration requestTimeout) {
    this.sockets = sockets;
    this.table = table;
    this.expectations = table.expectations();
    this.requestTimeout = requestTimeout;
    this.dumps = new OpenDumps(sockets, requestTimeout, KernelTrust.NOTHING);
    this.statistics = new KernelStatistics(table, dumps, sockets, requestTimeout);
  }

  /**
   * Opens it and asks for its statistics, to see at once whether everything is there and allowed.
   */
  public static Conntrack open(NetlinkOptions options) {
    NativePlatform.problem()
        .ifPresent(
            problem -> {
              throw new ConntrackUnavailableException(OPEN.toString(), 0, problem);
            });
    Sockets sockets = new Sockets(openNamespace(options));
    try {
      KernelTable table = openTable(sockets, options.requestTimeout());
      probe(table);
      log.debug("opened connection tracking of {}", sockets);
      return new KernelConntrack(sockets, table, options.requestTimeout());
    } catch (ConntrackException e) {
      sockets.close();
      throw e;
    }
  }

  private static KernelTable openTable(Sockets sockets, Duration timeout) {
    Prober prober = new PrivateProbe(timeout);
    return new KernelTable(
        sockets,
        timeout,
        table -> new ProbedTrust(table::count, prober, ProbedTrust.WORTH_PROBING));
  }

  private static NetworkNamespace openNamespace(NetlinkOptions options) {
    try {
      return options
          .networkNamespace()
          .map(NetworkNamespace::open)
          .orElseGet(NetworkNamespace::current);
    } catch (SystemCallException e) {
      throw KernelErrors.systemCall(OPEN, e);
    }
  }

  /** Says what is missing; the table is closed then. */
  static void probe(KernelTable table) {
    try {
      table.count(OPEN);
    } catch (ConntrackException e) {
      table.close();
      boolean noSubsystem = e.errno() == Errno.EINVAL || e.errno() == Errno.EOPNOTSUPP;
      throw noSubsystem ? KernelErrors.noCtnetlink(OPEN, e.errno()) : e;
    }
  }

  @Override
  public ConntrackTable table() {
    return table;
  }

  @Override
  public ExpectationTable expectations() {
    return expectations;
  }

  @Override
  public EventStream events(EventOptions options) {
    if (options.flows().isEmpty() && options.expectations().isEmpty()) {
      throw new IllegalArgumentException(
          "events: none are chosen, neither of flows nor of expectations");
    }
    Contradiction.refuse(options.filter());
    return streams.register(EVENTS, EventSockets.open(options, sockets, requestTimeout));
  }

  @Override
  public ConntrackStatistics statistics() {
    return statistics.read();
  }

  @Override
  public void close() {
    streams.close();
    dumps.close();
    table.close();
    sockets.close();
    log.debug("closed connection tracking of {}", sockets);
  }
}
