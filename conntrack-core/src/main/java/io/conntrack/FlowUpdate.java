package io.conntrack;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What to change on a flow. Immutable.
 *
 * <p>Only what was set is sent: a mark of 0 is a change like any other, and a flow whose timeout is
 * not mentioned keeps it.
 */
public final class FlowUpdate {

  private final @Nullable Integer timeout;
  private final int status;
  private final @Nullable TcpState tcpState;
  private final @Nullable Integer mark;
  private final int markMask;
  private final @Nullable Labels labels;
  private final Labels labelsMask;

  private FlowUpdate(Builder builder) {
    timeout = builder.timeout;
    status = builder.status;
    tcpState = builder.tcpState;
    mark = builder.mark;
    markMask = builder.markMask;
    labels = builder.labels;
    labelsMask = builder.labelsMask;
  }

  /** Replaces the whole mark, also by 0; like {@code conntrack -U --mark value}. */
  public static FlowUpdate mark(int bits) {
    return builder().mark(bits).build();
  }

  /**
   * Replaces the mark bits selected by {@code mask} and leaves the others alone; like {@code
   * conntrack -U --mark value/mask}.
   *
   * @throws IllegalArgumentException if {@code bits} has a bit outside {@code mask}
   */
  public static FlowUpdate mark(int bits, int mask) {
    return builder().mark(bits, mask).build();
  }

  /**
   * Sets the time after which the flow ends if no packet comes; like {@code conntrack -U
   * --timeout}.
   */
  public static FlowUpdate timeout(Duration timeout) {
    return builder().timeout(timeout).build();
  }

  /** Returns a builder of an update that changes several things in one message. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the new timeout in seconds, absent if it stays ({@code CTA_TIMEOUT}). */
  public OptionalLong timeoutSeconds() {
    return timeout == null
        ? OptionalLong.empty()
        : OptionalLong.of(Integer.toUnsignedLong(timeout));
  }

  /** Returns the status bits to set; bits cannot be cleared ({@code CTA_STATUS}). */
  public Status addedStatus() {
    return Status.of(status);
  }

  /** Returns the new TCP state, absent if it stays ({@code CTA_PROTOINFO_TCP_STATE}). */
  public Optional<TcpState> tcpState() {
    return Optional.ofNullable(tcpState);
  }

  /** Returns the new mark bits, absent if the mark stays ({@code CTA_MARK}). */
  public OptionalInt markBits() {
    return mark == null ? OptionalInt.empty() : OptionalInt.of(mark);
  }

  /** Returns which mark bits are replaced; -1 stands for all ({@code CTA_MARK_MASK}). */
  public int markMask() {
    return markMask;
  }

  /** Returns the new labels, absent if they stay ({@code CTA_LABELS}). */
  public Optional<Labels> labels() {
    return Optional.ofNullable(labels);
  }

  /** Returns which labels are replaced ({@code CTA_LABELS_MASK}). */
  public Labels labelsMask() {
    return labelsMask;
  }

  /** Returns what is changed, for example {@code timeout 30s mark 0x10/0xff}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (timeout != null) {
      text.append(" timeout ").append(Integer.toUnsignedString(timeout)).append('s');
    }
    if (status != 0) {
      text.append(" status ").append(Status.of(status));
    }
    if (tcpState != null) {
      text.append(" state ").append(tcpState);
    }
    if (mark != null) {
      text.append(" mark ")
          .append(Mark.of(mark))
          .append(markMask == -1 ? "" : "/" + Mark.of(markMask));
    }
    if (labels != null) {
      text.append(" labels ").append(labels).append('/').append(labelsMask);
    }
    return text.substring(1);
  }

  /** Collects changes. Not thread-safe; confine to one thread. */
  public static final class Builder {

    private static final int SETTABLE_STATUS =
        Status.SEEN_REPLY.bits()
            | Status.ASSURED.bits()
            | Status.FIXED_TIMEOUT.bits()
            | Status.HELPER.bits();

    private @Nullable Integer timeout;
    private int status;
    private @Nullable TcpState tcpState;
    private @Nullable Integer mark;
    private int markMask = -1;
    private @Nullable Labels labels;
    private Labels labelsMask = Labels.NONE;

    private Builder() {}

    /**
     * Returns the update.
     *
     * @throws IllegalArgumentException if nothing was set: the kernel would report a change where
     *     there is none
     */
    public FlowUpdate build() {
      if (timeout == null && status == 0 && tcpState == null && mark == null && labels == null) {
        throw new IllegalArgumentException(
            "an update must change something - set a mark, timeout, status, state or labels");
      }
      return new FlowUpdate(this);
    }

    /**
     * Sets the timeout; a part of a second is rounded up, and {@link Duration#ZERO} ends the flow
     * at once. The next packet sets the protocol's own timeout again.
     *
     * @throws IllegalArgumentException if it is negative or above 4294967295 seconds
     */
    public Builder timeout(Duration value) {
      timeout = Seconds.of("timeout", value);
      return this;
    }

    /**
     * Adds status bits; the ones that are set stay set. A program may set {@code SEEN_REPLY},
     * {@code ASSURED}, {@code FIXED_TIMEOUT} and {@code HELPER}.
     *
     * @throws IllegalArgumentException if another bit is given: the kernel refuses or ignores it
     */
    public Builder addStatus(Status bits) {
      int refused = bits.bits() & ~SETTABLE_STATUS;
      if (refused != 0) {
        throw new IllegalArgumentException(
            "status "
                + Status.of(refused)
                + " cannot be set - allowed: "
                + Status.of(SETTABLE_STATUS));
      }
      status |= bits.bits();
      return this;
    }

    /** Sets the TCP state; flows of other protocols ignore it. */
    public Builder tcpState(TcpState state) {
      tcpState = state;
      return this;
    }

    /** Replaces the whole mark. */
    public Builder mark(int bits) {
      return mark(bits, -1);
    }

    /**
     * Replaces the mark bits selected by {@code mask}.
     *
     * @throws IllegalArgumentException if {@code bits} has a bit outside {@code mask}, which the
     *     kernel would toggle, or the mask is 0
     */
    public Builder mark(int bits, int mask) {
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
      mark = bits;
      markMask = mask;
      return this;
    }

    /**
     * Replaces the labels selected by {@code mask} and leaves the others alone.
     *
     * @throws IllegalArgumentException if {@code value} has a label outside {@code mask}, which the
     *     kernel would toggle, or the mask is empty
     */
    public Builder labels(Labels value, Labels mask) {
      if (!mask.containsAll(value)) {
        throw new IllegalArgumentException("labels " + value + " do not lie inside mask " + mask);
      }
      if (mask.equals(Labels.NONE)) {
        throw new IllegalArgumentException("labels mask {} selects no label - name at least one");
      }
      labels = value;
      labelsMask = mask;
      return this;
    }
  }
}
