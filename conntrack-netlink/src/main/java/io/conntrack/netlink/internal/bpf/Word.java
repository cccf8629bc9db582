package io.conntrack.netlink.internal.bpf;

import io.conntrack.filter.NumberSet;
import io.conntrack.netlink.internal.uapi.Bpf;

/**
 * A number that one load reads from an attribute. Immutable.
 *
 * @param attribute which one
 * @param offset where, from the start of its payload; inside its least length, unless another
 *     condition before this one asks for its length
 * @param width how many bytes
 */
record Word(Attribute attribute, int offset, Width width) {

  /** How many bytes a load takes. */
  enum Width {
    OCTET(Bpf.BPF_B, 0xff),
    HALF(Bpf.BPF_H, 0xffff),
    WORD(Bpf.BPF_W, -1);

    private final int code;
    private final int mask;

    Width(int code, int mask) {
      this.code = code;
      this.mask = mask;
    }

    /** Returns {@code BPF_B}, {@code BPF_H} or {@code BPF_W}. */
    int code() {
      return code;
    }

    /** Returns the greatest number, an unsigned one. */
    int mask() {
      return mask;
    }
  }

  /** Returns the condition that the attribute is there, and the number in a set. */
  Condition in(NumberSet values) {
    return new Condition.WordIn(this, -1, values, false);
  }
}
