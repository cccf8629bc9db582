package io.conntrack.netlink.internal.uapi;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine: where it is missing, the test is skipped and says why. */
public final class Requirement {
  private Requirement() {}

  /** Skips the calling test if the machine lacks something; with {@code CI=true} fails it. */
  public static void require(boolean available, String missing) {
    if (!available && "true".equals(System.getenv("CI"))) {
      Assertions.fail(missing);
    }
    Assumptions.assumeTrue(available, missing);
  }
}
