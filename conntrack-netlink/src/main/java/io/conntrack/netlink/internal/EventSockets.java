package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.Netlink.NETLINK_BROADCAST_ERROR;
import static io.conntrack.netlink.internal.uapi.Netlink.NETLINK_NO_ENOBUFS;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNLGRP_CONNTRACK_DESTROY;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNLGRP_CONNTRACK_EXP_DESTROY;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNLGRP_CONNTRACK_EXP_NEW;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNLGRP_CONNTRACK_EXP_UPDATE;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNLGRP_CONNTRACK_NEW;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNLGRP_CONNTRACK_UPDATE;

import io.conntrack.EventOptions;
import io.conntrack.EventType;
import io.conntrack.LossPolicy;
import io.conntrack.netlink.internal.sys.Errno;
import io.conntrack.netlink.internal.sys.NetlinkSocket;
import io.conntrack.netlink.internal.sys.NetworkNamespace;
import io.conntrack.netlink.internal.sys.SocketGroup;
import io.conntrack.netlink.internal.sys.SystemCallException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens what a stream of events consists of: for each network namespace a socket that listens. */
final class EventSockets {

  private static final Operation OPERATION = Operation.of("events");

  private final EventOptions options;
  private EventFilter filter; // as far as the kernel takes it
  private final Duration timeout;
  private final EventCounters counters = new EventCounters();
  private final List<NetlinkSocket> sockets = new ArrayList<>();
  private final List<EventReceiver> receivers = new ArrayList<>();
  private final List<Sockets> namespaces = new ArrayList<>();

  private EventSockets(EventOptions options, Duration timeout) {
    this.options = options;
    this.filter = EventFilter.of(options.filter());
    this.timeout = timeout;
  }

  /**
   * Opens a stream.
   *
   * @param own opens sockets in the own network namespace
   * @param timeout of a request of a resync
   */
  static KernelEvents open(EventOptions options, Sockets own, Duration timeout) {
    EventSockets parts = new EventSockets(options, timeout);
    try {
      if (options.namespaces().isEmpty()) {
        parts.listen("", own);
      }
      for (Path file : options.namespaces()) {
        parts.listen(file.toString(), parts.enter(file));
      }
      return parts.stream();
    } catch (RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  private Sockets enter(Path file) {
    try {
      Sockets entered = new Sockets(NetworkNamespace.open(file));
      namespaces.add(entered);
      return entered;
    } catch (SystemCallException e) {
      throw NamespaceErrors.explain(Operation.of("events of", file), file, e);
    }
  }

  private void listen(String name, Sockets namespace) {
    Operation operation = name.isEmpty() ? OPERATION : Operation.of("events of", name);
    NetlinkSocket socket = namespace.openPlain(operation);
    sockets.add(socket);
    try {
      prepare(operation, name, namespace, socket);
    } catch (SystemCallException e) {
      throw e.errno() == Errno.EPERM
          ? KernelErrors.refusal(operation, Errno.EPERM, "")
          : KernelErrors.systemCall(operation, e);
    }
  }

  /** Joins the groups last, so that all that is queued was filtered and fits. */
  private void prepare(Operation operation, String name, Sockets namespace, NetlinkSocket socket) {
    if (options.isReliable()) {
      socket.setOption(NETLINK_BROADCAST_ERROR, 1);
      socket.setOption(NETLINK_NO_ENOBUFS, 1);
    }
    EventBuffer buffer = new EventBuffer(socket, options.bufferEvents(), options.bufferLimit());
    filter = filter.attach(socket);
    receivers.add(
        new EventReceiver(
            name,
            socket,
            buffer,
            new EventReader(filter.residue()),
            options.batchSize(),
            counters,
            resync(operation, namespace)));
    options.flows().forEach(type -> socket.joinGroup(flowGroup(type)));
    options.expectations().forEach(type -> socket.joinGroup(expectationGroup(type)));
  }

  private @Nullable Resync resync(Operation operation, Sockets namespace) {
    return options.policy() == LossPolicy.RESYNC
        ? new Resync(operation, namespace, options, timeout)
        : null;
  }

  private static int flowGroup(EventType type) {
    return switch (type) {
      case NEW -> NFNLGRP_CONNTRACK_NEW;
      case UPDATE -> NFNLGRP_CONNTRACK_UPDATE;
      case DESTROY -> NFNLGRP_CONNTRACK_DESTROY;
    };
  }

  private static int expectationGroup(EventType type) {
    return switch (type) {
      case NEW -> NFNLGRP_CONNTRACK_EXP_NEW;
      case UPDATE -> NFNLGRP_CONNTRACK_EXP_UPDATE;
      case DESTROY -> NFNLGRP_CONNTRACK_EXP_DESTROY;
    };
  }

  private KernelEvents stream() {
    return new KernelEvents(
        OPERATION,
        options,
        SocketGroup.of(sockets),
        receivers,
        counters,
        filter.explain(),
        this::leaveNamespaces);
  }

  private void leaveNamespaces() {
    namespaces.forEach(Sockets::close);
  }

  private void close() {
    sockets.forEach(NetlinkSocket::close);
    leaveNamespaces();
  }
}
