package io.conntrack.netlink.internal;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackException;
import io.conntrack.Flow;
import io.conntrack.IpFamily;
import io.conntrack.Protocol;
import io.conntrack.Tuple;
import io.conntrack.netlink.internal.SeveredFlow.Ends;
import io.conntrack.netlink.internal.codec.LocalSocket;
import io.conntrack.netlink.internal.codec.SocketRequests;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Closes the local sockets of flows, and nothing else: a socket must be connected, its ends must be
 * exactly those of a flow, and the kernel closes the one with its cookie or none. Confined to one
 * thread, but any thread may close it.
 */
final class SocketCloser implements OpenResource {

  /** Of these the kernel closes single sockets. */
  static final Set<Protocol> PROTOCOLS = Set.of(Protocol.TCP, Protocol.UDP);

  private static final String AMBIGUOUS =
      "sockets that are bound to different interfaces have these ends - they stay, for which of"
          + " them belongs to the flow is not known";
  private static final String TWIN =
      "a flow of the default zone that was not selected has the same ends - the socket stays, for"
          + " it may be of that one; select both to close it";

  private final SocketDump dump;
  private final BatchChannel channel;
  private final RequestSeries requests;
  private final FlowLookup lookup;
  private final FirstFailures failures;

  SocketCloser(
      Operation operation,
      Transport transport,
      Duration timeout,
      FlowLookup lookup,
      FirstFailures failures) {
    this.dump = new SocketDump(operation, transport, timeout);
    this.channel = new BatchChannel(transport, timeout);
    this.requests = new RequestSeries(operation, channel);
    this.lookup = lookup;
    this.failures = failures;
  }

  /** Closes the sockets of flows of this protocol, and notes in each what became of its own. */
  void close(Protocol protocol, Collection<SeveredFlow> flows) {
    try {
      EndsIndex all = new EndsIndex(flows);
      Collection<LocalSocket> found = find(protocol, all);
      EndsIndex present = stillPresent(found, all);
      destroy(withoutTwins(withoutAmbiguous(found, present), present), present);
    } catch (ConntrackClosedException e) {
      throw e;
    } catch (ConntrackException e) {
      failures.add(e);
      flows.forEach(flow -> flow.ends(Ends.NOT_CLOSED));
    }
  }

  private Collection<LocalSocket> find(Protocol protocol, EndsIndex index) {
    Map<Long, LocalSocket> found = new LinkedHashMap<>(); // by cookie, for one may be shown twice
    for (IpFamily family : index.socketFamilies()) {
      dump.forEach(
          protocol,
          family,
          socket -> {
            if (index.contains(socket.ends())) {
              found.put(socket.cookie(), socket);
            }
          });
    }
    return found.values();
  }

  /**
   * Leaves out flows that have ended since they were seen: a socket with their ends may be that of
   * a successor.
   */
  private EndsIndex stillPresent(Collection<LocalSocket> found, EndsIndex index) {
    List<SeveredFlow> flows =
        found.stream().flatMap(socket -> index.with(socket.ends()).stream()).distinct().toList();
    List<SeveredFlow> present = new ArrayList<>();
    lookup.forEachFound(
        flows.stream().map(SeveredFlow::current).map(FlowLookup.Key::of).toList(),
        (position, entry) -> {
          Flow expected = flows.get(position).current();
          if (entry.original().equals(expected.original()) && entry.idBits() == expected.idBits()) {
            present.add(flows.get(position));
          }
        });
    return new EndsIndex(present);
  }

  private List<LocalSocket> withoutAmbiguous(Collection<LocalSocket> found, EndsIndex index) {
    Map<Tuple, List<LocalSocket>> byEnds =
        found.stream()
            .filter(socket -> index.contains(socket.ends()))
            .collect(groupingBy(LocalSocket::ends, LinkedHashMap::new, toList()));
    List<LocalSocket> sure = new ArrayList<>();
    for (List<LocalSocket> sockets : byEnds.values()) {
      if (sockets.stream().map(LocalSocket::device).distinct().count() == 1) {
        sure.addAll(sockets);
      } else {
        leave(sockets.get(0), index, AMBIGUOUS);
      }
    }
    return sure;
  }

  /** Most sockets send in the default zone, also one with the ends of a flow of another zone. */
  private List<LocalSocket> withoutTwins(List<LocalSocket> sockets, EndsIndex index) {
    List<LocalSocket> sure = new ArrayList<>(sockets);
    List<LocalSocket> zoned =
        sockets.stream().filter(socket -> index.isZoned(socket.ends())).toList();
    lookup.forEachFound(
        zoned.stream().map(socket -> new FlowLookup.Key(socket.ends(), 0)).toList(),
        (position, twin) -> {
          leave(zoned.get(position), index, TWIN);
          sure.remove(zoned.get(position));
        });
    return sure;
  }

  private void leave(LocalSocket socket, EndsIndex index, String reason) {
    failures.add(new ConntrackException(closing(socket).toString(), 0, reason));
    index.note(socket.ends(), Ends.NOT_CLOSED);
  }

  private static Operation closing(LocalSocket socket) {
    return Operation.of("close socket", socket);
  }

  private void destroy(List<LocalSocket> sockets, EndsIndex index) {
    requests.run(
        sockets.size(),
        (message, sequence, position) ->
            SocketRequests.destroy(message, sequence, sockets.get(position)),
        new RequestSeries.Outcome() {
          @Override
          public void done(int position) {
            index.note(sockets.get(position).ends(), Ends.SEVERED);
          }

          @Override
          public void refused(int position, int errno, String explanation) {
            LocalSocket socket = sockets.get(position);
            if (errno != Errno.ENOENT) { // it has ended, perhaps with its peer on this machine
              failures.add(KernelErrors.socketRefusal(closing(socket), errno, explanation));
              index.note(socket.ends(), Ends.NOT_CLOSED);
            }
          }
        });
  }

  /** Closes the socket by which it talks to the kernel. */
  @Override
  public void close() {
    channel.close();
  }
}
