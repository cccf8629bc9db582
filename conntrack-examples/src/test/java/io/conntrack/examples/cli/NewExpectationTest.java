package io.conntrack.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.Expectation;
import io.conntrack.Tuple;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewExpectationTest {

  private static final String MASTER =
      "-I expect -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 3001 --dport 21 -t 20";
  private static final String PORTS =
      " --tuple-port-src 7 --tuple-port-dst 5141 --mask-port-src 255 --mask-port-dst 65535";

  private static Expectation of(String line) {
    return NewExpectation.of(CommandLines.parse(line));
  }

  @Test
  void takesMasterTupleAndMask() {
    Expectation expectation =
        of(
            MASTER
                + " --tuple-src 10.0.0.3 --tuple-dst 10.0.0.4"
                + " --mask-src 255.255.0.0 --mask-dst 255.255.255.255"
                + PORTS);

    assertThat(expectation.master()).isEqualTo(Tuple.tcp("10.0.0.1", 3001, "10.0.0.2", 21));
    assertThat(expectation.tuple()).isEqualTo(Tuple.tcp("10.0.0.3", 7, "10.0.0.4", 5141));
    assertThat(expectation.mask())
        .isEqualTo(Tuple.tcp("255.255.0.0", 255, "255.255.255.255", 65_535));
    assertThat(expectation.timeout()).contains(Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 255.0.0.0",
    "10.0.0.0/31, 255.255.255.254",
    "0.0.0.0/0, 0.0.0.0",
  })
  void takesAPrefixForAMask(String prefix, String mask) {
    Expectation expectation =
        of(
            MASTER
                + " --tuple-dst 10.0.0.4 --mask-dst 255.255.255.255 --tuple-src "
                + prefix
                + PORTS);

    assertThat(expectation.mask().source()).hasToString(mask);
  }

  @ParameterizedTest
  @CsvSource({
    "fd00::/8, ff00::",
    "fd00::/64, ffff:ffff:ffff:ffff::",
    "fd00::/65, ffff:ffff:ffff:ffff:8000::",
    "::/0, ::",
  })
  void takesAnIpv6PrefixForAMask(String prefix, String mask) {
    Expectation expectation =
        of(
            "-I expect -p gre -s fd00::1 -d fd00::2 --srckey 1 --dstkey 2 --reply-key-src 1"
                + " --reply-key-dst 2 --tuple-key-src 0x10 --tuple-key-dst 4 --mask-key-src 5"
                + " --mask-key-dst 6 -t 20 --tuple-dst fd00::4 --mask-dst ff:: --tuple-src "
                + prefix);

    assertThat(expectation.mask().source()).hasToString(mask);
    assertThat(expectation.tuple().sourcePort()).isEqualTo(16);
    assertThat(expectation.mask().destinationPort()).isEqualTo(6);
  }

  @Test
  void refusesAProtocolThatNoOptionDescribes() {
    String addresses =
        " --tuple-src 10.0.0.3 --tuple-dst 10.0.0.4 --mask-src 255.255.0.0 --mask-dst 255.0.0.0";

    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> of("-I expect -p icmp -s 10.0.0.1 -d 10.0.0.2 -t 20" + addresses))
        .withMessageContaining("no option says which icmp is expected");
  }

  @ParameterizedTest
  @CsvSource({
    "-L expect -p tcp, --protonum",
    "-L expect -t 5, --timeout",
    "-F expect -f ipv6, --family",
    "-C expect -f ipv6, --family",
    "-E expect -e NEW, --event-mask",
    "-E expect -f ipv4, --family",
    "-h expect -s 1.1.1.1, --src",
    "-S expect -p tcp, --protonum"
  })
  void leavesNoPlaceForOptions(String line, String option) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> CommandLines.parse(line))
        .withMessage("Illegal option `" + option + "' with this command");
  }

  @ParameterizedTest
  @CsvSource({
    "-I expect, --src",
    "-D expect -s 1.1.1.1 -d 1.1.1.2, --protonum",
    "-G expect -s 1.1.1.1 -d 1.1.1.2 -p tcp --sport 1 --dport 2, --reply-port-src",
    "-I expect -s 1.1.1.1 -d 1.1.1.2 -p 50 -t 5, --tuple-src"
  })
  void demandsOptions(String line, String option) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> CommandLines.parse(line))
        .withMessage("You need to supply the `" + option + "' option for this command");
  }
}
