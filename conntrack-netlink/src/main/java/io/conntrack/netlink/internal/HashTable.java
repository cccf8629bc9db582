package io.conntrack.netlink.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel's hash table of flows, which all network namespaces of the machine share. */
final class HashTable {

  /** What {@link #buckets} returns where the kernel's parameters cannot be read. */
  static final int UNKNOWN = 0;

  private static final Path BUCKETS = Path.of("/proc/sys/net/netfilter/nf_conntrack_buckets");
  private static final int MAX_DIGITS = 16;

  private HashTable() {}

  /** Returns its length, by which it can be told that it was resized. */
  static int buckets() {
    byte[] text = new byte[MAX_DIGITS];
    try (InputStream in = Files.newInputStream(BUCKETS)) {
      int length = Math.max(0, in.read(text)); // a second read of a parameter would be another one
      return Integer.parseInt(new String(text, 0, length, StandardCharsets.US_ASCII).strip());
    } catch (IOException | NumberFormatException e) {
      return UNKNOWN; // no /proc in this container: then nobody can tell
    }
  }
}
