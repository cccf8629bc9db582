package io.conntrack;

import java.util.List;

/**
 * The status bits of a flow ({@code CTA_STATUS}, {@code enum ip_conntrack_status}). Immutable.
 * Unknown bits are kept.
 *
 * @param bits all 32 bits
 */
public record Status(int bits) {

  /** The flow was expected: it belongs to a master ({@code IPS_EXPECTED}). */
  public static final Status EXPECTED = new Status(0x1);

  /** Packets were seen in both directions ({@code IPS_SEEN_REPLY}). */
  public static final Status SEEN_REPLY = new Status(0x2);

  /** The flow is not dropped early when the table is full ({@code IPS_ASSURED}). */
  public static final Status ASSURED = new Status(0x4);

  /** The flow is in the table; set on every flow that a program can see ({@code IPS_CONFIRMED}). */
  public static final Status CONFIRMED = new Status(0x8);

  /** The source is translated ({@code IPS_SRC_NAT}). */
  public static final Status SOURCE_NAT = new Status(0x10);

  /** The destination is translated ({@code IPS_DST_NAT}). */
  public static final Status DESTINATION_NAT = new Status(0x20);

  /** TCP sequence numbers are adjusted ({@code IPS_SEQ_ADJUST}). */
  public static final Status SEQUENCE_ADJUSTED = new Status(0x40);

  /** Source translation was considered; no sign of NAT ({@code IPS_SRC_NAT_DONE}). */
  public static final Status SOURCE_NAT_DONE = new Status(0x80);

  /** Destination translation was considered; no sign of NAT ({@code IPS_DST_NAT_DONE}). */
  public static final Status DESTINATION_NAT_DONE = new Status(0x100);

  /** The flow has left the table ({@code IPS_DYING}). */
  public static final Status DYING = new Status(0x200);

  /** Packets do not refresh the timeout ({@code IPS_FIXED_TIMEOUT}). */
  public static final Status FIXED_TIMEOUT = new Status(0x400);

  /** A helper was attached explicitly ({@code IPS_HELPER}). */
  public static final Status HELPER = new Status(0x2000);

  /** A flow table forwards the flow ({@code IPS_OFFLOAD}). */
  public static final Status OFFLOADED = new Status(0x4000);

  /** Hardware forwards the flow ({@code IPS_HW_OFFLOAD}). */
  public static final Status HARDWARE_OFFLOADED = new Status(0x8000);

  private static final List<String> NAMES =
      List.of(
          "EXPECTED",
          "SEEN_REPLY",
          "ASSURED",
          "CONFIRMED",
          "SRC_NAT",
          "DST_NAT",
          "SEQ_ADJUST",
          "SRC_NAT_DONE",
          "DST_NAT_DONE",
          "DYING",
          "FIXED_TIMEOUT",
          "TEMPLATE",
          "UNTRACKED",
          "HELPER",
          "OFFLOAD",
          "HW_OFFLOAD");

  /** Returns the status with these bits. */
  public static Status of(int bits) {
    return new Status(bits);
  }

  /** Returns a status with the bits of both. */
  public Status with(Status others) {
    return new Status(bits | others.bits);
  }

  /** Says whether all bits of {@code others} are set. */
  public boolean has(Status others) {
    return (bits & others.bits) == others.bits;
  }

  /** Says whether {@link #ASSURED} is set. */
  public boolean isAssured() {
    return has(ASSURED);
  }

  /** Says whether {@link #SEEN_REPLY} is set. */
  public boolean hasSeenReply() {
    return has(SEEN_REPLY);
  }

  /**
   * Returns the kernel's names joined by bars, bits without a name as a number: {@code
   * ASSURED|CONFIRMED|0x10000}.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < NAMES.size(); bit++) {
      if ((bits >>> bit & 1) != 0) {
        text.append(text.isEmpty() ? "" : "|").append(NAMES.get(bit));
      }
    }
    int unnamed = bits & -1 << NAMES.size();
    if (unnamed != 0 || bits == 0) {
      text.append(text.isEmpty() ? "" : "|").append("0x").append(Integer.toHexString(unnamed));
    }
    return text.toString();
  }
}
