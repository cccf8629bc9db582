package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_GET_CTRZERO;
import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_GET_STATS_CPU;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK;

import io.conntrack.ConntrackStatistics;
import io.conntrack.CpuStatistics;
import io.conntrack.netlink.internal.codec.CpuStatisticsDecoder;
import io.conntrack.netlink.internal.codec.MessageBuilder;
import io.conntrack.netlink.internal.codec.StatisticsDecoder;
import io.conntrack.netlink.internal.codec.StatisticsRequests;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/** Asks the kernel what it has counted. Thread-safe. */
final class KernelStatistics {

  private static final Operation READ = Operation.of("statistics");
  private static final int OF_FLOWS = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_GET_STATS_CPU;

  /** Not of the subsystem that was asked, whatever its name (net/netfilter: exp_fill_stats). */
  private static final int OF_EXPECTATIONS = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_GET_CTRZERO;

  private final KernelTable table;
  private final OpenDumps dumps;
  private final SocketSource sockets;
  private final Duration timeout;

  KernelStatistics(KernelTable table, OpenDumps dumps, SocketSource sockets, Duration timeout) {
    this.table = table;
    this.dumps = dumps;
    this.sockets = sockets;
    this.timeout = timeout;
  }

  ConntrackStatistics read() {
    StatisticsDecoder global = table.statistics(READ);
    ConntrackStatistics.Builder read = ConntrackStatistics.builder(global.count());
    if (global.limit() != StatisticsDecoder.ABSENT) {
      read.limit(global.limit());
    }
    dump(OF_FLOWS, StatisticsRequests::flows, CpuStatisticsDecoder.ofFlows(), read::addCpu);
    dump(
        OF_EXPECTATIONS,
        StatisticsRequests::expectations,
        CpuStatisticsDecoder.ofExpectations(),
        read::addExpectations);
    return read.build();
  }

  private void dump(
      int entryType,
      ObjIntConsumer<MessageBuilder> request,
      CpuStatisticsDecoder decoder,
      Consumer<CpuStatistics> found) {
    DumpReader reader =
        new DumpReader(READ, sockets.apply(READ), timeout, entryType, request, null);
    try (DumpReader dump = dumps.register(READ, reader)) {
      while (dump.next()) {
        found.accept(decoder.decode(dump.entry()));
      }
    }
  }
}
