package io.conntrack.netlink.internal.bpf;

import static io.conntrack.netlink.internal.uapi.Bpf.BPF_A;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_ABS;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_ADD;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_ALU;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_AND;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_B;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_DIV;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_H;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_IMM;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_IND;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JA;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JEQ;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JGE;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JGT;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JMP;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JSET;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_LD;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_LDX;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_LEN;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_LSH;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_MEM;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_MOD;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_MUL;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_NEG;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_OR;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_RET;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_RSH;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_ST;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_STX;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_SUB;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_TXA;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_X;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_XOR;
import static io.conntrack.netlink.internal.uapi.Bpf.SKF_AD_NLATTR;
import static io.conntrack.netlink.internal.uapi.Bpf.SKF_AD_NLATTR_NEST;
import static io.conntrack.netlink.internal.uapi.Bpf.SKF_AD_OFF;

/**
 * One instruction, {@code struct sock_filter} (uapi {@code linux/filter.h}). Immutable.
 *
 * @param code operation, 16 bits
 * @param jumpTrue instructions to skip if a condition holds, 0 to 255
 * @param jumpFalse instructions to skip if it does not, 0 to 255
 * @param operand number, offset or slot
 */
record Instruction(int code, int jumpTrue, int jumpFalse, int operand) {

  private static final int CLASS = 0x07;
  private static final int WIDTH = 0x18;
  private static final int MODE = 0xe0;
  private static final int OPERATION = 0xf0;

  /** Returns the instruction in the words of the kernel's {@code bpf_asm}; jumps are relative. */
  @Override
  public String toString() {
    return text(-1);
  }

  /** Returns the instruction at a position; jumps name the position where they go. */
  String text(int position) {
    return switch (code & CLASS) {
      case BPF_LD -> load();
      case BPF_LDX -> "ldx " + fixedSource();
      case BPF_ST -> "st M[" + operand + "]";
      case BPF_STX -> "stx M[" + operand + "]";
      case BPF_ALU -> arithmetic();
      case BPF_JMP -> jump(position + 1);
      case BPF_RET -> "ret " + ((code & WIDTH) == BPF_A ? "a" : number());
      default -> (code & OPERATION) == BPF_TXA ? "txa" : "tax";
    };
  }

  private String load() {
    String name =
        switch (code & WIDTH) {
          case BPF_H -> "ldh ";
          case BPF_B -> "ldb ";
          default -> "ld ";
        };
    return switch (code & MODE) {
      case BPF_ABS -> name + absolute();
      case BPF_IND -> name + "[x + " + operand + "]";
      default -> name + fixedSource();
    };
  }

  private String absolute() {
    return switch (operand - SKF_AD_OFF) {
      case SKF_AD_NLATTR -> "nla";
      case SKF_AD_NLATTR_NEST -> "nlan";
      default -> "[" + operand + "]";
    };
  }

  private String fixedSource() {
    return switch (code & MODE) {
      case BPF_IMM -> number();
      case BPF_MEM -> "M[" + operand + "]";
      case BPF_LEN -> "len";
      default -> "4*([" + operand + "]&0xf)";
    };
  }

  private String arithmetic() {
    String name =
        switch (code & OPERATION) {
          case BPF_ADD -> "add";
          case BPF_SUB -> "sub";
          case BPF_MUL -> "mul";
          case BPF_DIV -> "div";
          case BPF_OR -> "or";
          case BPF_AND -> "and";
          case BPF_LSH -> "lsh";
          case BPF_RSH -> "rsh";
          case BPF_NEG -> "neg";
          case BPF_MOD -> "mod";
          case BPF_XOR -> "xor";
          default -> "alu?";
        };
    return (code & OPERATION) == BPF_NEG ? name : name + " " + second();
  }

  private String jump(int next) {
    if ((code & OPERATION) == BPF_JA) {
      return "ja " + (next + operand);
    }
    String name =
        switch (code & OPERATION) {
          case BPF_JEQ -> "jeq";
          case BPF_JGT -> "jgt";
          case BPF_JGE -> "jge";
          case BPF_JSET -> "jset";
          default -> "jmp?";
        };
    return name + " " + second() + ", " + (next + jumpTrue) + ", " + (next + jumpFalse);
  }

  private String second() {
    return (code & BPF_X) != 0 ? "x" : number();
  }

  private String number() {
    return "#0x" + Integer.toHexString(operand);
  }
}
