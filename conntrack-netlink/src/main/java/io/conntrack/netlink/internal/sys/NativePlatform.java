package io.conntrack.netlink.internal.sys;

import java.util.Optional;
import java.util.Set;

/** Says whether this JVM can make the system calls of this package. */
public final class NativePlatform {
  /** LP64, and the numbers of {@code asm-generic}: mips64 and sparc64 have their own. */
  private static final Set<String> ARCHITECTURES =
      Set.of("aarch64", "amd64", "loongarch64", "ppc64", "ppc64le", "riscv64", "s390x");

  private NativePlatform() {}

  /** Returns why not, or nothing if it can. Never throws. */
  public static Optional<String> problem() {
    return problem(System.getProperty("os.name"), System.getProperty("os.arch"))
        .or(Natives::problem);
  }

  static Optional<String> problem(String system, String architecture) {
    if (!system.equals("Linux")) {
      return Optional.of("connection tracking needs Linux, this is " + system);
    }
    if (!ARCHITECTURES.contains(architecture)) {
      return Optional.of("this library does not know the system calls of " + architecture);
    }
    return Optional.empty();
  }

  /** Loads JNA once, apart from the checks that must come first. */
  private static final class Natives {
    private static final Optional<String> PROBLEM = load();

    private static Optional<String> problem() {
      return PROBLEM;
    }

    private static Optional<String> load() {
      try {
        DescriptorLease.closeNow(-1); // does nothing but load the native part
        return Optional.empty();
      } catch (RuntimeException | Error e) { // JNA throws a plain Error if it finds an old library
        return Optional.of("JNA cannot load its native part: " + cause(e));
      }
    }

    private static Throwable cause(Throwable e) {
      return e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
    }
  }
}
