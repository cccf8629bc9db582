package io.conntrack;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What connection tracking knows of a TCP flow ({@code CTA_PROTOINFO_TCP}). Immutable.
 *
 * <p>The event of a flow's end carries the state alone.
 *
 * @param state the tracking state; null if it was not sent
 * @param original what the originator announced; null if it was not sent
 * @param reply what the responder announced; null if it was not sent
 */
public record TcpInfo(@Nullable TcpState state, @Nullable Peer original, @Nullable Peer reply)
    implements ProtocolInfo {

  /** Returns an info of the state alone. */
  public static TcpInfo of(TcpState state) {
    return new TcpInfo(state, null, null);
  }

  /** Returns what the sender of that direction announced, absent if it was not sent. */
  public Optional<Peer> peer(Direction direction) {
    return Optional.ofNullable(direction == Direction.ORIGINAL ? original : reply);
  }

  /**
   * What one end of a TCP connection announced.
   *
   * @param windowScale shift of its window, 0 to 14 ({@code CTA_PROTOINFO_TCP_WSCALE_*})
   * @param flags bits {@code IP_CT_TCP_FLAG_*}, 0 to 255 ({@code CTA_PROTOINFO_TCP_FLAGS_*})
   * @param flagsMask on input the bits that are changed; the kernel sends 0
   */
  public record Peer(int windowScale, int flags, int flagsMask) {

    /** The sender announced window scaling ({@code IP_CT_TCP_FLAG_WINDOW_SCALE}). */
    public static final int WINDOW_SCALE = 0x01;

    /** The sender permits selective acknowledgements ({@code IP_CT_TCP_FLAG_SACK_PERM}). */
    public static final int SACK_PERMITTED = 0x02;

    /** The sender sent the first FIN ({@code IP_CT_TCP_FLAG_CLOSE_INIT}). */
    public static final int CLOSE_INITIATED = 0x04;

    /** Windows of this direction are not checked ({@code IP_CT_TCP_FLAG_BE_LIBERAL}). */
    public static final int LIBERAL = 0x08;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number does not fit its byte
     */
    public Peer {
      if ((windowScale | flags | flagsMask) >>> 8 != 0) {
        throw new IllegalArgumentException(
            "TCP window scale "
                + windowScale
                + ", flags "
                + flags
                + ", mask "
                + flagsMask
                + ": each must be 0 to 255");
      }
    }
  }
}
