package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.CtnlTimeoutMsgTypes.IPCTNL_MSG_TIMEOUT_NEW;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK_TIMEOUT;

import io.conntrack.ConntrackException;
import io.conntrack.Protocol;
import io.conntrack.ProtocolTimeouts;
import io.conntrack.TimeoutPolicies;
import io.conntrack.TimeoutPolicy;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.netlink.internal.codec.MessageReader;
import io.conntrack.netlink.internal.codec.TimeoutDecoder;
import io.conntrack.netlink.internal.codec.TimeoutRequests;
import io.conntrack.netlink.internal.sys.Errno;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The kernel's timeout policies. Each request has a socket of its own: they are few. */
final class KernelTimeouts implements TimeoutPolicies {

  private static final int POLICY = NFNL_SUBSYS_CTNETLINK_TIMEOUT << 8 | IPCTNL_MSG_TIMEOUT_NEW;

  /** What a kernel with 1,000 ticks per second can hold in 32 bits. */
  private static final Duration LONGEST = Duration.ofSeconds(0xffffffffL / 1000);

  private final OpenDumps dumps;
  private final SocketSource sockets;
  private final Duration requestTimeout;

  KernelTimeouts(OpenDumps dumps, SocketSource sockets, Duration requestTimeout) {
    this.dumps = dumps;
    this.sockets = sockets;
    this.requestTimeout = requestTimeout;
  }

  @Override
  public List<TimeoutPolicy> list() {
    Operation operation = Operation.of("list timeout policies");
    TimeoutDecoder decoder = new TimeoutDecoder();
    List<TimeoutPolicy> policies = new ArrayList<>();
    DumpReader reader =
        new DumpReader(
            operation,
            sockets.apply(operation),
            requestTimeout,
            POLICY,
            TimeoutRequests::dump,
            null);
    try (DumpReader dump = dumps.register(operation, reader)) {
      while (dump.next()) {
        policies.add(decoder.policy(dump.entry()));
      }
      return List.copyOf(policies);
    } catch (ConntrackException e) {
      throw explain(operation, e);
    }
  }

  @Override
  public Optional<TimeoutPolicy> get(String name) {
    TimeoutPolicy.requireName(name);
    Operation operation = Operation.of("get timeout policy", name);
    try {
      return Optional.of(look(operation, name));
    } catch (ConntrackException e) {
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw explain(operation, e);
    }
  }

  private TimeoutPolicy look(Operation operation, String name) {
    TimeoutDecoder decoder = new TimeoutDecoder();
    return query(
        operation,
        (message, sequence) -> TimeoutRequests.get(message, sequence, name),
        decoder::policy);
  }

  @Override
  public void create(TimeoutPolicy policy) {
    Operation operation = Operation.of("create timeout policy", policy.name());
    TimeoutPolicy.requireName(policy.name());
    check(policy.timeouts());
    execute(operation, (message, sequence) -> TimeoutRequests.create(message, sequence, policy));
  }

  @Override
  public void update(TimeoutPolicy policy) {
    Operation operation = Operation.of("update timeout policy", policy.name());
    TimeoutPolicy.requireName(policy.name());
    check(policy.timeouts());
    try {
      look(operation, policy.name());
    } catch (ConntrackException e) {
      throw explain(operation, e);
    }
    execute(operation, (message, sequence) -> TimeoutRequests.replace(message, sequence, policy));
  }

  @Override
  public void delete(String name) {
    TimeoutPolicy.requireName(name);
    Operation operation = Operation.of("delete timeout policy", name);
    execute(operation, (message, sequence) -> TimeoutRequests.delete(message, sequence, name));
  }

  @Override
  public ProtocolTimeouts defaults(Protocol protocol) {
    Operation operation = Operation.of("default timeouts of", protocol);
    TimeoutDecoder decoder = new TimeoutDecoder();
    try {
      return query(
          operation,
          (message, sequence) -> TimeoutRequests.defaults(message, sequence, protocol),
          decoder::timeouts);
    } catch (ConntrackException e) {
      throw explain(operation, e);
    }
  }

  @Override
  public void setDefaults(ProtocolTimeouts timeouts) {
    check(timeouts);
    Operation operation = Operation.of("set default timeouts of", timeouts.protocol());
    execute(
        operation, (message, sequence) -> TimeoutRequests.setDefaults(message, sequence, timeouts));
  }

  private static void check(ProtocolTimeouts timeouts) {
    timeouts
        .values()
        .forEach(
            (name, timeout) -> {
              if (timeout.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                    "timeout "
                        + name
                        + " of "
                        + timeout.toSeconds()
                        + " seconds is out of range: 0 to "
                        + LONGEST.toSeconds());
              }
            });
  }

  private void execute(Operation operation, RequestChannel.Request request) {
    try {
      query(operation, request, MessageReader::sequence);
    } catch (ConntrackException e) {
      throw explain(operation, e);
    }
  }

  private <T> T query(
      Operation operation, RequestChannel.Request request, Function<MessageReader, T> read) {
    RequestChannel channel = new RequestChannel(sockets.apply(operation), requestTimeout);
    try (RequestChannel requests = dumps.register(operation, channel)) {
      return requests.query(operation, request, read);
    }
  }

  /** Says in words about policies what is else said in words about flows. */
  private static ConntrackException explain(Operation operation, ConntrackException failure) {
    String name = operation.toString();
    int errno = failure.errno();
    String fact = errno == 0 ? "" : KernelErrors.fact(errno, "");
    return switch (errno) {
      case Errno.ENOENT ->
          new ConntrackException(name, errno, fact + " - there is no policy of this name");
      case Errno.EEXIST ->
          new ConntrackException(
              name, errno, fact + " - a policy of this name exists: update or delete it instead");
      case Errno.EBUSY ->
          new ConntrackException(
              name, errno, fact + " - in use: delete the rules that name it first");
      case Errno.EOPNOTSUPP ->
          new UnsupportedByKernelException(
              name, errno, fact + " - this kernel has no timeouts of that protocol");
      case Errno.EINVAL -> invalid(operation, fact);
      default -> failure;
    };
  }

  private static ConntrackException invalid(Operation operation, String fact) {
    return operation.verb().startsWith("update")
        ? new ConntrackException(
            operation.toString(),
            Errno.EINVAL,
            fact
                + " - the policy is for another family or protocol: delete it and create a new one")
        : new UnsupportedByKernelException(
            operation.toString(),
            Errno.EINVAL,
            fact
                + " - the kernel has no timeout policies: load them with \"modprobe"
                + " nfnetlink_cttimeout\", or use a kernel with CONFIG_NF_CT_NETLINK_TIMEOUT");
  }
}
