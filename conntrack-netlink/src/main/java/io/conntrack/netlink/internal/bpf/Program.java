package io.conntrack.netlink.internal.bpf;

import static io.conntrack.netlink.internal.uapi.Bpf.BPF_MAXINSNS;

import java.nio.ByteBuffer;
import java.util.List;

/** A program that the kernel can attach to a socket. Immutable. */
public final class Program {

  /** Enough for a program that looks at headers and drops all flows. */
  public static final int MIN_INSTRUCTIONS = 20;

  /** The most instructions that the kernel takes. */
  public static final int MAX_INSTRUCTIONS = BPF_MAXINSNS;

  private static final int INSTRUCTION_SIZE = 8; // struct sock_filter

  private final List<Instruction> instructions;

  Program(List<Instruction> instructions) {
    if (instructions.isEmpty() || instructions.size() > MAX_INSTRUCTIONS) {
      throw new IllegalArgumentException(
          instructions.size() + " instructions are no program: 1 to " + MAX_INSTRUCTIONS);
    }
    this.instructions = List.copyOf(instructions);
  }

  List<Instruction> instructions() {
    return instructions;
  }

  /** Returns the number of instructions, 1 to {@link #MAX_INSTRUCTIONS}. */
  public int length() {
    return instructions.size();
  }

  /** Returns the length of the array of {@code struct sock_filter}, in bytes. */
  public int lengthBytes() {
    return instructions.size() * INSTRUCTION_SIZE;
  }

  /**
   * Writes the array of {@code struct sock_filter} at the buffer's position, in the buffer's byte
   * order, which has to be the host's.
   *
   * @throws java.nio.BufferOverflowException if it has less than {@link #lengthBytes()} left
   */
  public void writeTo(ByteBuffer to) {
    for (Instruction instruction : instructions) {
      to.putShort((short) instruction.code());
      to.put((byte) instruction.jumpTrue()).put((byte) instruction.jumpFalse());
      to.putInt(instruction.operand());
    }
  }

  /** Returns a line for each instruction: its position and its text. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int position = 0; position < instructions.size(); position++) {
      text.append(String.format("%4d: ", position))
          .append(instructions.get(position).text(position))
          .append('\n');
    }
    return text.toString();
  }
}
