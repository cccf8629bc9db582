package io.conntrack.filter;

/** Says which of the four ends of a flow's two tuples a leaf looks at. */
public enum Selector {
  /** The source of the original tuple. */
  ORIGINAL_SOURCE("src"),
  /** The destination of the original tuple. */
  ORIGINAL_DESTINATION("dst"),
  /** The source of the reply tuple. */
  REPLY_SOURCE("reply src"),
  /** The destination of the reply tuple. */
  REPLY_DESTINATION("reply dst"),
  /** Any of the four. */
  ANY("any");

  private final String text;

  Selector(String text) {
    this.text = text;
  }

  /** Returns the words of the filter language before {@code net}. */
  String addressWords() {
    return this == ANY ? "any addr" : text;
  }

  /** Returns the words of the filter language before a port. */
  String portWords() {
    return switch (this) {
      case ORIGINAL_SOURCE -> "sport";
      case ORIGINAL_DESTINATION -> "dport";
      case REPLY_SOURCE -> "reply sport";
      case REPLY_DESTINATION -> "reply dport";
      case ANY -> "any port";
    };
  }
}
