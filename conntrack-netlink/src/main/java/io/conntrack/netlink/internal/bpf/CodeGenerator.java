package io.conntrack.netlink.internal.bpf;

import static io.conntrack.netlink.internal.codec.MessageBuilder.HEADER_LENGTH;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_AND;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_B;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JEQ;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JGE;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JGT;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JSET;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_LSH;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_MEMWORDS;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_OR;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_W;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK;
import static io.conntrack.netlink.internal.uapi.Nlattr.NLA_HDRLEN;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_HDRLEN;

import io.conntrack.filter.NumberRange;
import io.conntrack.filter.NumberSet;
import io.conntrack.netlink.internal.bpf.Assembler.Label;
import io.conntrack.netlink.internal.codec.FlowDecoder;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a condition into a program that keeps the events for which it holds. Not thread-safe.
 *
 * <p>What the program cannot judge it keeps, so that the process sees it: other messages than those
 * of flows, a datagram that is not one whole message, an event that lacks an attribute which all
 * have, an attribute that is too short. It never loads anything that is not there, since the kernel
 * would drop the datagram.
 *
 * <p>Attributes are searched, not expected at offsets. Where a program needs one more than once it
 * keeps its offset in a slot. Each place of the program knows which slots are filled whichever way
 * leads there.
 */
final class CodeGenerator {

  private static final int KEEP = -1; // any smaller number would cut it, for other sockets as well
  private static final int DROP = 0;

  private static final int LENGTH = 0; // struct nlmsghdr
  private static final int TYPE = 4;
  private static final int FAMILY = NLMSG_HDRLEN; // struct nfgenmsg

  private static final int SCRATCH = BPF_MEMWORDS - 1;
  private static final int FEW = 4; // ranges that are tried one after the other

  /**
   * What holds at a place of the program.
   *
   * @param slots bit n if slot n is filled
   * @param inX the attribute whose offset X has, and which is there and long enough
   */
  private record Known(int slots, @Nullable Attribute inX) {

    static final Known NOTHING = new Known(0, null);

    Known orElse(Known other) {
      return new Known(slots & other.slots, inX != null && inX.equals(other.inX) ? inX : null);
    }
  }

  private final Assembler program = new Assembler();
  private final Label keep = program.label();
  private final Label drop = program.label();
  private final Map<Label, Known> reached = new HashMap<>();
  private final Map<Attribute, Integer> slots = new HashMap<>();
  private final boolean littleEndian;
  private Known known = Known.NOTHING;

  private CodeGenerator(ByteOrder hostOrder) {
    littleEndian = hostOrder == ByteOrder.LITTLE_ENDIAN;
  }

  /** Returns the instructions, of which there may be too many for a {@link Program}. */
  static List<Instruction> generate(Condition condition, ByteOrder hostOrder) {
    CodeGenerator generator = new CodeGenerator(hostOrder);
    generator.assignSlots(condition);
    generator.keepWhatIsNoFlow();
    generator.test(condition, generator.keep, generator.drop);
    return generator.finish();
  }

  /** Gives slots to attributes that are asked for more than once, as long as there are any. */
  private void assignSlots(Condition condition) {
    Map<Attribute, Integer> uses = new LinkedHashMap<>();
    condition.attributes().forEach(attribute -> count(attribute, uses));
    uses.forEach(
        (attribute, count) -> {
          if (count > 1 && slots.size() < SCRATCH) {
            slots.put(attribute, slots.size());
          }
        });
  }

  private static void count(@Nullable Attribute attribute, Map<Attribute, Integer> uses) {
    for (Attribute a = attribute; a != null; a = a.nest()) {
      uses.merge(a, 1, Integer::sum);
    }
  }

  private List<Instruction> finish() {
    program.bind(keep);
    program.ret(KEEP);
    program.bind(drop);
    program.ret(DROP);
    return program.assemble();
  }

  // labels: what is known behind one is what is known wherever a jump to it stands

  private void jumpIf(int operation, int number, Label onTrue, Label onFalse) {
    reach(onTrue);
    reach(onFalse);
    program.jumpIf(operation, number, onTrue, onFalse);
  }

