package io.conntrack.netlink.internal;

import io.conntrack.FlowFilter;
import io.conntrack.filter.KernelTrust;
import io.conntrack.filter.Planner;
import io.conntrack.filter.Pushdown;
import io.conntrack.netlink.internal.sys.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Starts dumps and batches, and closes those that still run when the table is closed. Thread-safe.
 */
final class OpenDumps implements AutoCloseable {

  private final Function<Operation, Transport> sockets;
  private final Duration timeout;
  private final KernelTrust trust;
  private final OpenResources open = new OpenResources();

  OpenDumps(Function<Operation, Transport> sockets, Duration timeout, KernelTrust trust) {
    this.sockets = sockets;
    this.timeout = timeout;
    this.trust = trust;
  }

  FlowSource open(Operation operation, FlowFilter filter) {
    return open(operation, filter, filter);
  }

  /**
   * Starts a dump.
   *
   * @param demanded what the kernel is asked for as far as it can be; must select each flow that
   *     {@code selected} selects
   * @param selected what is delivered
   */
  FlowSource open(Operation operation, FlowFilter demanded, FlowFilter selected) {
    List<FlowDump> dumps = new ArrayList<>();
    try {
      List<KernelTrust.Grant> grants = Planner.dumps(demanded, trust);
      for (KernelTrust.Grant grant : grants) {
        Pushdown conditions = grant.conditions();
        FlowFilter part = grants.size() == 1 ? selected : ofFamily(conditions).and(selected);
        dumps.add(new FlowDump(operation, sockets.apply(operation), conditions, part, timeout));
      }
    } catch (RuntimeException | Error e) {
      dumps.forEach(FlowDump::close);
      throw e;
    }
    return register(operation, dumps.size() == 1 ? dumps.get(0) : new DumpsInTurn(dumps));
  }

  /** A kernel that does not know the conditions sends both families twice. */
  private static FlowFilter ofFamily(Pushdown conditions) {
    return FlowFilter.family(Objects.requireNonNull(conditions.family()));
  }

  ExpectationDump openExpectations(Operation operation) {
    return register(operation, new ExpectationDump(operation, sockets.apply(operation), timeout));
  }

  FlowSource openZeroing(Operation operation, FlowFilter filter) {
    FlowSource dump = open(operation, filter);
    try {
      return register(
          operation, new ZeroingDump(operation, dump, sockets.apply(operation), timeout));
    } catch (RuntimeException | Error e) {
      dump.close();
      throw e;
    }
  }

  BatchChannel openBatches(Operation operation) {
    return register(operation, new BatchChannel(sockets.apply(operation), timeout));
  }

  /**
   * Takes a resource in, to be closed with the others.
   *
   * @throws io.conntrack.ConntrackClosedException if they are closed already; then so is this one
   */
  <T extends OpenResource> T register(Operation operation, T source) {
    return open.register(operation, source);
  }

  @Override
  public void close() {
    open.close();
  }
}
