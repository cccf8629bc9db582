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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects instructions and finds out how far their jumps go. Not thread-safe.
 *
 * <p>The machine has two registers, A and X, and {@code BPF_MEMWORDS} slots of memory. Both ways of
 * a condition are named by labels, which have to be bound behind it, as the kernel refuses jumps
 * backwards. A condition skips at most 255 instructions; where a label is farther away, an
 * unconditional jump behind the condition goes there.
 */
final class Assembler {

  private static final int FARTHEST = 255;

  /** A place in the program that jumps can name. */
  static final class Label {
    private int item = -1; // index of what stands behind it

    private Label() {}
  }

  /** An instruction; a condition has both labels. */
  private static final class Item {
    final int code;
    final int operand;
    final @Nullable Label onTrue;
    final @Nullable Label onFalse;
    int position;
    boolean farTrue; // goes on to an unconditional jump behind it
    boolean farFalse;

    Item(int code, int operand, @Nullable Label onTrue, @Nullable Label onFalse) {
      this.code = code;
      this.operand = operand;
      this.onTrue = onTrue;
      this.onFalse = onFalse;
    }

    int length() {
      return 1 + (farTrue ? 1 : 0) + (farFalse ? 1 : 0);
    }
  }

  private final List<Item> items = new ArrayList<>();

  Label label() {
    return new Label();
  }

  /** Puts the label before the next instruction. */
  void bind(Label label) {
    if (label.item >= 0) {
      throw new IllegalStateException("label is bound twice");
    }
    label.item = items.size();
  }

  private void add(int code, int operand) {
    items.add(new Item(code, operand, null, null));
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
    items.add(new Item(BPF_JMP | operation | BPF_K, number, onTrue, onFalse));
  }

  /** Compares A, unsigned, with X. */
  void jumpIfX(int operation, Label onTrue, Label onFalse) {
    items.add(new Item(BPF_JMP | operation | BPF_X, 0, onTrue, onFalse));
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
    checkLabels();
    while (!settle()) {}
    List<Instruction> instructions = new ArrayList<>();
    items.forEach(item -> write(item, instructions));
    return instructions;
  }

  private void checkLabels() {
    for (int i = 0; i < items.size(); i++) {
      checkBehind(items.get(i).onTrue, i);
      checkBehind(items.get(i).onFalse, i);
    }
  }

  private void checkBehind(@Nullable Label label, int item) {
    if (label != null && (label.item <= item || label.item >= items.size())) {
      throw new IllegalStateException("instruction " + item + " does not jump forward");
    }
  }

  /** Numbers the instructions; false if that made a label too far away. */
  private boolean settle() {
    int position = 0;
    for (Item item : items) {
      item.position = position;
      position += item.length();
    }
    boolean settled = true;
    for (Item item : items) {
      if (item.onTrue != null && !item.farTrue && distance(item, item.onTrue) > FARTHEST) {
        item.farTrue = true;
        settled = false;
      }
      if (item.onFalse != null && !item.farFalse && distance(item, item.onFalse) > FARTHEST) {
        item.farFalse = true;
        settled = false;
      }
    }
    return settled;
  }

  /** How many instructions are between a condition and a label. */
  private int distance(Item from, Label to) {
    return items.get(to.item).position - from.position - 1;
  }

  private void write(Item item, List<Instruction> to) {
    if (item.onTrue == null || item.onFalse == null) {
      to.add(new Instruction(item.code, 0, 0, item.operand));
      return;
    }
    int jumpTrue = distance(item, item.onTrue);
    int jumpFalse = distance(item, item.onFalse);
    to.add(
        new Instruction(
            item.code,
            item.farTrue ? 0 : jumpTrue,
            !item.farFalse ? jumpFalse : item.farTrue ? 1 : 0,
            item.operand));
    if (item.farTrue) {
      to.add(new Instruction(BPF_JMP | BPF_JA, 0, 0, jumpTrue - 1));
    }
    if (item.farFalse) {
      to.add(new Instruction(BPF_JMP | BPF_JA, 0, 0, jumpFalse - (item.farTrue ? 2 : 1)));
    }
  }
}
