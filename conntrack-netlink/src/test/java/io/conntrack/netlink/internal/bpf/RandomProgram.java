package io.conntrack.netlink.internal.bpf;

import static io.conntrack.netlink.internal.uapi.Bpf.BPF_ADD;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_AND;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_B;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_H;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JEQ;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JGE;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JGT;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JSET;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_LSH;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_OR;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_RSH;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_SUB;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_W;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_XOR;

import io.conntrack.netlink.internal.bpf.Assembler.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Programs that mean nothing, of all instructions that the assembler knows. */
final class RandomProgram {

  private static final int[] OPERATIONS = {
    BPF_ADD, BPF_SUB, BPF_OR, BPF_AND, BPF_XOR, BPF_LSH, BPF_RSH
  };
  private static final int[] WIDTHS = {BPF_W, BPF_H, BPF_B};
  private static final int[] JUMPS = {BPF_JEQ, BPF_JGT, BPF_JGE, BPF_JSET};

  private final Assembler assembler = new Assembler();
  private final Label keep = assembler.label();
  private final Label drop = assembler.label();
  private final List<Label> ahead = new ArrayList<>();
  private final Random random;

  private RandomProgram(Random random) {
    this.random = random;
  }

  /** Returns a program that a datagram of flows often passes without a fault. */
  static Program of(Random random) {
    return new RandomProgram(random).make();
  }

  private Program make() {
    for (int slot = 0; slot < 2; slot++) {
      assembler.store(slot);
    }
    int steps = 1 + random.nextInt(40);
    for (int i = 0; i < steps; i++) {
      ahead.add(assembler.label());
    }
    for (int i = 0; i < steps; i++) {
      assembler.bind(ahead.get(i));
      step(i);
    }
    assembler.jumpIf(BPF_JSET, random.nextInt(), keep, drop);
    assembler.bind(keep);
    assembler.ret(-1);
    assembler.bind(drop);
    assembler.ret(0);
    return new Program(assembler.assemble());
  }

  private void step(int i) {
    switch (random.nextInt(14)) {
      case 0 -> assembler.load(random.nextInt(8) * 4 + 20);
      case 1 -> assembler.loadLength();
      case 2 -> assembler.loadAt(pick(WIDTHS), random.nextInt(random.nextInt(20) == 0 ? 300 : 64));
      case 3 -> {
        assembler.loadX(random.nextInt(128));
        assembler.loadBehindX(pick(WIDTHS), random.nextInt(20));
      }
      case 4 -> assembler.loadSlot(random.nextInt(2));
      case 5 -> assembler.loadXFromSlot(random.nextInt(2));
      case 6 -> assembler.store(random.nextInt(2));
      case 7 -> assembler.storeX(random.nextInt(2));
      case 8 -> assembler.copyToX();
      case 9 -> combine();
      case 10, 11 -> find(true);
      case 12 -> find(false);
      default -> jump(i);
    }
  }

  private void combine() {
    int operation = pick(OPERATIONS);
    boolean shift = operation == BPF_LSH || operation == BPF_RSH;
    if (random.nextBoolean() && !shift) {
      assembler.combineWithX(operation);
    } else {
      assembler.combine(operation, shift ? random.nextInt(32) : random.nextInt());
    }
  }

  private void find(boolean fromStart) {
    if (fromStart) {
      assembler.load(20);
    }
    assembler.loadX(random.nextInt(random.nextInt(5) == 0 ? 0x10000 : 28));
    assembler.findAttribute();
    if (random.nextBoolean()) {
      assembler.loadX(1 + random.nextInt(4));
      assembler.findNestedAttribute();
    }
  }

  private void jump(int i) {
    List<Label> targets = new ArrayList<>(ahead.subList(i + 1, ahead.size()));
    targets.add(keep);
    targets.add(drop);
    Label onTrue = targets.get(random.nextInt(targets.size()));
    Label onFalse = targets.get(random.nextInt(targets.size()));
    if (random.nextBoolean()) {
      assembler.jumpIf(
          pick(JUMPS), random.nextInt(random.nextBoolean() ? 256 : 1 << 30), onTrue, onFalse);
    } else {
      assembler.jumpIfX(pick(JUMPS), onTrue, onFalse);
    }
  }

  private int pick(int[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
