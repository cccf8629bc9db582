package io.conntrack.examples.conntrackd.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Configurations to test with. */
final class Configurations {

  private static final String GENERAL =
      "General {\n HashSize 8192\n HashLimit 65535\n LockFile LOCK\n UNIX { Path SOCKET }\n";
  private static final String LINK =
      """
      Multicast {
       IPv4_address 225.0.0.50
       Group 3780
       IPv4_interface 127.0.0.1
       Interface lo
      """;

  private Configurations() {}

  /** Returns right and wrong ones, with names of files put in. */
  static List<String> all(String lockFile, String socket) {
    return resource("/conntrackd/configurations.txt")
        .lines()
        .filter(line -> !line.startsWith("# "))
        .map(line -> line.replace("@GENERAL@", GENERAL + "\n}\n").replace("@GENERAL[@", GENERAL))
        .map(line -> line.replace("@LINK[@", LINK).replace("\\n", "\n"))
        .map(line -> line.replace("LOCK", lockFile).replace("SOCKET", socket))
        .toList();
  }

  static String resource(String name) {
    try (InputStream in = Configurations.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
