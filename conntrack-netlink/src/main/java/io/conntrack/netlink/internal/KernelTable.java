package io.conntrack.netlink.internal;

import io.conntrack.Bulk;
import io.conntrack.ConntrackException;
import io.conntrack.ConntrackTable;
import io.conntrack.Direction;
import io.conntrack.ExpectationTable;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.FlowNotFoundException;
import io.conntrack.FlowUpdate;
import io.conntrack.FlowView;
import io.conntrack.SeverReport;
import io.conntrack.Tuple;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.Zone;
import io.conntrack.filter.Contradiction;
import io.conntrack.filter.FilterPlan;
import io.conntrack.filter.KernelTrust;
import io.conntrack.filter.Planner;
import io.conntrack.filter.Pushdown;
import io.conntrack.netlink.internal.codec.FlowDecoder;
import io.conntrack.netlink.internal.codec.FlowRequests;
import io.conntrack.netlink.internal.codec.MessageReader;
import io.conntrack.netlink.internal.codec.StatisticsDecoder;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.spi.FlowBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The kernel's table of flows. Single requests share one socket; each dump has its own. */
final class KernelTable implements ConntrackTable, AutoCloseable {

  private static final int ATTEMPTS = 5;
  private static final Duration LONGEST_GRACE = Duration.ofDays(1);

  private final SocketSource sockets;
  private final Duration requestTimeout;
  private final RequestChannel requests;
  private final KernelTrust trust;
  private final OpenDumps dumps;
  private final Bulk bulk;
  private final ClosingSignal closing = new ClosingSignal();
  private final FlowDecoder decoder =
      new FlowDecoder(); // guarded by the channel's lock, like the next one
  private final FlowBuffer decoded = new FlowBuffer();

  /** Opens a table that leaves no filtering to the kernel. */
  KernelTable(SocketSource sockets, Duration requestTimeout) {
    this(sockets, requestTimeout, table -> KernelTrust.NOTHING);
  }

  /** Opens a table that leaves to the kernel what it is trusted with. */
  KernelTable(
      SocketSource sockets, Duration requestTimeout, Function<KernelTable, KernelTrust> trust) {
    this.sockets = sockets;
    this.requestTimeout = requestTimeout;
    this.requests = new RequestChannel(sockets.apply(Operation.of("open")), requestTimeout);
    this.trust = trust.apply(this);
    this.dumps = new OpenDumps(sockets, requestTimeout, this.trust);
    this.bulk = new KernelBulk(dumps, this, this.trust);
  }

  /** Returns the table of expectations, which shares the socket and is closed with this one. */
  ExpectationTable expectations() {
    return new KernelExpectations(this, requests, dumps);
  }

  @Override
  public FilterPlan explain(FlowFilter filter) {
    Contradiction.refuse(filter);
    return Planner.plan(filter, trust);
  }

  @Override
  public Stream<Flow> dump(FlowFilter filter) {
    Contradiction.refuse(filter);
    return EntryStream.of(() -> dumps.open(Operation.of("dump", filter), filter));
  }

  @Override
  public void scan(FlowFilter filter, Consumer<? super FlowView> action) {
    Contradiction.refuse(filter);
    try (FlowSource dump = dumps.open(Operation.of("scan", filter), filter)) {
      dump.forEach(action);
    }
  }

  @Override
  public Stream<Flow> dumpAndZero(FlowFilter filter) {
    Contradiction.refuse(filter);
    return EntryStream.of(() -> dumps.openZeroing(Operation.of("dump and zero", filter), filter));
  }

  @Override
  public Optional<Flow> get(Tuple tuple, Zone zone) {
    try {
      return Optional.of(look(new Operation("get", tuple, zone), tuple, zone));
    } catch (FlowNotFoundException e) {
      return Optional.empty();
    }
  }

  private Flow look(Operation operation, Tuple tuple, Zone zone) {
    return requests.query(
        operation,
        (message, sequence) -> FlowRequests.get(message, sequence, tuple, zone.id()),
        this::readFlow);
  }

  private Flow readFlow(MessageReader message) {
    decoder.decode(message, decoded);
    return Flow.copyOf(decoded);
  }

  /** Looks up by the original tuple alone, whereas the kernel also takes it for a reply tuple. */
  private Flow lookOriginal(Operation operation, Tuple original, Zone zone) {
    Flow found = look(operation, original, zone);
    if (!found.original().equals(original)) {
      throw new FlowNotFoundException(
          operation.toString(),
          Errno.ENOENT,
          "no flow has this original tuple (ENOENT) - it belongs to the flow with original tuple "
              + found.original());
    }
    return found;
  }

  @Override
  public void create(Flow flow) {
    Operation operation = new Operation("create", flow.original(), flow.zone(Direction.ORIGINAL));
    Creation.check(flow);
    Flow request = Creation.request(flow);
    try {
      requests.execute(
          operation, (message, sequence) -> FlowRequests.create(message, sequence, request));
    } catch (ConntrackException e) {
      throw Creation.explain(operation, flow, e, this);
    }
  }

