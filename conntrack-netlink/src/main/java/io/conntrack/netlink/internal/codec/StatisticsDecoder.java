package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtattrStatsGlobal.CTA_STATS_GLOBAL_ENTRIES;
import static io.conntrack.netlink.internal.uapi.CtattrStatsGlobal.CTA_STATS_GLOBAL_MAX_ENTRIES;

import io.conntrack.netlink.internal.uapi.CtattrStatsGlobal;

/** Reads the answer to {@code IPCTNL_MSG_CT_GET_STATS}. Not thread-safe. */
public final class StatisticsDecoder {

  /** What {@link #limit} returns if the kernel does not tell. */
  public static final long ABSENT = -1;

  private final AttributeReader attributes = new AttributeReader(CtattrStatsGlobal.NAMES);
  private long count;
  private long limit;

  /** Makes a decoder. */
  public StatisticsDecoder() {}

  /** Reads the message that the reader stands on. */
  public void decode(MessageReader message) {
    count = ABSENT;
    limit = ABSENT;
    AttributeReader attribute =
        attributes.wrap(
            message.bytes(),
            message.start(),
            Math.min(message.start() + MessageBuilder.HEADER_LENGTH, message.end()),
            message.end());
    while (attribute.next()) {
      switch (attribute.type()) {
        case CTA_STATS_GLOBAL_ENTRIES -> count = Integer.toUnsignedLong(attribute.be32());
        case CTA_STATS_GLOBAL_MAX_ENTRIES -> limit = Integer.toUnsignedLong(attribute.be32());
        default -> {}
      }
    }
    if (count == ABSENT) {
      throw attribute.malformed("statistics lack the number of flows");
    }
  }

  /** Returns the number of flows. */
  public long count() {
    return count;
  }

  /** Returns the number of flows that there may be, or {@link #ABSENT} before Linux 4.18. */
  public long limit() {
    return limit;
  }
}
