package io.conntrack.filter;

import io.conntrack.Direction;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowView;

/** What a flow has more or less of. All are unsigned numbers. */
public enum Quantity {
  /** Seconds until the flow ends if no packet comes. */
  TIMEOUT("timeout", Units.SECONDS, FlowAttribute.TIMEOUT),
  /** References that the kernel holds. */
  USE("use", Units.COUNT, FlowAttribute.USE),
  /** Packets of both directions. */
  PACKETS("packets", Units.COUNT, FlowAttribute.ORIGINAL_COUNTERS, FlowAttribute.REPLY_COUNTERS),
  /** Packets of the original direction. */
  ORIGINAL_PACKETS("orig packets", Units.COUNT, FlowAttribute.ORIGINAL_COUNTERS),
  /** Packets of the reply direction. */
  REPLY_PACKETS("reply packets", Units.COUNT, FlowAttribute.REPLY_COUNTERS),
  /** Bytes of both directions. */
  BYTES("bytes", Units.COUNT, FlowAttribute.ORIGINAL_COUNTERS, FlowAttribute.REPLY_COUNTERS),
  /** Bytes of the original direction. */
  ORIGINAL_BYTES("orig bytes", Units.COUNT, FlowAttribute.ORIGINAL_COUNTERS),
  /** Bytes of the reply direction. */
  REPLY_BYTES("reply bytes", Units.COUNT, FlowAttribute.REPLY_COUNTERS);

  private final String words;
  private final Units units;
  private final long attributes;

  Quantity(String words, Units units, FlowAttribute attribute) {
    this.words = words;
    this.units = units;
    attributes = attribute.bit();
  }

  Quantity(String words, Units units, FlowAttribute original, FlowAttribute reply) {
    this.words = words;
    this.units = units;
    attributes = original.bit() | reply.bit();
  }

  /** Returns the units of the number's text. */
  Units units() {
    return units;
  }

  /** Says whether the flow carries the quantity; of a sum one part is enough. */
  public boolean isIn(FlowView flow) {
    return (flow.attributeBits() & attributes) != 0;
  }

  /** Returns the quantity, an unsigned number; 0 if absent. A sum stops at the largest number. */
  public long of(FlowView flow) {
    return switch (this) {
      case TIMEOUT -> flow.timeoutSeconds();
      case USE -> flow.useCount();
      case PACKETS -> sum(flow.packets(Direction.ORIGINAL), flow.packets(Direction.REPLY));
      case ORIGINAL_PACKETS -> flow.packets(Direction.ORIGINAL);
      case REPLY_PACKETS -> flow.packets(Direction.REPLY);
      case BYTES -> sum(flow.bytes(Direction.ORIGINAL), flow.bytes(Direction.REPLY));
      case ORIGINAL_BYTES -> flow.bytes(Direction.ORIGINAL);
      case REPLY_BYTES -> flow.bytes(Direction.REPLY);
    };
  }

  private static long sum(long a, long b) {
    long sum = a + b;
    return Long.compareUnsigned(sum, a) < 0 ? -1 : sum;
  }

  /** Returns the words of the filter language: {@code orig bytes}. */
  @Override
  public String toString() {
    return words;
  }
}
