package io.conntrack.examples.conntrackd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.examples.conntrackd.CommandLine.Purpose;
import io.conntrack.examples.conntrackd.control.ControlRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

  private static CommandLine parse(String line) {
    return CommandLine.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")));
  }

  @ParameterizedTest
  @CsvSource({
    "-c, COMMIT, 46",
    "-c ct, COMMIT_FLOWS, 18",
    "-c expect, COMMIT_EXPECTATIONS, 42",
    "-f, FLUSH_CACHES, 45",
    "-f internal, FLUSH_INTERNAL, 33",
    "-f external, FLUSH_EXTERNAL, 34",
    "-F, FLUSH_KERNEL, 43",
    "-F ct, FLUSH_KERNEL_FLOWS, 0",
    "-F expect, FLUSH_KERNEL_EXPECTATIONS, 38",
    "-R, RESYNC, 44",
    "-R ct, RESYNC_FLOWS, 1",
    "-R expect, RESYNC_EXPECTATIONS, 39",
    "-i, DUMP_INTERNAL, 16",
    "-i ct -x, DUMP_INTERNAL_XML, 24",
    "-i expect, DUMP_INTERNAL_EXPECTATIONS, 40",
    "-i expect -x, DUMP_INTERNAL_EXPECTATIONS_XML, 47",
    "-e, DUMP_EXTERNAL, 17",
    "-e -x, DUMP_EXTERNAL_XML, 25",
    "-e expect, DUMP_EXTERNAL_EXPECTATIONS, 41",
    "-e expect -x, DUMP_EXTERNAL_EXPECTATIONS_XML, 48",
    "-k, KILL, 20",
    "-s, STATISTICS, 21",
    "-s ct, STATISTICS, 21",
    "-s network, STATISTICS_NETWORK, 28",
    "-s cac, STATISTICS_CACHE, 29",
    "-s r, STATISTICS_RUNTIME, 30",
    "-s link, STATISTICS_LINK, 31",
    "-s rsqueue, STATISTICS_RESEND_QUEUE, 32",
    "-s p, STATISTICS_PROCESS, 35",
    "-s queue, STATISTICS_QUEUE, 36",
    "-s expect, STATISTICS_EXPECTATIONS, 37",
    "-B, SEND_BULK, 22",
    "-n, REQUEST_RESYNC, 23",
    "-t, RESET_TIMERS, 26",
    "-n -B, SEND_BULK, 22"
  })
  void asksForWhatTheOriginalAsksFor(String line, ControlRequest request, int number) {
    CommandLine parsed = parse("-C /a.conf " + line);

    assertThat(parsed.purpose()).isEqualTo(Purpose.REQUEST);
    assertThat(parsed.request()).contains(request);
    assertThat(request.number()).isEqualTo(number);
    assertThat(parsed.file()).isEqualTo(Path.of("/a.conf"));
  }

  @Test
  void isTheDaemonWithoutRequest() {
    assertThat(parse("").purpose()).isEqualTo(Purpose.CONSOLE);
    assertThat(parse("-d").purpose()).isEqualTo(Purpose.DAEMON);
    assertThat(parse("").file()).isEqualTo(Path.of("/etc/conntrackd/conntrackd.conf"));
  }

  @Test
  void showsHelpAndVersionWhateverFollows() {
    assertThat(parse("-d -v foo").purpose()).isEqualTo(Purpose.VERSION);
    assertThat(parse("-C x -h").purpose()).isEqualTo(Purpose.HELP);
  }

  @Test
  void warnsOfAnOldName() {
    assertThat(parse("-s multicast").warnings())
        .containsExactly("use `link' instead of `multicast' as parameter.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-z | Unknown option: -z",
        "foo | Unknown option: foo",
        "--help | Unknown option: --help",
        "-i bar | Unknown option: bar",
        "-n foo | Unknown option: foo",
        "-s foo | unknown parameter `foo' for option `-s'",
        "-f foo | unknown parameter `foo' for option `-f'",
        "-d -s | Invalid parameters",
        "-s -d | Invalid parameters",
        "-x | Invalid parameters",
        "-x -i | Invalid parameters",
        "-s ct -x | Invalid parameters",
        "-C | Missing config filename"
      })
  void refusesWhatTheOriginalRefuses(String line, String message) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> parse(line))
        .withMessage(message);
  }
}
