package io.conntrack.netlink.internal;

import io.conntrack.BulkReport;
import io.conntrack.ConntrackException;
import io.conntrack.Expectation;
import io.conntrack.ExpectationAttribute;
import io.conntrack.ExpectationTable;
import io.conntrack.ExpectationView;
import io.conntrack.FlowNotFoundException;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.netlink.internal.codec.ExpectationDecoder;
import io.conntrack.netlink.internal.codec.ExpectationRequests;
import io.conntrack.netlink.internal.codec.MessageReader;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.spi.ExpectationBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The kernel's table of expectations. Single requests go over the socket of the table of flows;
 * each dump has its own.
 */
final class KernelExpectations implements ExpectationTable {

  private final KernelTable flows;
  private final RequestChannel requests;
  private final OpenDumps dumps;
  private final ExpectationDecoder decoder =
      new ExpectationDecoder(); // guarded by the channel's lock, like the next one
  private final ExpectationBuffer decoded = new ExpectationBuffer();

  /** Makes one that is closed with its table of flows. */
  KernelExpectations(KernelTable flows, RequestChannel requests, OpenDumps dumps) {
    this.flows = flows;
    this.requests = requests;
    this.dumps = dumps;
  }

  private static Operation operation(String verb) {
    return Operation.of(verb + " expectations");
  }

  private static Operation operation(String verb, Tuple tuple, Zone zone) {
    return new Operation(verb + " expectation", tuple, zone);
  }

  @Override
  public Stream<Expectation> dump() {
    return EntryStream.of(() -> dumps.openExpectations(operation("dump")));
  }

  @Override
  public void scan(Consumer<? super ExpectationView> action) {
    scan(operation("scan"), action);
  }

  private void scan(Operation operation, Consumer<? super ExpectationView> action) {
    try (ExpectationDump dump = dumps.openExpectations(operation)) {
      while (dump.next()) {
        action.accept(dump.expectation());
      }
    }
  }

  @Override
  public Optional<Expectation> get(Tuple tuple, Zone zone) {
    try {
      return Optional.of(look(operation("get", tuple, zone), tuple, zone));
    } catch (FlowNotFoundException e) {
      return Optional.empty();
    }
  }

  private Expectation look(Operation operation, Tuple tuple, Zone zone) {
    return requests.query(
        operation,
        (message, sequence) -> ExpectationRequests.get(message, sequence, tuple, zone.id()),
        message -> read(message, zone));
  }

  private Expectation read(MessageReader message, Zone zone) {
    decoder.decode(message, decoded);
    if (zone.id() != 0) {
      decoded.zone(zone.id());
    }
    return Expectation.copyOf(decoded);
  }

  @Override
  public void create(Expectation expectation) {
    Operation operation = operation("create", expectation.tuple(), Zone.of(expectation.zoneId()));
    String problem = ExpectationErrors.problem(expectation);
    if (problem != null) {
      throw new IllegalArgumentException(operation + ": " + problem);
    }
    try {
      requests.execute(
          operation,
          (message, sequence) -> ExpectationRequests.create(message, sequence, expectation));
    } catch (ConntrackException e) {
      throw ExpectationErrors.creation(operation, expectation, e);
    }
    if (expectation.has(ExpectationAttribute.TIMEOUT)) {
      setTimeout(operation, expectation);
    }
  }

  /** A flow may have fulfilled it meanwhile, or its time is over. */
  private void setTimeout(Operation operation, Expectation created) {
    try {
      requests.execute(
          operation,
          (message, sequence) ->
              ExpectationRequests.update(
                  message,
                  sequence,
                  created.tuple(),
                  created.zoneId(),
                  (int) created.timeoutSeconds()));
    } catch (ConntrackException e) {
      if (e.errno() != Errno.ENOENT && e.errno() != Errno.ETIME) {
        throw e;
      }
    }
  }

  @Override
  public BulkReport createAll(Stream<Expectation> expectations) {
    Operation operation = operation("create");
    try (ExpectationWriter writer = new ExpectationWriter(operation, dumps, flows)) {
      expectations.sequential().forEachOrdered(writer::create);
      return writer.end();
    }
  }

  @Override
  public void update(Tuple tuple, Zone zone, Duration timeout) {
    Operation operation = operation("update", tuple, zone);
    long seconds =
        Expectation.builder(tuple, tuple).timeout(timeout).build().timeoutSeconds(); // checks it
    try {
      requests.execute(
          operation,
          (message, sequence) ->
              ExpectationRequests.update(message, sequence, tuple, zone.id(), (int) seconds));
    } catch (ConntrackException e) {
      throw ExpectationErrors.absence(operation, e);
    }
  }

  @Override
  public void delete(Tuple tuple, Zone zone) {
    Operation operation = operation("delete", tuple, zone);
    try {
      Expectation found = look(operation, tuple, zone);
      if (!found.tuple().equals(tuple)) {
        throw ExpectationErrors.covered(operation, found);
      }
      delete(operation, found, zone.id());
    } catch (ConntrackException e) {
      throw ExpectationErrors.absence(operation, e);
    }
  }

  @Override
  public void delete(Expectation expectation) {
    if (!expectation.has(ExpectationAttribute.ID)) {
      delete(expectation.tuple(), Zone.of(expectation.zoneId()));
      return;
    }
    Operation operation = operation("delete", expectation.tuple(), Zone.of(expectation.zoneId()));
    try {
      delete(operation, expectation, expectation.zoneId());
    } catch (ConntrackException e) {
      boolean elsewhere = e.errno() == Errno.ENOENT && !expectation.has(ExpectationAttribute.ZONE);
      if (!elsewhere || !deleteInZoneOfMaster(operation, expectation)) {
        throw ExpectationErrors.absence(operation, e);
      }
    }
  }

  private void delete(Operation operation, Expectation expectation, int zone) {
    requests.execute(
        operation,
        (message, sequence) ->
            ExpectationRequests.delete(
                message, sequence, expectation.tuple(), zone, expectation.idBits()));
  }

  /** Says whether it was there. */
  private boolean deleteInZoneOfMaster(Operation operation, Expectation expectation) {
    MasterZones zones = new MasterZones(List.of(expectation));
    zones.find(flows);
    return zones.of(expectation).stream().anyMatch(zone -> isDeleted(operation, expectation, zone));
  }

  /** Deletes it if it is in this zone; another zone may have a master of the same tuple. */
  private boolean isDeleted(Operation operation, Expectation expectation, int zone) {
    try {
      delete(operation, expectation, zone);
      return true;
    } catch (FlowNotFoundException e) {
      return false;
    }
  }

  @Override
  public BulkReport deleteAll(Predicate<? super ExpectationView> condition) {
    Operation operation = operation("delete");
    List<Expectation> selected = new ArrayList<>(); // the kernel limits them to a few thousand
    scan(
        operation,
        view -> {
          if (condition.test(view)) {
            selected.add(Expectation.copyOf(view));
          }
        });
    try (ExpectationWriter writer = new ExpectationWriter(operation, dumps, flows)) {
      writer.deleteAll(selected);
      return writer.end();
    }
  }

  @Override
  public void flush() {
    requests.execute(operation("flush"), ExpectationRequests::flush);
  }

  @Override
  public long count() {
    long[] count = {0};
    scan(operation("count"), view -> count[0]++);
    return count[0];
  }
}
