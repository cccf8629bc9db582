package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelNamesTest {

  private final LabelNames names =
      LabelNames.parse(List.of("# comment", "1 voip", "0x3  bulk data ", "010 eight", "127 last"));

  @ParameterizedTest
  @CsvSource({"1, voip", "3, bulk data", "8, eight", "127, last"})
  void knowsNamesBothWays(int bit, String name) {
    assertThat(names.name(bit)).contains(name);
    assertThat(names.bit(name)).hasValue(bit);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 2, 1023, 1024})
  void hasNoNameForOthers(int bit) {
    assertThat(names.name(bit)).isEmpty();
  }

  @Test
  void keepsTheFirstLineOfABitAndOfAName() {
    LabelNames repeated = LabelNames.parse(List.of("1 a", "1 b", "2 a", "3 b"));

    assertThat(repeated).hasToString("{a=1, b=3}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "voip",
        "-1 voip",
        "1024 voip",
        "08 voip",
        "99999999999 voip",
        "1 vo_ip",
        "1x y"
      })
  void leavesOutLinesThatNameNothing(String line) {
    assertThat(LabelNames.parse(List.of(line))).hasToString("{}");
  }

  @Test
  void listsNamesInTheOrderOfBitsWithoutTheNameless() {
    assertThat(names.names(Labels.of(127, 2, 3, 1))).containsExactly("voip", "bulk data", "last");
    assertThat(names.names(Labels.NONE)).isEmpty();
  }

  @Test
  void makesLabelsOfNames() {
    assertThat(names.labels(List.of("voip", "last"))).isEqualTo(Labels.of(1, 127));
  }

  @Test
  void refusesAnUnknownName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> names.labels(List.of("voip", "Bulk")))
        .withMessage("unknown label \"Bulk\" - known: [voip, bulk data, eight, last]");
  }

  @Test
  void refusesANameThatNoFlowCanHave() {
    LabelNames high = LabelNames.parse(List.of("128 high"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> high.labels(List.of("high")))
        .withMessageContaining("128");
  }

  @Test
  void readsAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("connlabel.conf"), "# first\n5 five\n");

    assertThat(LabelNames.read(file).bit("five")).hasValue(5);
  }

  @Test
  void saysWhatToDoAboutAMissingFile(@TempDir Path folder) {
    Path missing = folder.resolve("connlabel.conf");

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> LabelNames.read(missing))
        .withMessage(
            "label names: %s does not exist - create it with lines such as \"1 voip\"", missing);
  }

  @Test
  void readsAFileWhateverTheEncodingOfItsComments(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("connlabel.conf");
    Files.write(
        file, new byte[] {'#', (byte) 0xe4, '\n', '5', ' ', 'a', '\r', '\n', '6', '\t', 'b'});

    assertThat(LabelNames.read(file)).hasToString("{a=5, b=6}");
  }

  @Test
  void saysThatAFolderIsNoFile(@TempDir Path folder) {
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> LabelNames.read(folder))
        .withMessageStartingWith("label names: " + folder + " cannot be read: ")
        .withMessageEndingWith(" - it is a text file");
  }

  @Test
  void knowsNothingWithoutLines() {
    LabelNames none = LabelNames.parse(List.of());

    assertThat(none.name(1)).isEmpty();
    assertThat(none.names(Labels.of(1, 2))).isEmpty();
    assertThat(none.labels(List.of())).isEqualTo(Labels.NONE);
  }

  @Test
  void givesBackTheLabelsThatAllHaveNames() {
    Labels labels = Labels.of(1, 8, 127);

    assertThat(names.labels(names.names(labels))).isEqualTo(labels);
  }

  @Test
  void looksWhereTheSystemKeepsThem() {
    assertThat(LabelNames.SYSTEM_FILE).hasToString("/etc/xtables/connlabel.conf");
  }
}
