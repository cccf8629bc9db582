package io.conntrack.netlink.internal;

import io.conntrack.CheckReport;
import io.conntrack.Conntrack;
import io.conntrack.ConntrackStatistics;
import io.conntrack.netlink.NetlinkOptions;
import io.conntrack.spi.ConntrackProvider;

/** Offers the kernel to {@link Conntrack#open()}. Thread-safe. */
public final class NetlinkProvider implements ConntrackProvider {

  /** For {@code ServiceLoader}. */
  public NetlinkProvider() {}

  @Override
  public Conntrack open() {
    return KernelConntrack.open(NetlinkOptions.DEFAULT);
  }

  @Override
  public ConntrackStatistics readStatistics() {
    return ProcStatistics.read();
  }

  @Override
  public CheckReport check() {
    return KernelCheck.run(NetlinkOptions.DEFAULT);
  }
}
