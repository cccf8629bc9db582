package io.conntrack.netlink.internal;

import io.conntrack.BulkFailure;
import io.conntrack.BulkListener;
import io.conntrack.BulkReport;
import io.conntrack.ConntrackException;
import io.conntrack.ConntrackTable;
import io.conntrack.Expectation;
import io.conntrack.ExpectationAttribute;
import io.conntrack.Zone;
import io.conntrack.netlink.internal.codec.ExpectationRequests;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.spi.BulkTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Creates or deletes many expectations, a batch of them per system call, and counts what became of
 * each. Confined to one thread, but any thread may close its socket.
 */
final class ExpectationWriter implements AutoCloseable {

  private final Operation operation;
  private final BatchChannel channel;
  private final RequestSeries series;
  private final ConntrackTable flows;
  private final BulkTally tally = new BulkTally(BulkListener.NONE);
  private final List<Numbered> batch = new ArrayList<>(BatchChannel.QUERIES);

  /** An expectation and its place among all. */
  private record Numbered(long index, Expectation expectation) {}

  /** An expectation that is to go, its place among all, and the zone to look for it in. */
  private record Deletion(long index, Expectation expectation, int zone) {}

  ExpectationWriter(Operation operation, OpenDumps sockets, ConntrackTable flows) {
    this.operation = operation;
    this.channel = sockets.openBatches(operation);
    this.series = new RequestSeries(operation, channel);
    this.flows = flows;
  }

  /** Takes an expectation to be created, now or when the batch is full. */
  void create(Expectation expectation) {
    long index = tally.matched();
    String problem = ExpectationErrors.problem(expectation);
    if (problem != null) {
      fail(
          index,
          expectation,
          new ConntrackException(single("create", expectation).toString(), 0, problem));
      return;
    }
    batch.add(new Numbered(index, expectation));
    if (batch.size() == BatchChannel.QUERIES) {
      createBatch();
    }
  }

  /** Creates what is left in the batch, and returns what became of all. */
  BulkReport end() {
    createBatch();
    return tally.report();
  }

  private void createBatch() {
    List<Expectation> limited = new ArrayList<>();
    series.run(
        batch.size(),
        (message, sequence, index) ->
            ExpectationRequests.create(message, sequence, batch.get(index).expectation()),
        new RequestSeries.Outcome() {
          @Override
          public void done(int index) {
            tally.changed();
            Expectation created = batch.get(index).expectation();
            if (created.has(ExpectationAttribute.TIMEOUT)) {
              limited.add(created);
            }
          }

          @Override
          public void refused(int index, int errno, String explanation) {
            refuseCreation(batch.get(index), errno, explanation);
          }
        });
    batch.clear();
    setTimeouts(limited);
  }

  private void refuseCreation(Numbered numbered, int errno, String explanation) {
    Expectation expectation = numbered.expectation();
    Operation single = single("create", expectation);
    ConntrackException refusal = refusal(single, errno, explanation);
    fail(numbered.index(), expectation, ExpectationErrors.creation(single, expectation, refusal));
  }

  /** One that a flow has fulfilled meanwhile, or whose time is over, needs none. */
  private void setTimeouts(List<Expectation> created) {
    series.run(
        created.size(),
        (message, sequence, index) -> {
          Expectation expectation = created.get(index);
          ExpectationRequests.update(
              message,
              sequence,
              expectation.tuple(),
              expectation.zoneId(),
              (int) expectation.timeoutSeconds());
        },
        (index, errno, explanation) -> {
          if (errno != Errno.ENOENT && errno != Errno.ETIME) {
            throw refusal(single("create", created.get(index)), errno, explanation);
          }
        });
  }

  /** Deletes expectations as a dump has shown them, in whatever zone they are. */
  void deleteAll(List<Expectation> expectations) {
    List<Deletion> deletions = new ArrayList<>(expectations.size());
    for (Expectation expectation : expectations) {
      deletions.add(new Deletion(tally.matched(), expectation, expectation.zoneId()));
    }
    Set<Long> left = new TreeSet<>();
    deletions.forEach(deletion -> left.add(deletion.index()));
    delete(deletions, left);
    if (!left.isEmpty()) {
      deletions.removeIf(deletion -> !left.contains(deletion.index()));
      delete(inOtherZones(deletions), left);
    }
    left.forEach(index -> tally.gone());
  }

  private List<Deletion> inOtherZones(List<Deletion> deletions) {
    MasterZones zones = new MasterZones(deletions.stream().map(Deletion::expectation).toList());
    zones.find(flows);
    List<Deletion> others = new ArrayList<>();
    for (Deletion deletion : deletions) {
      for (int zone : zones.of(deletion.expectation())) {
        others.add(new Deletion(deletion.index(), deletion.expectation(), zone));
      }
    }
    return others;
  }

  /** Deletes what is there, and strikes off what was dealt with. */
  private void delete(List<Deletion> deletions, Set<Long> left) {
    series.run(
        deletions.size(),
        (message, sequence, index) -> {
          Deletion deletion = deletions.get(index);
          Expectation expectation = deletion.expectation();
          ExpectationRequests.delete(
              message, sequence, expectation.tuple(), deletion.zone(), expectation.idBits());
        },
        new RequestSeries.Outcome() {
          @Override
          public void done(int index) {
            left.remove(deletions.get(index).index());
            tally.changed();
          }

          @Override
          public void refused(int index, int errno, String explanation) {
            Deletion deletion = deletions.get(index);
            if (errno != Errno.ENOENT && left.remove(deletion.index())) {
              Operation single = single("delete", deletion.expectation());
              ConntrackException reason = refusal(single, errno, explanation);
              fail(deletion.index(), deletion.expectation(), reason);
            }
          }
        });
  }

  /** Returns a refusal of one; throws what holds of all that follow too. */
  private ConntrackException refusal(Operation single, int errno, String explanation) {
    if (errno == Errno.EPERM) {
      throw KernelErrors.refusal(operation, errno, explanation);
    }
    return KernelErrors.refusal(single, errno, explanation);
  }

  private void fail(long index, Expectation expectation, ConntrackException reason) {
    tally.failed(() -> new BulkFailure(index, expectation, reason));
  }

  private static Operation single(String verb, Expectation expectation) {
    return new Operation(verb + " expectation", expectation.tuple(), Zone.of(expectation.zoneId()));
  }

  @Override
  public void close() {
    channel.close();
  }
}
