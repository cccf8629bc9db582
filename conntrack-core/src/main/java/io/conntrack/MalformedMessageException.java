package io.conntrack;

/** Says that received bytes do not follow the protocol. Nothing of the message was used. */
public final class MalformedMessageException extends ConntrackException {

  private static final long serialVersionUID = 1;

  private final int offset;
  private final String attributePath;

  /**
   * Makes an exception.
   *
   * @param offset where the fault lies, in bytes from the start of the message
   * @param attributePath the attributes around it, outermost first, joined by {@code /}; empty
   *     outside of attributes
   * @param reason what was expected and what was found
   */
  public MalformedMessageException(int offset, String attributePath, String reason) {
    super(
        "decode",
        0,
        reason + " at offset " + offset + (attributePath.isEmpty() ? "" : " in " + attributePath));
    this.offset = offset;
    this.attributePath = attributePath;
  }

  /** Returns where the fault lies, in bytes from the start of the message. */
  public int offset() {
    return offset;
  }

  /**
   * Returns the attributes around the fault, outermost first: {@code CTA_TUPLE_ORIG/CTA_TUPLE_IP}.
   */
  public String attributePath() {
    return attributePath;
  }
}
