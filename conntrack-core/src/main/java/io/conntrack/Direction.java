package io.conntrack;

/** Tells the two directions of a flow apart ({@code IP_CT_DIR_*}). */
public enum Direction {
  /** The direction of the flow's first packet. */
  ORIGINAL,
  /** The direction of the answers. */
  REPLY;

  /** Returns the other direction. */
  public Direction opposite() {
    return this == ORIGINAL ? REPLY : ORIGINAL;
  }
}
