package io.conntrack.netlink.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a kernel, for words about what it can do; what it really can is found by trial.
 *
 * @param major the first number
 * @param minor the second number
 */
record KernelRelease(int major, int minor) {

  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6}).*");

  /** Returns that of this machine; 0.0 if it cannot be told. */
  static KernelRelease running() {
    return parse(System.getProperty("os.version", "")); // what uname -r prints
  }

  /** Reads a release such as {@code 6.18.44-cloud-amd64}; 0.0 if it is none. */
  static KernelRelease parse(String release) {
    Matcher numbers = NUMBERS.matcher(release);
    return numbers.matches()
        ? new KernelRelease(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)))
        : new KernelRelease(0, 0);
  }

  /** Says whether it is this release or a later one. */
  boolean isAtLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || (major == otherMajor && minor >= otherMinor);
  }

  /** Returns it as {@code 6.18}. */
  @Override
  public String toString() {
    return major + "." + minor;
  }
}
