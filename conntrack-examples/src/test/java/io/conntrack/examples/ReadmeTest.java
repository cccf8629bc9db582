package io.conntrack.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's programs are those that the build compiles. */
class ReadmeTest {

  private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void showsOnlyProgramsThatAreCompiled() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    String compiled =
        Files.readString(Path.of("src/main/java/io/conntrack/examples/Quickstart.java"));

    List<String> programs =
        PROGRAM.matcher(readme).results().map((MatchResult result) -> result.group(1)).toList();

    assertThat(programs)
        .hasSizeGreaterThan(3)
        .allSatisfy(shown -> assertThat(compiled).contains(shown));
  }
}
