package io.conntrack.netlink.internal.bpf;

import static io.conntrack.netlink.internal.uapi.Bpf.BPF_ABS;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_ALU;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_IMM;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_IND;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JA;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JMP;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_K;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_LD;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_LDX;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_LEN;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_MEM;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_MISC;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_RET;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_ST;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_STX;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_TAX;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_W;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_X;
import static io.conntrack.netlink.internal.uapi.Bpf.SKF_AD_NLATTR;
import static io.conntrack.netlink.internal.uapi.Bpf.SKF_AD_NLATTR_NEST;
import static io.conntrack.netlink.internal.uapi.Bpf.SKF_AD_OFF;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects instructions and finds out how far their jumps go. Not thread-safe.
 *
 * <p>The machine has two registers, A and X, and {@code BPF_MEMWORDS} slots of memory. Both ways of
 * a condition are named by labels, which have to be bound behind it, as the kernel refuses jumps
 * backwards. A condition skips at most 255 instructions; where a label is farther away, it lands on
 * an unconditional jump that goes there, which conditions before it share.
 */
final class Assembler {

  private static final int FARTHEST = 255;

  /** A place in the program that jumps can name; distances are counted from the program's end. */
  static final class Label {
    private boolean bound;
    private int place = -1;
    private int landing = -1; // the nearest place from where to get there

    private Label() {}
  }

  /** An instruction; a condition has both labels. */
  private record Item(
      List<Label> labels, int code, int operand, @Nullable Label onTrue, @Nullable Label onFalse) {}

  private final List<Item> items = new ArrayList<>();
  private List<Label> bound = new ArrayList<>(); // those before the next instruction

  Label label() {
    return new Label();
  }

  /** Puts the label before the next instruction. */
  void bind(Label label) {
    if (label.bound) {
      throw new IllegalStateException("label is bound twice");
    }
    label.bound = true;
    bound.add(label);
  }

  private void add(int code, int operand) {
    add(code, operand, null, null);
  }

  private void add(int code, int operand, @Nullable Label onTrue, @Nullable Label onFalse) {
    items.add(new Item(bound, code, operand, onTrue, onFalse));
    bound = new ArrayList<>();
  }

  /** A becomes a number. */
  void load(int number) {
    add(BPF_LD | BPF_IMM, number);
  }

  /** A becomes the length of the datagram in bytes. */
  void loadLength() {
    add(BPF_LD | BPF_W | BPF_LEN, 0);
  }

  /** A becomes what stands at an offset, in network order. */
  void loadAt(int width, int offset) {
    add(BPF_LD | width | BPF_ABS, offset);
  }

  /** A becomes what stands {@code offset} bytes behind X, in network order. */
  void loadBehindX(int width, int offset) {
    add(BPF_LD | width | BPF_IND, offset);
  }

  /** A becomes what a slot holds. */
  void loadSlot(int slot) {
    add(BPF_LD | BPF_MEM, slot);
  }

  /** X becomes a number. */
  void loadX(int number) {
    add(BPF_LDX | BPF_IMM, number);
  }

  /** X becomes what a slot holds. */
  void loadXFromSlot(int slot) {
    add(BPF_LDX | BPF_MEM, slot);
  }

  /** A slot becomes A. */
  void store(int slot) {
    add(BPF_ST, slot);
  }

  /** A slot becomes X. */
  void storeX(int slot) {
    add(BPF_STX, slot);
  }

  /** X becomes A. */
  void copyToX() {
    add(BPF_MISC | BPF_TAX, 0);
  }

  /** A becomes A and a number, combined by {@code BPF_AND} and the like. */
  void combine(int operation, int number) {
    add(BPF_ALU | operation | BPF_K, number);
  }

  /** A becomes A and X, combined. */
  void combineWithX(int operation) {
    add(BPF_ALU | operation | BPF_X, 0);
  }

  /**
   * A becomes the offset of the header of the first attribute that has type X, from offset A on; 0
   * if there is none.
   */
  void findAttribute() {
    add(BPF_LD | BPF_W | BPF_ABS, SKF_AD_OFF + SKF_AD_NLATTR);
  }

  /** Likewise inside the nest whose header stands at offset A. */
  void findNestedAttribute() {
    add(BPF_LD | BPF_W | BPF_ABS, SKF_AD_OFF + SKF_AD_NLATTR_NEST);
  }

  /** Compares A, unsigned, with a number by {@code BPF_JEQ} and the like. */
  void jumpIf(int operation, int number, Label onTrue, Label onFalse) {
    add(BPF_JMP | operation | BPF_K, number, onTrue, onFalse);
  }

  /** Compares A, unsigned, with X. */
  void jumpIfX(int operation, Label onTrue, Label onFalse) {
    add(BPF_JMP | operation | BPF_X, 0, onTrue, onFalse);
  }

  /** Ends the program; keeps that many bytes of the datagram, none to drop it. */
  void ret(int bytes) {
    add(BPF_RET | BPF_K, bytes);
  }

  /**
   * Returns the instructions, of which there may be too many for a {@link Program}.
   *
   * @throws IllegalStateException if a condition names a label that is not bound behind it
   */
  List<Instruction> assemble() {
    List<Instruction> fromEnd = new ArrayList<>();
    for (int i = items.size() - 1; i >= 0; i--) {
      Item item = items.get(i);
      if (item.onTrue == null || item.onFalse == null) {
        fromEnd.add(new Instruction(item.code, 0, 0, item.operand));
      } else {
        land(item.onFalse, i, fromEnd);
        land(item.onTrue, i, fromEnd);
        int jumpTrue = fromEnd.size() - item.onTrue.landing;
        int jumpFalse = fromEnd.size() - item.onFalse.landing;
        fromEnd.add(new Instruction(item.code, jumpTrue, jumpFalse, item.operand));
      }
      for (Label label : item.labels) {
        label.place = fromEnd.size();
        label.landing = fromEnd.size();
      }
    }
    Collections.reverse(fromEnd);
    return fromEnd;
  }

  /** Adds a jump to a label that is too far for the next instruction before. */
  private static void land(Label label, int item, List<Instruction> fromEnd) {
    if (label.place < 0) {
      throw new IllegalStateException("instruction " + item + " does not jump forward");
    }
    int roomForTheOther = 1;
    if (fromEnd.size() - label.landing > FARTHEST - roomForTheOther) {
      fromEnd.add(new Instruction(BPF_JMP | BPF_JA, 0, 0, fromEnd.size() - label.place));
      label.landing = fromEnd.size();
    }
  }
}
