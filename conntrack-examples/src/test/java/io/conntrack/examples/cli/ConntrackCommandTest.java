package io.conntrack.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command does without a kernel. */
class ConntrackCommandTest {

  @ParameterizedTest
  @ValueSource(strings = {"-V", "--version", "--vers"})
  void showsTheVersionThatScriptsExpect(String line) {
    assertThat(Outcome.ofOurs(line))
        .isEqualTo(new Outcome(0, List.of("conntrack v1.4.7 (conntrack-tools)"), List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-h", "--help"})
  void showsHelp(String line) {
    Outcome outcome = Outcome.ofOurs(line);

    assertThat(outcome.status()).isZero();
    assertThat(outcome.messages()).isEmpty();
    assertThat(outcome.lines()).anyMatch(text -> text.contains("-L, --dump"));
  }

  @Test
  void showsTheOptionsOfAProtocol() {
    assertThat(Outcome.ofOurs("-h -p tcp").lines())
        .contains("  --sport, --orig-port-src VALUE", "  --state VALUE")
        .noneMatch(line -> line.contains("mask-port-src"));
  }

  @Test
  void explainsAWrongCommandLine() {
    assertThat(Outcome.ofOurs("-L -s 1.1.1.300"))
        .isEqualTo(
            new Outcome(
                2,
                List.of(),
                List.of(
                    "conntrack v1.4.7 (conntrack-tools): Invalid IP address `1.1.1.300'",
                    "Try `conntrack -h' or 'conntrack --help' for more information.")));
  }

  @Test
  void endsQuietlyWhenNobodyReads() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int status = ConntrackCommand.run(List.of("-h"), failing("Broken pipe"), new PrintStream(err));

    assertThat(status).isEqualTo(141);
    assertThat(err.size()).isZero();
  }

  @Test
  void saysThatTheDiskIsFull() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OutputStream full = failing("No space left on device");

    int status = ConntrackCommand.run(List.of("-h"), full, new PrintStream(err));

    assertThat(status).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("No space left on device");
  }

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        throw new IOException(reason);
      }
    };
  }
}
