package io.conntrack.netlink.internal;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackException;
import io.conntrack.ConntrackStatistics;
import io.conntrack.ConntrackTable;
import io.conntrack.ConntrackUnavailableException;
import io.conntrack.EventOptions;
import io.conntrack.EventStream;
import io.conntrack.ExpectationTable;
import io.conntrack.Flow;
import io.conntrack.TimeoutPolicies;
import io.conntrack.filter.Contradiction;
import io.conntrack.filter.KernelTrust;
import io.conntrack.netlink.NetlinkOptions;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.NativePlatform;
import io.conntrack.netlink.internal.sys.NetworkNamespace;
import io.conntrack.netlink.internal.sys.SystemCallException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kernel's connection tracking system of one network namespace. */
public final class KernelConntrack implements Conntrack {

  private static final Logger log = LoggerFactory.getLogger(KernelConntrack.class);
  private static final Operation OPEN = Operation.of("open");
  private static final Operation EVENTS = Operation.of("events");
  private static final Operation DYING = Operation.of("dump dying");
  private static final Operation UNCONFIRMED = Operation.of("dump unconfirmed");

  private final Sockets sockets;
  private final KernelTable table;
  private final ExpectationTable expectations;
  private final OpenResources streams = new OpenResources();
  private final OpenDumps dumps;
  private final KernelStatistics statistics;
  private final TimeoutPolicies timeoutPolicies;
  private final Duration requestTimeout;

  private KernelConntrack(Sockets sockets, KernelTable table, Duration requestTimeout) {
    this.sockets = sockets;
    this.table = table;
    this.expectations = table.expectations();
    this.requestTimeout = requestTimeout;
    this.dumps = new OpenDumps(sockets, requestTimeout, KernelTrust.NOTHING);
    this.statistics = new KernelStatistics(table, dumps, sockets, requestTimeout);
    this.timeoutPolicies = new KernelTimeouts(dumps, sockets, requestTimeout);
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

  static NetworkNamespace openNamespace(NetlinkOptions options) {
    Path file = options.networkNamespace().orElse(null);
    try {
      return file == null ? NetworkNamespace.current() : NetworkNamespace.open(file);
    } catch (SystemCallException e) {
      throw file == null
          ? KernelErrors.systemCall(OPEN, e)
          : NamespaceErrors.explain(OPEN, file, e);
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
  public TimeoutPolicies timeoutPolicies() {
    return timeoutPolicies;
  }

  @Override
  public Stream<Flow> dying() {
    return EntryStream.of(
        () -> dumps.register(DYING, ListDump.dying(DYING, sockets.apply(DYING), requestTimeout)));
  }

  @Override
  public Stream<Flow> unconfirmed() {
    return EntryStream.of(
        () ->
            dumps.register(
                UNCONFIRMED,
                ListDump.unconfirmed(
                    UNCONFIRMED,
                    sockets.apply(UNCONFIRMED),
                    requestTimeout,
                    KernelRelease.running())));
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
