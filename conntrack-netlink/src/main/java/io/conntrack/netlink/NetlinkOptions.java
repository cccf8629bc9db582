package io.conntrack.netlink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How to talk to the kernel. Immutable. */
public final class NetlinkOptions {

  /** The network namespace of the opening thread, and ten seconds for each request. */
  public static final NetlinkOptions DEFAULT = builder().build();

  private static final Path NAMED = Path.of("/run/netns");

  private final @Nullable Path networkNamespace;
  private final Duration requestTimeout;

  private NetlinkOptions(Builder builder) {
    networkNamespace = builder.networkNamespace;
    requestTimeout = builder.requestTimeout;
  }

  /** Returns a builder of the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the file of the network namespace, absent for that of the opening thread. */
  public Optional<Path> networkNamespace() {
    return Optional.ofNullable(networkNamespace);
  }

  /** Returns how long an answer may take to come. */
  public Duration requestTimeout() {
    return requestTimeout;
  }

  /** Collects options. Not thread-safe; confine to one thread. */
  public static final class Builder {

    private @Nullable Path networkNamespace;
    private Duration requestTimeout = Duration.ofSeconds(10);

    private Builder() {}

    /** Returns the options. */
    public NetlinkOptions build() {
      return new NetlinkOptions(this);
    }

    /**
     * Chooses a network namespace by its file, for example {@code /run/netns/blue} or {@code
     * /proc/4711/ns/net}. It is entered on a short-lived thread whenever a socket is opened, which
     * takes {@code CAP_SYS_ADMIN}.
     *
     * <p>The namespace is kept from when it is opened on: it goes on, with its flows, when its
     * processes end, its name is deleted or its file is gone, until the {@code Conntrack} is
     * closed.
     */
    public Builder networkNamespace(Path file) {
      networkNamespace = file;
      return this;
    }

    /**
     * Chooses a network namespace by the name that {@code ip netns} gave it, as {@link
     * #networkNamespace(Path)} by {@code /run/netns/<name>}.
     *
     * @throws IllegalArgumentException if it can be no name: it is empty, {@code .} or {@code ..},
     *     or has a {@code /}
     */
    public Builder networkNamespace(String name) {
      if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
        throw new IllegalArgumentException(
            "\""
                + name
                + "\" is no name of a network namespace - expected one that \"ip netns list\" shows,"
                + " or a Path");
      }
      return networkNamespace(NAMED.resolve(name));
    }

    /**
     * Chooses the network namespace that a process is in, as {@link #networkNamespace(Path)} by
     * {@code /proc/<id>/ns/net}; that of somebody else's process takes {@code CAP_SYS_PTRACE} too.
     *
     * @throws IllegalArgumentException if the id is not positive
     */
    public Builder networkNamespaceOf(long processId) {
      if (processId <= 0) {
        throw new IllegalArgumentException("process id " + processId + " must be positive");
      }
      return networkNamespace(Path.of("/proc", Long.toString(processId), "ns", "net"));
    }

    /**
     * Sets how long an answer may take to come after the kernel has worked on a request. The work
     * itself, inside the system call, has no limit.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder requestTimeout(Duration timeout) {
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("request timeout " + timeout + " must be positive");
      }
      requestTimeout = timeout;
      return this;
    }
  }
}
