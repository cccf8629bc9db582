package io.conntrack.netlink.internal;

import static java.util.stream.Collectors.groupingBy;

import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackException;
import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.Protocol;
import io.conntrack.SeverReport;
import io.conntrack.netlink.internal.SeveredFlow.Ends;
import io.conntrack.netlink.internal.SeveredFlow.Entry;
import io.conntrack.netlink.internal.codec.FlowRequests;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the connections of flows: closes their local sockets, deletes their entries, and does so
 * again while they come back. Confined to one thread; closing the table ends it.
 *
 * <p>Sockets come first. A TCP socket that is closed sends a reset. While the entry is there, the
 * reset is translated and the peer ends, too; without it, the reset leaves with an address that the
 * peer does not know, and the peer stays (seen on Linux 6.18). And in between an open socket could
 * create the entry again.
 */
final class Severance implements AutoCloseable {

  private static final String TCP_LOOSE = "net.netfilter.nf_conntrack_tcp_loose";
  private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int PAUSE_PER_LOOK = 4; // so that a look takes a fifth of a processor

  private final Operation operation;
  private final SocketSource sockets;
  private final OpenDumps open;
  private final ClosingSignal closing;
  private final Duration timeout;
  private final BatchChannel channel;
  private final RequestSeries requests;
  private final FlowLookup lookup;
  private final FirstFailures failures = new FirstFailures();
  private @Nullable SocketCloser closer;
  private boolean unavailable; // the closer

  Severance(
      Operation operation,
      SocketSource sockets,
      OpenDumps open,
      ClosingSignal closing,
      Duration timeout) {
    this.operation = operation;
    this.sockets = sockets;
    this.open = open;
    this.closing = closing;
    this.timeout = timeout;
    this.channel = open.openBatches(operation);
    this.requests = new RequestSeries(operation, channel);
    this.lookup = new FlowLookup(operation, requests);
  }

  /** Severs flows, watches for this long, and returns what became of them. */
  SeverReport run(Collection<Flow> selected, Duration grace) {
    OptionalLong tcpLoose = sockets.parameter(TCP_LOOSE);
    List<SeveredFlow> flows = selected.stream().map(SeveredFlow::new).toList();
    closeSockets(flows);
    delete(flows);
    watch(flows.stream().filter(flow -> flow.entry() != Entry.FAILED).toList(), grace);
    return SeverReports.of(flows, failures.list(), tcpLoose);
  }

  private void closeSockets(Collection<SeveredFlow> flows) {
    Map<Protocol, List<SeveredFlow>> parts =
        flows.stream().collect(groupingBy(SeveredFlow::protocol));
    parts.forEach(
        (protocol, part) -> {
          SocketCloser usable =
              SocketCloser.PROTOCOLS.contains(protocol) ? closerIfAvailable() : null;
          if (usable == null) {
            part.forEach(flow -> flow.ends(Ends.NOT_CLOSED));
          } else {
            usable.close(protocol, part);
          }
        });
  }

  private @Nullable SocketCloser closerIfAvailable() {
    if (closer == null && !unavailable) {
      try {
        Transport transport = sockets.openDiagnosis(operation);
        closer =
            open.register(
                operation, new SocketCloser(operation, transport, timeout, lookup, failures));
      } catch (ConntrackClosedException e) {
        throw e;
      } catch (ConntrackException e) {
        unavailable = true;
        failures.add(KernelErrors.socketRefusal(operation, e.errno(), ""));
      }
    }
    return closer;
  }

  private void delete(List<SeveredFlow> flows) {
    delete(
        flows.stream().map(SeveredFlow::matched).toList(),
        (position, outcome) -> flows.get(position).entry(outcome));
  }

  private void delete(List<Flow> entries, BiConsumer<Integer, Entry> note) {
    requests.run(
        entries.size(),
        (message, sequence, position) -> {
          Flow entry = entries.get(position);
          int zone = entry.zoneId(Direction.ORIGINAL);
          FlowRequests.delete(message, sequence, entry.original(), zone, entry.idBits());
        },
        new RequestSeries.Outcome() {
          @Override
          public void done(int position) {
            note.accept(position, Entry.DELETED);
          }

          @Override
          public void refused(int position, int errno, String explanation) {
            if (errno == Errno.ENOENT || errno == Errno.ETIME) {
              note.accept(position, Entry.GONE);
              return;
            }
            Flow entry = entries.get(position);
            Operation deleting =
                new Operation("delete", entry.original(), entry.zone(Direction.ORIGINAL));
            failures.add(KernelErrors.refusal(deleting, errno, explanation));
            note.accept(position, Entry.FAILED);
          }
        });
  }

  /** An interrupt ends the watch, and stays pending. */
  private void watch(List<SeveredFlow> flows, Duration grace) {
    if (flows.isEmpty()) {
      return;
    }
    long end = System.nanoTime() + grace.toNanos();
    RebirthWatch watch = new RebirthWatch(lookup, flows);
    long pause = SHORTEST_PAUSE;
    try {
      for (long left = grace.toNanos(); left > 0; left = end - System.nanoTime()) {
        closing.pause(operation, Math.min(pause, left));
        long begin = System.nanoTime();
        severReborn(watch);
        pause = Math.max(SHORTEST_PAUSE, PAUSE_PER_LOOK * (System.nanoTime() - begin));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void severReborn(RebirthWatch watch) {
    Set<SeveredFlow> flows = new LinkedHashSet<>();
    List<Flow> entries = new ArrayList<>();
    watch.forEachReborn(
        (flow, entry) -> {
          flow.reborn(entry);
          flows.add(flow);
          entries.add(entry);
        });
    if (!flows.isEmpty()) {
      closeSockets(flows);
      delete(entries, (position, outcome) -> {});
    }
  }

  @Override
  public void close() {
    channel.close();
    if (closer != null) {
      closer.close();
    }
  }
}
