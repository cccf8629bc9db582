package io.conntrack.netlink.testing;

import java.util.List;

/**
 * What a program left behind.
 *
 * @param command the command line
 * @param exitCode 0 for success
 * @param text standard output
 * @param errors standard error
 */
public record Output(List<String> command, int exitCode, String text, String errors) {

  /** Returns the lines of standard output. */
  public List<String> lines() {
    return text.lines().toList();
  }

  /**
   * Returns this if the program succeeded.
   *
   * @throws AssertionError with what it wrote if it did not
   */
  public Output orFail() {
    if (exitCode != 0) {
      throw new AssertionError(
          String.join(" ", command) + " exited with " + exitCode + ": " + errors + text);
    }
    return this;
  }
}
