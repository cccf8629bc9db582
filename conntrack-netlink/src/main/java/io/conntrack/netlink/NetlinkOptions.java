package io.conntrack.netlink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How to talk to the kernel. Immutable. */
public final class NetlinkOptions {

  /** The network namespace of the opening thread, and ten seconds for each request. */
  public static final NetlinkOptions DEFAULT = builder().build();

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
     */
    public Builder networkNamespace(Path file) {
      networkNamespace = file;
      return this;
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
