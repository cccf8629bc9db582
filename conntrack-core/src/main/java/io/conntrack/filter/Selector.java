package io.conntrack.filter;

/**
 * Says which ends of which tuples a leaf looks at; it selects if one of them fits.
 *
 * <p>The master is the flow whose helper expected this one; {@code ANY} never means its tuple.
 */
public enum Selector {
  /** The source of the original tuple. */
  ORIGINAL_SOURCE("", "src", 0x01),
  /** The destination of the original tuple. */
  ORIGINAL_DESTINATION("", "dst", 0x02),
  /** Both ends of the original tuple. */
  ORIGINAL("orig ", "", 0x03),
  /** The source of the reply tuple. */
  REPLY_SOURCE("reply ", "src", 0x04),
  /** The destination of the reply tuple. */
  REPLY_DESTINATION("reply ", "dst", 0x08),
  /** Both ends of the reply tuple. */
  REPLY("reply ", "", 0x0c),
  /** The sources of both tuples. */
  ANY_SOURCE("any ", "src", 0x05),
  /** The destinations of both tuples. */
  ANY_DESTINATION("any ", "dst", 0x0a),
  /** Both ends of both tuples. */
  ANY("any ", "", 0x0f),
  /** The source of the master's original tuple. */
  MASTER_SOURCE("master ", "src", 0x10),
  /** The destination of the master's original tuple. */
  MASTER_DESTINATION("master ", "dst", 0x20),
  /** Both ends of the master's original tuple. */
  MASTER("master ", "", 0x30);

  /** In {@link #ends} of a tuple: its source. */
  static final int SOURCE = 1;

  /** In {@link #ends} of a tuple: its destination. */
  static final int DESTINATION = 2;

  private static final int ONE_TUPLE = SOURCE | DESTINATION;

  private final String tupleWord;
  private final String endWord;
  private final int ends; // two bits for each of original, reply, master

  Selector(String tupleWord, String endWord, int ends) {
    this.tupleWord = tupleWord;
    this.endWord = endWord;
    this.ends = ends;
  }

  /** Says whether an end of the original tuple is looked at. */
  public boolean looksAtOriginal() {
    return endsOfOriginal() != 0;
  }

  /** Says whether an end of the reply tuple is looked at. */
  public boolean looksAtReply() {
    return endsOfReply() != 0;
  }

  /** Says whether an end of the master's tuple is looked at, and then nothing else. */
  public boolean looksAtMaster() {
    return endsOfMaster() != 0;
  }

  /** Says whether the sources of the tuples that are looked at count. */
  public boolean looksAtSource() {
    return !endWord.equals("dst");
  }

  /** Says whether the destinations of the tuples that are looked at count. */
  public boolean looksAtDestination() {
    return !endWord.equals("src");
  }

  /** Says whether exactly one end of one tuple is looked at. */
  public boolean isSingle() {
    return Integer.bitCount(ends) == 1;
  }

  int endsOfOriginal() {
    return ends & ONE_TUPLE;
  }

  int endsOfReply() {
    return ends >> 2 & ONE_TUPLE;
  }

  int endsOfMaster() {
    return ends >> 4;
  }

  /** Returns the words of the filter language before an address. */
  String addressWords() {
    return tupleWord + (endWord.isEmpty() ? "addr" : endWord);
  }

  /** Returns the words of the filter language before a port. */
  String portWords() {
    return tupleWord + (endWord.isEmpty() ? "" : endWord.charAt(0)) + "port";
  }
}
