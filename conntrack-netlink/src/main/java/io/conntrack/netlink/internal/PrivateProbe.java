package io.conntrack.netlink.internal;

import io.conntrack.filter.KernelField;
import io.conntrack.filter.Pushdown;
import io.conntrack.netlink.internal.sys.NetworkNamespace;
import io.conntrack.netlink.internal.sys.SystemCallException;
import java.time.Duration;
import java.util.Set;

/** Makes each trial in a new network namespace, which nobody else knows and which goes with it. */
final class PrivateProbe implements Prober {

  private static final Operation PROBE = Operation.of("probe");

  private final Duration timeout;

  PrivateProbe(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public Set<KernelField> honoured(Place place, Pushdown conditions) {
    try (Sockets sockets = new Sockets(NetworkNamespace.create())) {
      return new FilterTrial(sockets, timeout).honoured(place, conditions);
    } catch (SystemCallException e) {
      throw KernelErrors.systemCall(PROBE, e);
    }
  }
}
