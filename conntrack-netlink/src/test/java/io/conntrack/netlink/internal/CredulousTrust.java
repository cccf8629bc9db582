package io.conntrack.netlink.internal;

import io.conntrack.filter.KernelTrust;
import io.conntrack.filter.Pushdown;

/** Believes a kernel everything: what is left of a plan then is what no kernel is asked. */
enum CredulousTrust implements KernelTrust {
  INSTANCE;

  @Override
  public Grant dump(Pushdown wanted) {
    return new Grant(wanted, "believed");
  }

  @Override
  public Grant flush(Pushdown exact) {
    return new Grant(exact, "believed");
  }
}
