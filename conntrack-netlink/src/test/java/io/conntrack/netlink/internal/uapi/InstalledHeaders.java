package io.conntrack.netlink.internal.uapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks the C compiler what the installed headers say. */
public final class InstalledHeaders {
  private static final List<String> HEADERS =
      List.of(
          "errno.h",
          "fcntl.h",
          "netinet/tcp.h",
          "poll.h",
          "sched.h",
          "sys/eventfd.h",
          "sys/socket.h",
          "linux/filter.h",
          "linux/netlink.h",
          "linux/nsfs.h",
          "linux/sock_diag.h",
          "linux/netfilter/nfnetlink.h",
          "linux/netfilter/nfnetlink_conntrack.h",
          "linux/netfilter/nfnetlink_cttimeout.h",
          "linux/netfilter/nf_conntrack_common.h",
          "linux/netfilter/nf_conntrack_sctp.h",
          "linux/netfilter/nf_conntrack_tcp.h",
          "linux/netfilter/nf_conntrack_tuple_common.h");

  private static final Pattern WORD = Pattern.compile("\\b[A-Z][A-Z0-9_]*\\b");

  private InstalledHeaders() {}

  /** Skips the calling test where there is no compiler or a header is missing. */
  public static void require() throws IOException, InterruptedException {
    Requirement.require(hasCompiler(), "needs gcc");
    Requirement.require(preprocess().exitCode() == 0, "needs linux-libc-dev and libc6-dev");
  }

  private static boolean hasCompiler() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "gcc")));
  }

  /** Returns every word in capitals that stands in the headers, outside of comments. */
  public static Set<String> words() throws IOException, InterruptedException {
    return WORD.matcher(preprocess().text())
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  /** Returns the values of constants; each must be known to the headers. */
  public static Map<String, Integer> values(Collection<String> names)
      throws IOException, InterruptedException {
    Path program = Files.createTempFile("uapi", ".out");
    try {
      String source = includes() + show(names);
      Output compiled = run(source, "gcc", "-x", "c", "-", "-o", program.toString());
      assertThat(compiled.exitCode()).as(compiled.text()).isZero();
      return parse(run("", program.toString()).text());
    } finally {
      Files.delete(program);
    }
  }

  private static Output preprocess() throws IOException, InterruptedException {
    return run(includes(), "gcc", "-E", "-dD", "-x", "c", "-");
  }

  private static String includes() {
    return HEADERS.stream()
        .map(header -> "#include <" + header + ">\n")
        .collect(Collectors.joining("", "#define _GNU_SOURCE\n#include <stdio.h>\n", ""));
  }

  private static String show(Collection<String> names) {
    return names.stream()
        .map(name -> "  printf(\"%s %d\\n\", \"" + name + "\", (int) (" + name + "));\n")
        .collect(Collectors.joining("", "int main(void) {\n", "}\n"));
  }

  private static Map<String, Integer> parse(String lines) {
    Map<String, Integer> values = new TreeMap<>();
    for (String line : lines.lines().toList()) {
      int space = line.indexOf(' ');
      values.put(line.substring(0, space), Integer.valueOf(line.substring(space + 1)));
    }
    return values;
  }

  private record Output(int exitCode, String text) {}

  private static Output run(String input, String... command)
      throws IOException, InterruptedException {
    Path source = Files.writeString(Files.createTempFile("uapi", ".c"), input);
    try {
      Process process =
          new ProcessBuilder(Arrays.asList(command))
              .redirectInput(source.toFile())
              .redirectErrorStream(true)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Output(process.waitFor(), text);
    } finally {
      Files.delete(source);
    }
  }
}
