package io.conntrack.netlink.internal.bpf;

import static io.conntrack.netlink.internal.uapi.Bpf.BPF_A;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_ABS;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_ADD;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_ALU;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_AND;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_B;
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
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_MEMWORDS;
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

import io.conntrack.netlink.internal.uapi.Nlattr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Runs programs as the kernel of a host of either byte order does. {@link MachineIT} compares it
 * with the kernel's own.
 */
final class Machine {

  /** What becomes of a datagram. */
  enum Verdict {
    /** All of it is kept. */
    KEEP,
    /** The program drops it. */
    DROP,
    /** The kernel drops it, since the program loads what is not there. */
    FAULT
  }

  private static final int NOT_THERE = -1;

  private final List<Instruction> instructions;
  private final ByteBuffer bytes; // network order
  private final ByteBuffer host;
  private final int[] slots = new int[BPF_MEMWORDS];
  private int a;
  private int x;
  private int next;

  private Machine(Program program, byte[] datagram, ByteOrder hostOrder) {
    instructions = program.instructions();
    bytes = ByteBuffer.wrap(datagram);
    host = ByteBuffer.wrap(datagram).order(hostOrder);
  }

  /** Runs a program on a datagram that a host of some byte order wrote. */
  static Verdict run(Program program, byte[] datagram, ByteOrder hostOrder) {
    return new Machine(program, datagram, hostOrder).run();
  }

  private Verdict run() {
    while (true) {
      Instruction i = instructions.get(next++);
      switch (i.code() & 0x07) {
        case BPF_LD -> {
          long loaded = load(i);
          if (loaded == NOT_THERE) {
            return Verdict.FAULT;
          }
          a = (int) loaded;
        }
        case BPF_LDX -> x = loadX(i);
        case BPF_ST -> slots[i.operand()] = a;
        case BPF_STX -> slots[i.operand()] = x;
        case BPF_ALU -> a = compute(i.code() & 0xf0, (i.code() & BPF_X) != 0 ? x : i.operand());
        case BPF_JMP -> jump(i);
        case BPF_RET -> {
          return verdict((i.code() & 0x18) == BPF_A ? a : i.operand());
        }
        default -> copy((i.code() & 0xf0) == BPF_TXA);
      }
    }
  }

  private Verdict verdict(int length) {
    if (length != 0 && Integer.compareUnsigned(length, bytes.capacity()) < 0) {
      throw new IllegalStateException("cuts the datagram to " + length + " bytes");
    }
    return length == 0 ? Verdict.DROP : Verdict.KEEP;
  }

  private void copy(boolean toA) {
    if (toA) {
      a = x;
    } else {
      x = a;
    }
  }

  private long load(Instruction i) {
    return switch (i.code() & 0xe0) {
      case BPF_IMM -> Integer.toUnsignedLong(i.operand());
      case BPF_LEN -> bytes.capacity();
      case BPF_MEM -> Integer.toUnsignedLong(slots[i.operand()]);
      case BPF_IND -> packet(i.code() & 0x18, x + i.operand());
      case BPF_ABS -> absolute(i);
      default -> throw new IllegalStateException(i.toString());
    };
  }

  private long absolute(Instruction i) {
    return switch (i.operand() - SKF_AD_OFF) {
      case SKF_AD_NLATTR -> Integer.toUnsignedLong(findFrom(a, bytes.capacity()));
      case SKF_AD_NLATTR_NEST -> Integer.toUnsignedLong(findInside(a));
      default -> packet(i.code() & 0x18, i.operand());
    };
  }

  private long packet(int width, int offset) {
    int length = width == BPF_B ? 1 : width == BPF_H ? 2 : 4;
    if (offset < 0 || offset > bytes.capacity() - length) {
      return NOT_THERE;
    }
    return switch (width) {
      case BPF_B -> bytes.get(offset) & 0xff;
      case BPF_H -> bytes.getShort(offset) & 0xffff;
      default -> Integer.toUnsignedLong(bytes.getInt(offset));
    };
  }

  private int loadX(Instruction i) {
    return switch (i.code() & 0xe0) {
      case BPF_IMM -> i.operand();
      case BPF_MEM -> slots[i.operand()];
      case BPF_LEN -> bytes.capacity();
      default -> throw new IllegalStateException(i.toString());
    };
  }

  /** {@code nla_find}: the offset of an attribute of type X in a run of them, 0 if none. */
  private int findFrom(int start, int end) {
    for (int offset = start; isAttribute(offset, end); offset += length(offset) + 3 & -4) {
      if ((host.getShort(offset + 2) & Nlattr.NLA_TYPE_MASK & 0xffff) == x) {
        return offset;
      }
    }
    return 0;
  }

  private int findInside(int nest) {
    return isAttribute(nest, bytes.capacity())
        ? findFrom(nest + Nlattr.NLA_HDRLEN, nest + length(nest))
        : 0;
  }

  /** {@code nla_ok}. */
  private boolean isAttribute(int offset, int end) {
    return offset >= 0
        && offset <= end - Nlattr.NLA_HDRLEN
        && length(offset) >= Nlattr.NLA_HDRLEN
        && length(offset) <= end - offset;
  }

  private int length(int offset) {
    return host.getShort(offset) & 0xffff;
  }

  private int compute(int operation, int second) {
    return switch (operation) {
      case BPF_ADD -> a + second;
      case BPF_SUB -> a - second;
      case BPF_OR -> a | second;
      case BPF_AND -> a & second;
      case BPF_XOR -> a ^ second;
      case BPF_LSH -> a << second;
      case BPF_RSH -> a >>> second;
      default -> throw new IllegalStateException("operation " + operation);
    };
  }

  private void jump(Instruction i) {
    if ((i.code() & 0xf0) == BPF_JA) {
      next += i.operand();
    } else {
      next += holds(i) ? i.jumpTrue() : i.jumpFalse();
    }
  }

  private boolean holds(Instruction i) {
    int second = (i.code() & BPF_X) != 0 ? x : i.operand();
    return switch (i.code() & 0xf0) {
      case BPF_JEQ -> a == second;
      case BPF_JGT -> Integer.compareUnsigned(a, second) > 0;
      case BPF_JGE -> Integer.compareUnsigned(a, second) >= 0;
      case BPF_JSET -> (a & second) != 0;
      default -> throw new IllegalStateException(i.toString());
    };
  }
}
