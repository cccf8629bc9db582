package io.conntrack.netlink;

import io.conntrack.CheckReport;
import io.conntrack.Conntrack;
import io.conntrack.netlink.internal.KernelCheck;
import io.conntrack.netlink.internal.KernelConntrack;

/** Opens the Linux kernel's connection tracking system. */
public final class NetlinkConntrack {

  private NetlinkConntrack() {}

  /**
   * Opens it with options; {@link Conntrack#open()} does so with {@link NetlinkOptions#DEFAULT}.
   *
   * @throws io.conntrack.ConntrackUnavailableException if this is not Linux, or the kernel has no
   *     ctnetlink
   * @throws io.conntrack.MissingPrivilegeException if the process lacks {@code CAP_NET_ADMIN}, or
   *     {@code CAP_SYS_ADMIN} to enter another network namespace
   * @throws io.conntrack.ConntrackException if there is no such network namespace (ENOENT)
   * @throws IllegalArgumentException if the network namespace's file is something else
   */
  public static Conntrack open(NetlinkOptions options) {
    return KernelConntrack.open(options);
  }

  /**
   * Checks a network namespace, as {@link Conntrack#check()} does that of the calling thread; never
   * throws.
   */
  public static CheckReport check(NetlinkOptions options) {
    return KernelCheck.run(options);
  }
}
