package io.conntrack.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-D",
        "-L -p tcp --sport 1",
        "-h -p tcp",
        "-F -f ipv6",
        "-G -p 50 -s 1.1.1.1 -d 1.1.1.2",
        "-G -p 50 -r 1.1.1.1 -q 1.1.1.2",
        "-G -p udp -s 1.1.1.1 -d 1.1.1.2 --reply-port-src 1 --reply-port-dst 2",
        "-I -p tcp -s 1.1.1.1 -d 1.1.1.2 --sport 1 --dport 2 -t 9 --state NONE"
      })
  void accepts(String line) {
    assertThat(CommandLines.parse(line).warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "-L -t 5, --timeout",
    "-C -p tcp, --protonum",
    "-V -p tcp, --protonum",
    "-h -s 1.1.1.1, --src",
    "-F -s 1.1.1.1, --src",
    "-G -s 1.1.1.0/24 -d 1.1.1.1 -p tcp, --mask-src",
    "-I -f ipv4 -p 50 -s 1.1.1.1 -d 1.1.1.2 -t 5, --family",
    "-U -w 5, --zone",
    "-D -p sctp --orig-vtag 5, --orig-vtag",
    "-p tcp, --protonum"
  })
  void refusesAnOptionThatHasNoPlaceThere(String line, String option) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> CommandLines.parse(line))
        .withMessage("Illegal option `" + option + "' with this command");
  }

  @ParameterizedTest
  @CsvSource({
    "-I, --protonum",
    "-I -p tcp, --timeout",
    "-G, --protonum",
    "-I -p tcp -s 1.1.1.1 -d 1.1.1.2 -t 5, --state",
    "-I -p icmp -s 1.1.1.1 -d 1.1.1.2 -t 5 --icmp-type 8, --icmp-code",
    "-I -p dccp -s 1.1.1.1 -d 1.1.1.2 -t 5 --state OPEN, --role",
    "-G -p icmpv6 -s ::1 -d ::2, --icmpv6-type"
  })
  void demandsWhatACommandCannotDoWithout(String line, String option) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> CommandLines.parse(line))
        .withMessage("You need to supply the `" + option + "' option for this command");
  }

  @ParameterizedTest
  @CsvSource({
    "-I -p 50 -t 5, --src, --dst",
    "-I -p 50 -t 5 -s 1.1.1.1, --src, --dst",
    "-I -p 50 -t 5 -r 1.1.1.1, --reply-src, --reply-dst",
    "-I -p 50 -t 5 -s 1.1.1.1 -q 1.1.1.1, --src, --dst",
    "-G -p udp -s 1.1.1.1 -d 1.1.1.2 --sport 1, --sport, --dport",
    "-G -p udp -s 1.1.1.1 -d 1.1.1.2 --reply-port-src 1, --reply-port-src, --reply-port-dst",
    "-G -p gre -s 1.1.1.1 -d 1.1.1.2, --srckey, --dstkey"
  })
  void demandsACompletePair(String line, String one, String other) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> CommandLines.parse(line))
        .withMessage("you have to specify `" + one + "' and `" + other + "'");
  }

  @ParameterizedTest
  @EnumSource(Option.class)
  void everyOptionHasARuleForEachCommand(Option option) {
    assertThat(option.rules()).matches("[o!2-]{7}");
  }

  @Test
  void noLetterStandsForTwoFlags() {
    assertThat(Option.common()).extracting(Option::letter).doesNotHaveDuplicates();
    assertThat(Command.values()).extracting(Command::letter).doesNotHaveDuplicates();
    assertThat(Option.common())
        .extracting(Option::letter)
        .doesNotContainAnyElementsOf(
            java.util.Arrays.stream(Command.values()).map(Command::letter).toList());
  }
}
