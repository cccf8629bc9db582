package io.conntrack.netlink.internal.bpf;

import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JA;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JMP;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_LD;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_LDX;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_MEM;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_RET;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_ST;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_STX;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

/** Refuses what the kernel refuses to attach, {@code bpf_check_classic}. */
final class Checker {

  private Checker() {}

  /** Asserts that jumps stay inside, that the end is a return, and that loaded slots are filled. */
  static void check(Program program) {
    List<Instruction> instructions = program.instructions();
    int[] filled = new int[instructions.size() + 1]; // slots that are, whichever way leads there
    Arrays.fill(filled, -1);
    filled[0] = 0;
    for (int i = 0; i < instructions.size(); i++) {
      Instruction instruction = instructions.get(i);
      int slots = filled[i];
      int bit = 1 << instruction.operand();
      switch (instruction.code() & 0x07) {
        case BPF_LD, BPF_LDX -> {
          if ((instruction.code() & 0xe0) == BPF_MEM) {
            assertThat(slots & bit).as("%d: %s", i, instruction).isNotZero();
          }
          filled[i + 1] &= slots;
        }
        case BPF_ST, BPF_STX -> filled[i + 1] &= slots | bit;
        case BPF_JMP -> {
          boolean always = (instruction.code() & 0xf0) == BPF_JA;
          reach(filled, i + 1 + (always ? instruction.operand() : instruction.jumpTrue()), slots);
          reach(filled, i + 1 + (always ? instruction.operand() : instruction.jumpFalse()), slots);
        }
        case BPF_RET -> {}
        default -> filled[i + 1] &= slots;
      }
    }
    assertThat(instructions.get(instructions.size() - 1).code() & 0x07).isEqualTo(BPF_RET);
  }

  private static void reach(int[] filled, int target, int slots) {
    assertThat(target).as("a jump").isBetween(0, filled.length - 2);
    filled[target] &= slots;
  }
}
