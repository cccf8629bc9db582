package io.conntrack.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code bin/compare} wants, told by system properties.
 *
 * @param flows how many flows the table has
 * @param ipv6Percent how many of a hundred are IPv6
 * @param rounds how many rounds count
 * @param warmups how many rounds before them do not
 * @param judged whether missing a budget is a failure
 * @param only the rows to run, all if empty
 * @param workerOptions options of the JVM that uses the library
 * @param programs where the C programs are
 * @param results the file to write
 */
record Settings(
    int flows,
    int ipv6Percent,
    int rounds,
    int warmups,
    boolean judged,
    List<String> only,
    List<String> workerOptions,
    Path programs,
    Path results) {

  private static final Path SYSCTLS = Path.of("/proc/sys/net/netfilter");

  static Settings read() {
    return new Settings(
        Integer.getInteger("compare.flows"),
        Integer.getInteger("compare.ipv6Percent"),
        Integer.getInteger("compare.rounds"),
        Integer.getInteger("compare.warmups"),
        Boolean.getBoolean("compare.judged"),
        words("compare.only"),
        words("compare.workerOptions"),
        Path.of(System.getProperty("compare.programs")),
        Path.of(System.getProperty("compare.results")));
  }

  private static List<String> words(String property) {
    String words = System.getProperty(property, "").strip();
    return words.isEmpty() ? List.of() : List.of(words.split(" +"));
  }

  /** Returns how many more flows a turn creates. */
  int created() {
    return flows / 5;
  }

  /** Returns how many events a turn drains. */
  int events() {
    return (int) (flows * 3L / 10);
  }

  /** Returns how many flows a second are created while events are followed. */
  int rate() {
    return flows / 20;
  }

  /** Returns for how many seconds events are followed. */
  int seconds() {
    return judged ? 20 : 2;
  }

  boolean wants(String row) {
    return only.isEmpty() || only.contains(row);
  }

  /**
   * Returns a number of the kernel's settings of connection tracking, as this network namespace has
   * it.
   */
  static long sysctl(String name) throws IOException {
    // not readString: it reads one byte first, and of this file there is no second read
    try (BufferedReader file = Files.newBufferedReader(SYSCTLS.resolve(name))) {
      return Long.parseLong(file.readLine());
    }
  }

  Map<String, Object> toJson() throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("flows", flows);
    json.put("ipv6Percent", ipv6Percent);
    json.put("rounds", rounds);
    json.put("warmups", warmups);
    json.put("workerOptions", workerOptions);
    for (String sysctl :
        List.of("nf_conntrack_buckets", "nf_conntrack_acct", "nf_conntrack_timestamp")) {
      json.put(sysctl, sysctl(sysctl));
    }
    return json;
  }
}
