package io.conntrack.examples.conntrackd.config;

/**
 * A word of the file. Immutable.
 *
 * @param text what is written; empty at the end of the file
 * @param line where, from 1
 */
record Word(String text, int line) {

  boolean is(String other) {
    return text.equals(other);
  }

  boolean isEnd() {
    return text.isEmpty();
  }
}
