package io.conntrack.netlink.internal.bpf;

import io.conntrack.netlink.internal.uapi.Bpf;

/**
 * A number that one load reads from the payload of an attribute. Immutable.
 *
 * @param attribute whose payload
 * @param offset where in the payload; offset and width lie inside the attribute's least length
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
}
