package io.conntrack.netlink.internal.sys;

import static io.conntrack.netlink.internal.uapi.Nfnl.NFNLGRP_CONNTRACK_NEW;

import io.conntrack.netlink.internal.uapi.Requirement;
import java.util.Optional;

/** Skips kernel tests where the kernel would refuse them. */
final class KernelAccess {
  private KernelAccess() {}

  static void require() {
    Optional<String> problem = NativePlatform.problem();
    Requirement.require(problem.isEmpty(), problem.orElse(""));
    Requirement.require(mayListen(), "needs CAP_NET_ADMIN: run in `unshare --user --net -r`");
  }

  private static boolean mayListen() {
    try (NetlinkSocket socket = NetlinkSocket.open()) {
      socket.joinGroup(NFNLGRP_CONNTRACK_NEW);
      return true;
    } catch (SystemCallException e) {
      return false;
    }
  }
}
