package io.conntrack.netlink.internal.sys;

/** A socket or namespace was used after {@code close()}, or closed while it was being used. */
public final class DescriptorClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  DescriptorClosedException(String owner) {
    super(owner + " is closed");
  }
}
