package io.conntrack.filter;

/** Compares a quantity of a flow with a number. */
public enum Comparison {
  /** Less than the number. */
  LESS("<"),
  /** The number or less. */
  AT_MOST("<="),
  /** Exactly the number. */
  EQUAL("="),
  /** The number or more. */
  AT_LEAST(">="),
  /** More than the number. */
  MORE(">");

  private final String sign;

  Comparison(String sign) {
    this.sign = sign;
  }

  /**
   * Says whether the comparison holds.
   *
   * @param order negative, zero or positive if the quantity is less, equal or more
   */
  public boolean holds(int order) {
    return switch (this) {
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case EQUAL -> order == 0;
      case AT_LEAST -> order >= 0;
      case MORE -> order > 0;
    };
  }

  /**
   * Says whether no number is below {@code limit} as this comparison wants it and above {@code
   * otherLimit} as the other one does; unsigned.
   */
  boolean leavesNothing(long limit, Comparison other, long otherLimit) {
    int order = Long.compareUnsigned(limit, otherLimit);
    boolean bounded = compareTo(EQUAL) <= 0 && other.compareTo(EQUAL) >= 0;
    boolean open = this == LESS || other == MORE;
    return bounded && (open ? order <= 0 : order < 0);
  }

  /** Returns the sign: {@code <} and so on. */
  @Override
  public String toString() {
    return sign;
  }
}