  @Override
  public void update(Tuple original, Zone zone, FlowUpdate update) {
    Operation operation = new Operation("update", original, zone);
    Flow flow = lookOriginal(operation, original, zone);
    for (int attempt = 1; ; attempt++) {
      int status = flow.statusBits();
      try {
        requests.execute(
            operation,
            (message, sequence) ->
                FlowRequests.update(message, sequence, original, zone.id(), status, update));
        return;
      } catch (ConntrackException e) {
        flow = e.errno() == Errno.EBUSY ? lookOriginal(operation, original, zone) : flow;
        boolean raced = flow.statusBits() != status; // a packet set a bit that the update lacked
        if (!raced || attempt == ATTEMPTS) {
          throw Updating.explain(operation, flow, update, e);
        }
      }
    }
  }

  @Override
  public void delete(Tuple original, Zone zone) {
    Operation operation = new Operation("delete", original, zone);
    delete(operation, lookOriginal(operation, original, zone));
  }

  @Override
  public void delete(Flow flow) {
    Zone zone = flow.zone(Direction.ORIGINAL);
    Operation operation = new Operation("delete", flow.original(), zone);
    delete(
        operation,
        flow.has(FlowAttribute.ID) ? flow : lookOriginal(operation, flow.original(), zone));
  }

  private void delete(Operation operation, Flow flow) {
    if (!flow.has(FlowAttribute.ID)) {
      throw new ConntrackException(
          operation.toString(),
          0,
          "the kernel tells no id of the flow, so it cannot be told from a successor - needs a"
              + " kernel that sends CTA_ID with each flow");
    }
    int zone = flow.zoneId(Direction.ORIGINAL);
    try {
      requests.execute(
          operation,
          (message, sequence) ->
              FlowRequests.delete(message, sequence, flow.original(), zone, flow.idBits()));
    } catch (FlowNotFoundException e) {
      deleteByReply(operation, flow);
    }
  }

  /** Zones of one direction let another flow have the same tuple for its other direction. */
  private void deleteByReply(Operation operation, Flow flow) {
    int zone = flow.zoneId(Direction.REPLY);
    requests.execute(
        operation,
        (message, sequence) ->
            FlowRequests.deleteByReply(message, sequence, flow.reply(), zone, flow.idBits()));
  }

  @Override
  public Bulk bulk() {
    return bulk;
  }

  @Override
  public SeverReport sever(FlowFilter filter, Duration grace) {
    Contradiction.refuse(filter);
    if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
      throw new IllegalArgumentException(
          "grace " + grace + " is out of range: 0 to " + LONGEST_GRACE);
    }
    Operation operation = Operation.of("sever", filter);
    Map<FlowLookup.Key, Flow> selected = new LinkedHashMap<>(); // a dump may show a flow twice
    try (FlowSource dump = dumps.open(operation, filter)) {
      dump.forEach(
          view -> {
            Flow flow = Flow.copyOf(view);
            selected.put(FlowLookup.Key.of(flow), flow);
          });
    }
    try (Severance severance = new Severance(operation, sockets, dumps, closing, requestTimeout)) {
      return severance.run(selected.values(), grace);
    }
  }

  @Override
  public void flush() {
    requests.execute(Operation.of("flush"), FlowRequests::flush);
  }

  /**
   * Removes the flows that meet conditions, by one request; only for what {@link Planner#flush}
   * grants.
   *
   * @throws ConntrackException if the kernel refuses; nothing is removed then
   */
  void flush(Operation operation, Pushdown conditions) {
    requests.execute(
        operation, (message, sequence) -> FlowRequests.flush(message, sequence, conditions));
  }

  @Override
  public long count() {
    return count(Operation.of("count"));
  }

  /** Asks for something cheap, to see whether the kernel answers. */
  long count(Operation operation) {
    return statistics(operation).count();
  }

  /** Asks for the number of flows and its limit. */
  StatisticsDecoder statistics(Operation operation) {
    return requests.query(
        operation,
        FlowRequests::statistics,
        message -> {
          StatisticsDecoder statistics = new StatisticsDecoder();
          statistics.decode(message);
          return statistics;
        });
  }

  @Override
  public long limit() {
    Operation operation = Operation.of("limit");
    long limit = statistics(operation).limit();
    if (limit == StatisticsDecoder.ABSENT) {
      throw new UnsupportedByKernelException(
          operation.toString(),
          0,
          "not told by this kernel - needs Linux 4.18; read sysctl nf_conntrack_max instead");
    }
    return limit;
  }

  /** Ends dumps and requests, also those that are blocked in other threads. */
  @Override
  public void close() {
    dumps.close();
    closing.give();
    requests.close();
  }
}
