package io.conntrack.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.IpFamily;
import io.conntrack.IpPrefix;
import io.conntrack.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineParserTest {

  @Test
  void readsAddresses() {
    Arguments arguments = CommandLines.parse("-L -s 10.1.2.3/8 -d 192.0.2.1/32 -r 192.0.2.2");

    assertThat(arguments.address(Option.SOURCE)).contains(IpPrefix.parse("10.0.0.0/8"));
    assertThat(arguments.address(Option.DESTINATION)).contains(IpPrefix.parse("192.0.2.1"));
    assertThat(arguments.address(Option.REPLY_SOURCE)).contains(IpPrefix.parse("192.0.2.2"));
    assertThat(arguments.address(Option.REPLY_DESTINATION)).isEmpty();
    assertThat(arguments.family()).contains(IpFamily.IPV4);
  }

  @ParameterizedTest
  @CsvSource({"tcp, 6", "TCP, 6", "6, 6", "0x11, 17", "icmpv6, 58", "0, 0", "255, 255", "010, 8"})
  void readsProtocols(String text, int number) {
    assertThat(CommandLines.parse("-L -p " + text).protocol()).contains(Protocol.of(number));
  }

  @ParameterizedTest
  @CsvSource({
    "-L -m 5, MARK, 5",
    "-L -m 0xffffffff, MARK, 4294967295",
    "-L -m 010, MARK, 8",
    "-L -w 65535, ZONE, 65535",
    "-U -t 4294967295, TIMEOUT, 4294967295",
    "-L -p tcp --sport 65535, SOURCE_PORT, 65535",
    "-L -p udp --orig-port-dst 1, DESTINATION_PORT, 1",
    "-L -p gre --srckey 0x15, SOURCE_KEY, 21",
    "-L -p icmp --icmp-type 255, ICMP_TYPE, 255",
    "-L -p tcp --state LISTEN, STATE, 9",
    "-L -p tcp --state ESTABLISHED, STATE, 3",
    "-L -p sctp --state ESTABLISHED, STATE, 4",
    "-L -p dccp --state OPEN, STATE, 4"
  })
  void readsNumbers(String line, Option option, long value) {
    assertThat(CommandLines.parse(line).number(option)).hasValue(value);
  }

  @Test
  void readsTheMaskOfAMark() {
    assertThat(CommandLines.parse("-L -m 0x10/0xf0").markMask()).isEqualTo(0xf0);
    assertThat(CommandLines.parse("-L -m 0x10").markMask()).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-L -s 1.1.1.300 | Invalid IP address `1.1.1.300'",
        "-L -s localhost | Invalid IP address `localhost'",
        "-L -s 1.1.1.1/33 | Invalid netmask",
        "-L -s ::1/129 | Invalid netmask",
        "-L -s 1.1.1.1/ | Invalid netmask",
        "-L -r 1.1.1.0/24 | CIDR notation unavailable for `--reply-src'",
        "-L -s 1.1.1.1 -d ::1 | mismatched address family",
        "-L -f ipv6 -s 1.1.1.1 | mismatched address family",
        "-L -s 1.1.1.1 -f ipv6 | mismatched address family",
        "-L -f ipv5 | `ipv5' unsupported protocol",
        "-L -p foo | `foo' unsupported protocol",
        "-L -p 256 | `256' unsupported protocol",
        "-L -p -1 | `-1' unsupported protocol",
        "-L -p tcp --state FOO | unknown TCP state `FOO'",
        "-L -p tcp --state established | unknown TCP state `established'",
        "-L -p sctp --state FOO | unknown SCTP state `FOO'",
        "-L -u FOO | Bad parameter `FOO'",
        "-L foo | unknown type `foo'",
        "-L -l no-such-label | unknown label 'no-such-label'",
        "-U expect | Can't do --update on expectations",
        "-S unc | Can't do that command with tables `dying' and `unconfirmed'",
        "-S foo | unknown type `foo'",
        "-L -D | Invalid commands combination",
        "-L -L | Invalid commands combination",
        "-L --sport 5 | unknown option `--sport'",
        "-L -p tcp --icmp-type 5 | unknown option `--icmp-type'",
        "-L -p icmpv6 --icmp-type 5 | unknown option `--icmp-type'",
        "-L -p tcp --state NONE -p udp | Illegal option `--state' with this command"
      })
  void refuses(String line, String message) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> CommandLines.parse(line))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "-L -p tcp --sport 65536, 65536, --sport, 65535",
    "-L -p tcp --sport http, http, --sport, 65535",
    "-L -p tcp --sport 0x50, 0x50, --sport, 65535",
    "-L -p tcp --sport -1, -1, --sport, 65535",
    "-L -p udp --reply-port-dst=, '', --reply-port-dst, 65535",
    "-L -p icmp --icmp-code 256, 256, --icmp-code, 255",
    "-L -m 4294967296, 4294967296, --mark, 4294967295",
    "-L -m 1/x, x, --mark, 4294967295",
    "-L -w 65536, 65536, --zone, 65535",
    "-L -w 08, 08, --zone, 65535",
    "-D -t 99999999999999999999, 99999999999999999999, --timeout, 4294967295"
  })
  void quotesANumberOutOfRangeAndTheRange(String line, String value, String option, long limit) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> CommandLines.parse(line))
        .withMessage(
            "Invalid value `%s' of `%s': expected a number from 0 to %d", value, option, limit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-R file", "--load-file file"})
  void refusesCommandsThatAreNotSupportedYet(String line) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> CommandLines.parse(line))
        .withMessageEndingWith("is not supported yet");
  }

  @Test
  void warnsOfWhatItIgnores() {
    assertThat(CommandLines.parse("-L -p tcp foo -a x").warnings())
        .containsExactly(
            "WARNING: ignoring -a, deprecated option.",
            "WARNING: ignoring `foo', which belongs to no option");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-L conntrack", "-L c", "--dump=conntrack", "-C conn"})
  void takesTheTableOfFlows(String line) {
    assertThat(CommandLines.parse(line).command()).isPresent();
  }
}
