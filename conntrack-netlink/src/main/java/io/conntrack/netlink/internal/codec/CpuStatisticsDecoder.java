package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_HDRLEN;

import io.conntrack.CpuStatistics;
import io.conntrack.StatisticsCounter;
import io.conntrack.netlink.internal.uapi.AttributeNames;
import io.conntrack.netlink.internal.uapi.CtattrStatsCpu;
import io.conntrack.netlink.internal.uapi.CtattrStatsExp;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what one processor has counted. Not thread-safe. */
public final class CpuStatisticsDecoder {

  private static final int RES_ID = NLMSG_HDRLEN + 2; // in struct nfgenmsg, network order

  /** By attribute type, from 1 on. */
  private static final List<StatisticsCounter> OF_FLOWS =
      List.of(
          StatisticsCounter.SEARCHED,
          StatisticsCounter.FOUND,
          StatisticsCounter.NEW,
          StatisticsCounter.INVALID,
          StatisticsCounter.IGNORE,
          StatisticsCounter.DELETE,
          StatisticsCounter.DELETE_LIST,
          StatisticsCounter.INSERT,
          StatisticsCounter.INSERT_FAILED,
          StatisticsCounter.DROP,
          StatisticsCounter.EARLY_DROP,
          StatisticsCounter.ERROR,
          StatisticsCounter.SEARCH_RESTART,
          StatisticsCounter.CLASH_RESOLVE,
          StatisticsCounter.CHAIN_TOO_LONG);

  private static final List<StatisticsCounter> OF_EXPECTATIONS =
      List.of(
          StatisticsCounter.EXPECT_NEW,
          StatisticsCounter.EXPECT_CREATE,
          StatisticsCounter.EXPECT_DELETE);

  private final AttributeReader attributes;
  private final List<StatisticsCounter> counters;

  private CpuStatisticsDecoder(AttributeNames names, List<StatisticsCounter> counters) {
    this.attributes = new AttributeReader(names);
    this.counters = counters;
  }

  /** Makes a decoder of answers to {@code IPCTNL_MSG_CT_GET_STATS_CPU}. */
  public static CpuStatisticsDecoder ofFlows() {
    return new CpuStatisticsDecoder(CtattrStatsCpu.NAMES, OF_FLOWS);
  }

  /** Makes a decoder of answers to {@code IPCTNL_MSG_EXP_GET_STATS_CPU}. */
  public static CpuStatisticsDecoder ofExpectations() {
    return new CpuStatisticsDecoder(CtattrStatsExp.NAMES, OF_EXPECTATIONS);
  }

  /** Reads the message that the reader stands on. */
  public CpuStatistics decode(MessageReader message) {
    Map<StatisticsCounter, Long> values = new LinkedHashMap<>();
    int body = Math.min(message.start() + MessageBuilder.HEADER_LENGTH, message.end());
    AttributeReader attribute =
        attributes.wrap(message.bytes(), message.start(), body, message.end());
    if (message.length() < MessageBuilder.HEADER_LENGTH) {
      throw attribute.malformed("statistics lack the number of the processor");
    }
    while (attribute.next()) {
      values.put(counter(attribute.type()), Integer.toUnsignedLong(attribute.be32()));
    }
    return new CpuStatistics(cpu(message), values);
  }

  private static int cpu(MessageReader message) {
    ByteBuffer bytes = message.bytes();
    int place = message.start() + RES_ID;
    return ((bytes.get(place) & 0xff) << 8) | (bytes.get(place + 1) & 0xff);
  }

  private StatisticsCounter counter(int type) {
    return type >= 1 && type <= counters.size()
        ? counters.get(type - 1)
        : new StatisticsCounter("unknown" + (type - counters.size()));
  }
}
