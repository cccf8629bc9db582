package io.conntrack.filter;

import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.Labels;

/**
 * Selects by labels: {@code label 3}, {@code label any 1,2}, {@code label all 3,127}. A flow
 * without labels has none of them. Immutable.
 *
 * @param match whether one of the labels is enough; {@link Match#ALL} for a single label, so that
 *     equal filters are equal
 * @param labels the labels, at least one
 */
public record LabelIn(Match match, Labels labels) implements FlowFilter {

  /** How many of the labels a flow must have. */
  public enum Match {
    /** One of them at least. */
    ANY,
    /** All of them. */
    ALL
  }

  /**
   * Checks that there is a label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public LabelIn {
    int count = Long.bitCount(labels.low()) + Long.bitCount(labels.high());
    if (count == 0) {
      throw new IllegalArgumentException("no label given - name at least one");
    }
    match = count == 1 ? Match.ALL : match;
  }

  /**
   * Selects flows that have one of these labels at least.
   *
   * @throws IllegalArgumentException if none is given
   */
  public static LabelIn any(Labels labels) {
    return new LabelIn(Match.ANY, labels);
  }

  /**
   * Selects flows that have all these labels.
   *
   * @throws IllegalArgumentException if none is given
   */
  public static LabelIn all(Labels labels) {
    return new LabelIn(Match.ALL, labels);
  }

  /**
   * Selects flows that have, of the labels in {@code mask}, exactly those in {@code labels}.
   *
   * @throws IllegalArgumentException if {@code mask} does not contain all of {@code labels}, or is
   *     empty
   */
  public static FlowFilter masked(Labels labels, Labels mask) {
    if (!mask.containsAll(labels)) {
      throw new IllegalArgumentException(
          "labels " + labels + " under mask " + mask + " can never match");
    }
    Labels unset = new Labels(mask.low() & ~labels.low(), mask.high() & ~labels.high());
    if (labels.equals(Labels.NONE)) {
      return any(unset).not();
    }
    return unset.equals(Labels.NONE) ? all(labels) : all(labels).and(any(unset).not());
  }

  @Override
  public boolean test(FlowView flow) {
    long low = flow.labelsLow() & labels.low();
    long high = flow.labelsHigh() & labels.high();
    return match == Match.ANY ? (low | high) != 0 : low == labels.low() && high == labels.high();
  }

  @Override
  public String toString() {
    NumberSet bits = Words.bits(labels);
    return bits.isSingle()
        ? "label " + bits
        : match == Match.ANY ? "label any " + bits : "label all " + bits;
  }
}
