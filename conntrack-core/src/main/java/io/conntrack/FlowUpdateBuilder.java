package io.conntrack;

import io.conntrack.spi.FlowBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Collects what to change on a flow. Not thread-safe; confine to one thread.
 *
 * <p>A flow that has no place for something ignores it: TCP and SCTP changes on a flow of another
 * protocol, sequence adjustment and SYN proxy on a flow that began without them. A flow that a
 * program created has a place for both.
 */
public final class FlowUpdateBuilder {

  private static final int SETTABLE_STATUS =
      Status.SEEN_REPLY.bits()
          | Status.ASSURED.bits()
          | Status.FIXED_TIMEOUT.bits()
          | Status.HELPER.bits();
  private static final int MAX_WINDOW_SCALE = 14; // TCP_MAX_WSCALE
  private static final int MAX_TCP_FLAGS = 0xff;
  private static final int MAX_HELPER_NAME = 15; // NF_CT_HELPER_NAME_LEN less its NUL

  private final FlowBuffer changes = new FlowBuffer();
  private boolean changesWindowScales;
  private int markMask = -1;
  private Labels labelsMask = Labels.NONE;

  FlowUpdateBuilder() {}

  /**
   * Returns the update. The builder can go on and build others.
   *
   * @throws IllegalArgumentException if nothing was set, because the kernel would report a change
   *     where there is none; or if it changes TCP and SCTP, of which a flow has one
   */
  public FlowUpdate build() {
    boolean tcp =
        changes.has(FlowAttribute.TCP_STATE)
            || changes.has(FlowAttribute.TCP_ORIGINAL)
            || changes.has(FlowAttribute.TCP_REPLY);
    if (changes.attributeBits() == 0) {
      throw new IllegalArgumentException(
          "an update must change something - set a mark, timeout, status, state or another value");
    }
    if (tcp && changes.has(FlowAttribute.SCTP_STATE)) {
      throw new IllegalArgumentException(
          "an update cannot change both TCP and SCTP - make one for the flows of each");
    }
    return new FlowUpdate(changes, changesWindowScales, markMask, labelsMask);
  }

  /**
   * Sets the timeout; a part of a second is rounded up, and {@link Duration#ZERO} ends the flow at
   * once. The next packet sets the protocol's own timeout again.
   *
   * @throws IllegalArgumentException if it is negative or above 4294967295 seconds
   */
  public FlowUpdateBuilder timeout(Duration value) {
    changes.timeout(Seconds.of("timeout", value));
    return this;
  }

  /**
   * Adds status bits; the ones that are set stay set. A program may set {@code SEEN_REPLY}, {@code
   * ASSURED}, {@code FIXED_TIMEOUT} and {@code HELPER}.
   *
   * @throws IllegalArgumentException if another bit is given: the kernel refuses or ignores it
   */
  public FlowUpdateBuilder addStatus(Status bits) {
    int refused = bits.bits() & ~SETTABLE_STATUS;
    if (refused != 0) {
      throw new IllegalArgumentException(
          "status "
              + Status.of(refused)
              + " cannot be set - allowed: "
              + Status.of(SETTABLE_STATUS));
    }
    int all = changes.statusBits() | bits.bits();
    if (all != 0) {
      changes.status(all);
    }
    return this;
  }

  /** Sets the TCP state; flows of other protocols ignore it. */
  public FlowUpdateBuilder tcpState(TcpState state) {
    changes.tcpState(state.value());
    return this;
  }

  /**
   * Sets the window scales of both TCP senders. They count only if both announced scaling, that is
   * have {@link TcpInfo.Peer#WINDOW_SCALE}, which the same update may set.
   *
   * @param original shift of the window of the original direction's sender, 0 to 14
   * @param reply shift of the window of the reply direction's sender, 0 to 14
   * @throws IllegalArgumentException if one is out of range
   */
  public FlowUpdateBuilder tcpWindowScales(int original, int reply) {
    if (original < 0 || original > MAX_WINDOW_SCALE || reply < 0 || reply > MAX_WINDOW_SCALE) {
      throw new IllegalArgumentException(
          "TCP window scales "
              + original
              + " and "
              + reply
              + " are out of range: each 0 to "
              + MAX_WINDOW_SCALE);
    }
    changesWindowScales = true;
    tcpPeer(Direction.ORIGINAL, original);
    tcpPeer(Direction.REPLY, reply);
    return this;
  }