  private void jumpIfX(int operation, Label onTrue, Label onFalse) {
    reach(onTrue);
    reach(onFalse);
    program.jumpIfX(operation, onTrue, onFalse);
  }

  private void reach(Label label) {
    reached.merge(label, known, Known::orElse);
  }

  private void bind(Label label) {
    program.bind(label);
    known = reached.getOrDefault(label, Known.NOTHING);
  }

  // message header

  private void keepWhatIsNoFlow() {
    Label hasHeaders = program.label();
    Label isWhole = program.label();
    Label isOfFlow = program.label();
    program.loadLength();
    jumpIf(BPF_JGE, HEADER_LENGTH, hasHeaders, keep);
    bind(hasHeaders);
    loadLengthInNetworkOrder();
    program.copyToX();
    program.loadAt(BPF_W, LENGTH);
    jumpIfX(BPF_JEQ, isWhole, keep);
    bind(isWhole);
    program.loadAt(BPF_B, littleEndian ? TYPE + 1 : TYPE);
    jumpIf(BPF_JEQ, NFNL_SUBSYS_CTNETLINK, isOfFlow, keep);
    bind(isOfFlow);
  }

  /**
   * A becomes what {@code nlmsg_len}, in host order, looks like when it is loaded; below 64 KiB.
   */
  private void loadLengthInNetworkOrder() {
    if (littleEndian) {
      program.combine(BPF_LSH, 24);
      program.copyToX();
      program.loadLength();
      program.combine(BPF_AND, 0xff00);
      program.combine(BPF_LSH, 8);
      program.combineWithX(BPF_OR);
    }
  }

  // conditions

  private void test(Condition condition, Label onTrue, Label onFalse) {
    if (condition instanceof Condition.All all) {
      testAll(all.parts(), onTrue, onFalse);
    } else if (condition instanceof Condition.OneOf one) {
      testOneOf(one.parts(), onTrue, onFalse);
    } else if (condition instanceof Condition.Opposite opposite) {
      test(opposite.of(), onFalse, onTrue);
    } else if (condition instanceof Condition.OfFamily of) {
      program.loadAt(BPF_B, FAMILY);
      jumpIf(BPF_JEQ, FlowDecoder.familyNumber(of.family()), onTrue, onFalse);
    } else if (condition instanceof Condition.WordIn set) {
      loadWord(set.word(), set.ifAbsent() ? onTrue : onFalse);
      testSet(set, onTrue, onFalse);
    } else if (condition instanceof Condition.Present present) {
      select(present.attribute(), onFalse);
      jumpIf(BPF_JEQ, 0, onTrue, onTrue);
    } else if (condition instanceof Condition.Same same) {
      testSame(same, onTrue, onFalse);
    } else {
      Label way = condition == Condition.Always.TRUE ? onTrue : onFalse;
      jumpIf(BPF_JEQ, 0, way, way);
    }
  }

  private void testAll(List<Condition> parts, Label onTrue, Label onFalse) {
    for (Condition part : parts.subList(0, parts.size() - 1)) {
      Label next = program.label();
      test(part, next, onFalse);
      bind(next);
    }
    test(parts.get(parts.size() - 1), onTrue, onFalse);
  }

  private void testOneOf(List<Condition> parts, Label onTrue, Label onFalse) {
    for (Condition part : parts.subList(0, parts.size() - 1)) {
      Label next = program.label();
      test(part, onTrue, next);
      bind(next);
    }
    test(parts.get(parts.size() - 1), onTrue, onFalse);
  }

  private void testSame(Condition.Same same, Label onTrue, Label onFalse) {
    loadWord(same.one(), onTrue);
    program.store(SCRATCH);
    loadWord(same.other(), onTrue);
    program.loadXFromSlot(SCRATCH);
    known = new Known(known.slots, null);
    jumpIfX(BPF_JEQ, onTrue, onFalse);
  }

  // numbers

  private void testSet(Condition.WordIn set, Label onTrue, Label onFalse) {
    int all = set.word().width().mask();
    int mask = set.mask();
    if (mask != all && set.values().equals(NumberSet.of(0))) {
      jumpIf(BPF_JSET, mask, onFalse, onTrue);
    } else if (Integer.bitCount(mask) == 1
        && set.values().equals(NumberSet.of(Integer.toUnsignedLong(mask)))) {
      jumpIf(BPF_JSET, mask, onTrue, onFalse);
    } else {
      if (mask != all) {
        program.combine(BPF_AND, mask);
      }
      testRanges(set.values().ranges(), Integer.toUnsignedLong(all), onTrue, onFalse);
    }
  }

