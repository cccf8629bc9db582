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
import org.junit.jupiter.params.provider.CsvSource;
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
        .contains("  --sport, --orig-port-src VALUE", "  --state VALUE", "  --mask-port-src VALUE")
        .noneMatch(line -> line.contains("icmp-type"));
  }

  /** In the words of the original command, and then in such that say what would be right. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          -L -s 1.1.1.300           | Invalid IP address `1.1.1.300' | expected an IPv4 address
          -L -s localhost           | Invalid IP address `localhost' | expected an IPv4 address
          -L -s 1.1.1.0/33          | Invalid netmask | `1.1.1.0/33' of `--src': expected a prefix length from 0 to 32
          -L -r 1.1.1.0/24          | CIDR notation unavailable for `--reply-src' | `1.1.1.0/24'
          -L -s 1.1.1.1 -d ::1      | mismatched address family | `::1' of `--dst' is ipv6, but what stands before is ipv4
          -L -s 1.1.1.1 -f ipv6     | mismatched address family | `ipv6' of `--family' is ipv6
          -L -f inet                | `inet' unsupported protocol | expected ipv4 or ipv6
          -L -p foo                 | `foo' unsupported protocol | expected tcp, udp, udplite
          -L -p 256                 | `256' unsupported protocol | or a number from 0 to 255
          -L -p tcp --state FOO     | unknown TCP state `FOO' | expected one of NONE, SYN_SENT
          -L -p tcp --state foo     | unknown TCP state `foo' | in upper case
          -L -u FOO                 | Bad parameter `FOO' | expected ASSURED, SEEN_REPLY
          -L -p tcp --sport 65536   | Invalid value `65536' of `--sport': expected a number from 0 to 65535 | from 0 to
          -L -m 2/1                 | mark 0x2/0x1 can never match | its bits must lie inside the mask
          -L -p icmp -u ASSURED,!A  | filter can never match: "assured" | the same bit set and clear
          -I -p dccp --role x       | Unknown DCCP role `x' | expected client or server
          """)
  void explainsAWrongCommandLine(String line, String problem, String remedy) {
    Outcome outcome = Outcome.ofOurs(line);

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.lines()).isEmpty();
    assertThat(outcome.messages().get(0))
        .startsWith("conntrack v1.4.7 (conntrack-tools): " + problem);
    assertThat(String.join("\n", outcome.messages())).contains(remedy);
    assertThat(outcome.messages())
        .endsWith("Try `conntrack -h' or 'conntrack --help' for more information.");
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
