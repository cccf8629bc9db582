package io.conntrack.netlink.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program that a kernel test may need. */
public enum Feature {
  /** {@code ip}, which every kernel test needs to have a loopback interface. */
  IP("ip", "iproute2"),
  /** {@code nft}, which every kernel test needs to have its packets tracked. */
  NFT("nft", "nftables"),
  /** {@code conntrack}, the second opinion. */
  CONNTRACK("conntrack", "conntrack"),
  /** {@code conntrackd}, a peer for the replication. */
  CONNTRACKD("conntrackd", "conntrackd"),
  /** {@code tcpdump}. */
  TCPDUMP("tcpdump", "tcpdump"),
  /** {@code unshare}, which starts a process without privilege. */
  UNSHARE("unshare", "util-linux");

  private final String program;
  private final String debianPackage;

  Feature(String program, String debianPackage) {
    this.program = program;
    this.debianPackage = debianPackage;
  }

  /** Returns what is missing and how to get it, empty if nothing is. */
  Optional<String> problem() {
    return directories().anyMatch(directory -> Files.isExecutable(directory.resolve(program)))
        ? Optional.empty()
        : Optional.of("needs the program " + program + ": apt-get install " + debianPackage);
  }

  private static Stream<Path> directories() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
    return Pattern.compile(File.pathSeparator).splitAsStream(path).map(Path::of);
  }
}