  /** Halves many ranges until few are left. */
  private void testRanges(List<NumberRange> ranges, long greatest, Label onTrue, Label onFalse) {
    if (ranges.size() <= FEW) {
      testFew(ranges, greatest, onTrue, onFalse);
      return;
    }
    int middle = ranges.size() / 2;
    Label upper = program.label();
    Label lower = program.label();
    jumpIf(BPF_JGE, (int) ranges.get(middle).first(), upper, lower);
    bind(lower);
    testRanges(ranges.subList(0, middle), greatest, onTrue, onFalse);
    bind(upper);
    testRanges(ranges.subList(middle, ranges.size()), greatest, onTrue, onFalse);
  }

  private void testFew(List<NumberRange> ranges, long greatest, Label onTrue, Label onFalse) {
    for (int i = 0; i < ranges.size(); i++) {
      boolean last = i == ranges.size() - 1;
      Label next = last ? onFalse : program.label();
      testRange(ranges.get(i), greatest, onTrue, next, onFalse);
      if (!last) {
        bind(next);
      }
    }
  }

  private void testRange(NumberRange range, long greatest, Label inside, Label above, Label below) {
    if (range.isSingle()) {
      jumpIf(
          BPF_JEQ, (int) range.first(), inside, above); // if it is below, it is in no later range
      return;
    }
    if (range.first() > 0) {
      Label notBelow = program.label();
      jumpIf(BPF_JGE, (int) range.first(), notBelow, below);
      bind(notBelow);
    }
    if (range.last() < greatest) {
      jumpIf(BPF_JGT, (int) range.last(), above, inside);
    } else {
      jumpIf(BPF_JGE, 0, inside, inside);
    }
  }

  // attributes

  /** A becomes a word. */
  private void loadWord(Word word, Label ifAbsent) {
    select(word.attribute(), ifAbsent);
    program.loadBehindX(word.width().code(), NLA_HDRLEN + word.offset());
  }

  /** X becomes the offset of an attribute that is there and long enough. */
  private void select(Attribute attribute, Label ifAbsent) {
    if (attribute.equals(known.inX)) {
      return;
    }
    boolean checked = isStored(attribute);
    find(attribute, ifAbsent);
    program.copyToX();
    if (!checked) {
      Label longEnough = program.label();
      program.loadBehindX(BPF_B, littleEndian ? 0 : 1); // nla_len, below 256
      jumpIf(BPF_JGE, NLA_HDRLEN + attribute.bytes(), longEnough, keep);
      bind(longEnough);
    }
    known = new Known(known.slots, attribute);
  }

  /** A becomes the offset of an attribute that is there. */
  private void find(Attribute attribute, Label ifAbsent) {
    Integer slot = slots.get(attribute);
    boolean stored = isStored(attribute);
    if (slot != null && stored) {
      program.loadSlot(slot);
    } else {
      search(attribute, ifAbsent);
      if (slot != null) {
        program.store(slot);
        known = new Known(known.slots | 1 << slot, known.inX);
      }
    }
    if (!stored || attribute.optional()) { // another one that is not there has ended the program
      Label found = program.label();
      jumpIf(BPF_JEQ, 0, attribute.optional() ? ifAbsent : keep, found);
      bind(found);
    }
  }

  /** A becomes the offset of an attribute, 0 if it is not there. */
  private void search(Attribute attribute, Label ifAbsent) {
    Attribute nest = attribute.nest();
    if (nest == null) {
      program.load(HEADER_LENGTH);
    } else {
      find(nest, ifAbsent);
    }
    program.loadX(attribute.type());
    known = new Known(known.slots, null);
    if (nest == null) {
      program.findAttribute();
    } else {
      program.findNestedAttribute();
    }
  }

  private boolean isStored(Attribute attribute) {
    Integer slot = slots.get(attribute);
    return slot != null && (known.slots & 1 << slot) != 0;
  }
}
