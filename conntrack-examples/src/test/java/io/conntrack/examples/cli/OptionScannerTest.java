package io.conntrack.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.conntrack.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionScannerTest {

  private static final Set<Flag> FLAGS = new LinkedHashSet<>(List.of(Command.values()));

  static {
    FLAGS.addAll(Option.common());
  }

  @ParameterizedTest
  @CsvSource({
    "-s 1.1.1.1, SOURCE=1.1.1.1",
    "-s1.1.1.1, SOURCE=1.1.1.1",
    "--src 1.1.1.1, SOURCE=1.1.1.1",
    "--src=1.1.1.1, SOURCE=1.1.1.1",
    "--orig-src 1.1.1.1, SOURCE=1.1.1.1",
    "--orig-s=1.1.1.1, SOURCE=1.1.1.1",
    "--src=, SOURCE=",
    "-s -d, SOURCE=-d",
    "-L, LIST",
    "--dump, LIST",
    "--du, LIST",
    "-L expect, LIST=expect",
    "--dump expect, LIST=expect",
    "--dump=expect, LIST=expect",
    "-L -z, LIST ZERO",
    "-Lz, LIST ZERO",
    "-Lzs 1.1.1.1, LIST ZERO SOURCE=1.1.1.1",
    "-Lzs1.1.1.1, LIST ZERO SOURCE=1.1.1.1",
    "-n, SOURCE_NAT",
    "-n -L, SOURCE_NAT LIST",
    "-n 1.1.1.1, SOURCE_NAT=1.1.1.1",
    "-n1.1.1.1, SOURCE_NAT=1.1.1.1",
    "--src-nat=1.1.1.1, SOURCE_NAT=1.1.1.1",
    "--label-del ! -L, LABEL_DELETE LIST",
    "-{ 255.0.0.0, MASK_SOURCE=255.0.0.0",
    "--count, COUNT"
  })
  void findsFlagsWithTheirValues(String line, String expected) {
    assertThat(scan(line)).isEqualTo(List.of(expected.split(" ")));
  }

  @ParameterizedTest
  @CsvSource({
    "-Z, -Z",
    "-LZ, -Z",
    "--foo, --foo",
    "--foo=1, --foo=1",
    "--d, --d",
    "--orig, --orig",
    "--zero=1, --zero=1",
    "--sport 1, --sport"
  })
  void refusesUnknownAndAmbiguousOptions(String line, String shown) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> scan(line))
        .withMessage("unknown option `" + shown + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-s", "--src", "-Ls"})
  void refusesAnOptionWithoutItsValue(String line) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> scan(line))
        .withMessageEndingWith("requires an argument");
  }

  @Test
  void collectsWordsBetweenOptionsAndBehindTwoDashes() {
    OptionScanner scanner = new OptionScanner(List.of("one", "-z", "-", "--", "-s", "x"), FLAGS);

    assertThat(scanner.next()).map(OptionScanner.Found::flag).contains(Option.ZERO);
    assertThat(scanner.next()).isEmpty();
    assertThat(scanner.otherWords()).containsExactly("one", "-", "-s", "x");
  }

  @Test
  void learnsTheOptionsOfAProtocolAndForgetsThoseOfAnother() {
    List<String> words = List.of("--sport", "1", "--icmp-t", "8", "--sport", "2");
    OptionScanner scanner = new OptionScanner(words, FLAGS);

    scanner.alsoKnow(Option.ofProtocol(Protocol.TCP));
    assertThat(scanner.next().orElseThrow())
        .isEqualTo(new OptionScanner.Found(Option.SOURCE_PORT, Optional.of("1")));
    scanner.alsoKnow(Option.ofProtocol(Protocol.ICMP));
    assertThat(scanner.next().orElseThrow())
        .isEqualTo(new OptionScanner.Found(Option.ICMP_TYPE, Optional.of("8")));
    assertThatExceptionOfType(UsageException.class).isThrownBy(scanner::next);
  }

  @Test
  void aProtocolsOptionsMakeAbbreviationsAmbiguous() {
    OptionScanner scanner = new OptionScanner(List.of("--statu", "A", "--stat"), FLAGS);
    scanner.alsoKnow(Option.ofProtocol(Protocol.TCP));

    assertThat(scanner.next()).map(OptionScanner.Found::flag).contains(Option.STATUS);
    assertThatExceptionOfType(UsageException.class).isThrownBy(scanner::next);
  }

  private static List<String> scan(String line) {
    OptionScanner scanner = new OptionScanner(List.of(line.split(" ")), FLAGS);
    List<String> found = new ArrayList<>();
    Optional<OptionScanner.Found> next = scanner.next();
    while (next.isPresent()) {
      Enum<?> flag = (Enum<?>) next.get().flag();
      found.add(flag.name() + next.get().value().map(value -> "=" + value).orElse(""));
      next = scanner.next();
    }
    return found;
  }
}
