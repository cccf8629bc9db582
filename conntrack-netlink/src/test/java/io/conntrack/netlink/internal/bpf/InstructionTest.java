package io.conntrack.netlink.internal.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstructionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "0x00 | 20 | ld #0x14",
        "0x01 | 1 | ldx #0x1",
        "0x20 | 4 | ld [4]",
        "0x28 | 4 | ldh [4]",
        "0x30 | 16 | ldb [16]",
        "0x40 | 4 | ld [x + 4]",
        "0x48 | 4 | ldh [x + 4]",
        "0x50 | 0 | ldb [x + 0]",
        "0x60 | 3 | ld M[3]",
        "0x61 | 3 | ldx M[3]",
        "0x80 | 0 | ld len",
        "0x81 | 0 | ldx len",
        "0xb1 | 14 | ldx 4*([14]&0xf)",
        "0x20 | -4084 | ld nla",
        "0x20 | -4080 | ld nlan",
        "0x02 | 15 | st M[15]",
        "0x03 | 15 | stx M[15]",
        "0x04 | 1 | add #0x1",
        "0x1c | 0 | sub x",
        "0x24 | 2 | mul #0x2",
        "0x34 | 2 | div #0x2",
        "0x4c | 0 | or x",
        "0x54 | 255 | and #0xff",
        "0x64 | 8 | lsh #0x8",
        "0x74 | 8 | rsh #0x8",
        "0x84 | 0 | neg",
        "0x94 | 2 | mod #0x2",
        "0xa4 | 1 | xor #0x1",
        "0x06 | -1 | ret #0xffffffff",
        "0x16 | 0 | ret a",
        "0x07 | 0 | tax",
        "0x87 | 0 | txa",
      })
  void readsAsTheKernelsAssemblerDoes(String code, int operand, String text) {
    assertThat(new Instruction(Integer.decode(code), 0, 0, operand)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0x15, jeq #0x6; 12; 13",
    "0x1d, jeq x; 12; 13",
    "0x25, jgt #0x6; 12; 13",
    "0x35, jge #0x6; 12; 13",
    "0x45, jset #0x6; 12; 13",
    "0x05, ja 17",
  })
  void namesThePositionsWhereJumpsGo(String code, String text) {
    assertThat(new Instruction(Integer.decode(code), 1, 2, 6).text(10))
        .isEqualTo(text.replace(';', ','));
  }

  @Test
  void countsJumpsFromTheInstructionBehindWithoutAPosition() {
    assertThat(new Instruction(0x15, 1, 2, 6)).hasToString("jeq #0x6, 1, 2");
  }
}