  private void tcpPeer(Direction direction, int windowScale) {
    changes.tcpPeer(
        direction, windowScale, changes.tcpFlags(direction), changes.tcpFlagsMask(direction));
  }

  /**
   * Replaces the flags selected by {@code mask} of the TCP sender of a direction and leaves the
   * others alone.
   *
   * @param flags bits {@code IP_CT_TCP_FLAG_*}, of which {@link TcpInfo.Peer} names some
   * @throws IllegalArgumentException if {@code flags} has a bit outside {@code mask}, or the mask
   *     is not in 1 to 255
   */
  public FlowUpdateBuilder tcpFlags(Direction direction, int flags, int mask) {
    if (mask < 1 || mask > MAX_TCP_FLAGS || (flags & ~mask) != 0) {
      throw new IllegalArgumentException(
          "TCP flags 0x"
              + Integer.toHexString(flags)
              + " and mask 0x"
              + Integer.toHexString(mask)
              + " are not allowed: the flags inside the mask, the mask 0x1 to 0xff");
    }
    changes.tcpPeer(direction, changes.tcpWindowScale(direction), flags, mask);
    return this;
  }

  /** Sets the SCTP state and both tags; flows of other protocols ignore it. */
  public FlowUpdateBuilder sctp(SctpInfo info) {
    changes.sctpState(info.state().value());
    changes.sctpTags(info.originalTag(), info.replyTag());
    return this;
  }

  /** Replaces the whole mark. */
  public FlowUpdateBuilder mark(int bits) {
    return mark(bits, -1);
  }

  /**
   * Replaces the mark bits selected by {@code mask}.
   *
   * @throws IllegalArgumentException if {@code bits} has a bit outside {@code mask}, which the
   *     kernel would toggle, or the mask is 0
   */
  public FlowUpdateBuilder mark(int bits, int mask) {
    if ((bits & ~mask) != 0) {
      throw new IllegalArgumentException(
          "mark "
              + Mark.of(bits)
              + " does not lie inside mask "
              + Mark.of(mask)
              + " - clear the bits outside it");
    }
    if (mask == 0) {
      throw new IllegalArgumentException("mark mask 0x0 selects no bit - name at least one");
    }
    changes.mark(bits);
    markMask = mask;
    return this;
  }

  /**
   * Replaces the labels selected by {@code mask} and leaves the others alone.
   *
   * @throws IllegalArgumentException if {@code value} has a label outside {@code mask}, which the
   *     kernel would toggle, or the mask is empty
   */
  public FlowUpdateBuilder labels(Labels value, Labels mask) {
    if (!mask.containsAll(value)) {
      throw new IllegalArgumentException("labels " + value + " do not lie inside mask " + mask);
    }
    if (mask.equals(Labels.NONE)) {
      throw new IllegalArgumentException("labels mask {} selects no label - name at least one");
    }
    changes.labels(value.low(), value.high());
    labelsMask = mask;
    return this;
  }

  /**
   * Names the helper that the flow must have. The kernel attaches one at creation only: it accepts
   * the name of the helper that is there, and refuses another one (EBUSY), one that it does not
   * know, and any on a flow that was created without (EOPNOTSUPP).
   *
   * @param name for example {@code ftp}; empty removes the helper for ever, and its expectations
   * @throws IllegalArgumentException if it is longer than 15 characters
   */
  public FlowUpdateBuilder helper(String name) {
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_HELPER_NAME) {
      throw new IllegalArgumentException(
          "helper name \"" + name + "\" is longer than " + MAX_HELPER_NAME + " characters");
    }
    changes.helper(name);
    return this;
  }

  /** Sets the sequence adjustment of a direction. */
  public FlowUpdateBuilder sequenceAdjustment(Direction direction, SequenceAdjustment adjustment) {
    changes.sequenceAdjustment(direction, adjustment);
    return this;
  }

  /** Sets the state of the SYN proxy. */
  public FlowUpdateBuilder synproxy(Synproxy synproxy) {
    changes.synproxy(
        synproxy.initialSequence(), synproxy.initialTimestamp(), synproxy.timestampOffset());
    return this;
  }
}
