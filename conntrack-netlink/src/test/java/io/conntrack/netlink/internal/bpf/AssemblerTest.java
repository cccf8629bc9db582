package io.conntrack.netlink.internal.bpf;

import static io.conntrack.netlink.internal.uapi.Bpf.BPF_AND;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JEQ;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JGE;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_JSET;
import static io.conntrack.netlink.internal.uapi.Bpf.BPF_W;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.conntrack.Law;
import io.conntrack.netlink.internal.bpf.Assembler.Label;
import io.conntrack.netlink.internal.bpf.Machine.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssemblerTest {

  private final Assembler assembler = new Assembler();
  private final Label keep = assembler.label();
  private final Label drop = assembler.label();

  private Program finish() {
    assembler.bind(keep);
    assembler.ret(-1);
    assembler.bind(drop);
    assembler.ret(0);
    Program program = new Program(assembler.assemble());
    Checker.check(program);
    return program;
  }

  @ParameterizedTest
  @CsvSource({"253, 0", "254, 2", "255, 2", "1000, 2"})
  void goesFartherThanAConditionCanSkip(int between, int unconditional) {
    assembler.loadAt(BPF_W, 0);
    assembler.jumpIf(BPF_JEQ, 7, keep, drop);
    for (int i = 0; i < between; i++) {
      assembler.combine(BPF_AND, -1);
    }

    Program program = finish();

    assertThat(program.length()).isEqualTo(between + 4 + unconditional);
    assertThat(run(program, 7)).isEqualTo(Verdict.KEEP);
    assertThat(run(program, 8)).isEqualTo(Verdict.DROP);
  }

  @Test
  void sharesTheJumpsThatGoFarther() {
    assembler.loadAt(BPF_W, 0);
    for (int i = 0; i < 1_000; i++) {
      Label next = assembler.label();
      assembler.jumpIf(BPF_JEQ, i, keep, next);
      assembler.bind(next);
    }
    assembler.jumpIf(BPF_JEQ, 1_000, keep, drop);

    Program program = finish();

    assertThat(program.length()).isEqualTo(1_004 + 3);
    assertThat(run(program, 0)).isEqualTo(Verdict.KEEP);
    assertThat(run(program, 1_000)).isEqualTo(Verdict.KEEP);
    assertThat(run(program, 1_001)).isEqualTo(Verdict.DROP);
  }

  private static Verdict run(Program program, int word) {
    byte[] datagram = ByteBuffer.allocate(4).putInt(word).array();
    return Machine.run(program, datagram, ByteOrder.LITTLE_ENDIAN);
  }

  /** Compares a walk over the conditions with a run of the instructions. */
  @Law
  void keepsWhatTheConditionsSay(long seed) {
    Random random = new Random(seed);
    List<int[]> steps = new ArrayList<>(); // bit that is tested, step if it is set, step if not
    int count = 1 + random.nextInt(1200);
    for (int i = 0; i < count; i++) {
      int[] ways = {i + 1 + far(random, count - i), i + 1 + far(random, count - i)};
      steps.add(new int[] {1 << random.nextInt(32), ways[0], ways[1]});
    }
    Program program = assemble(steps);

    for (int word : random.ints(20).toArray()) {
      assertThat(run(program, word))
          .as("seed %d, word %x", seed, word)
          .isEqualTo(walk(steps, word));
    }
  }

  /** Steps ahead: mostly few, sometimes as many as there are, at most to the second return. */
  private static int far(Random random, int left) {
    return random.nextInt(random.nextInt(5) > 0 ? Math.min(left, 3) + 1 : left + 1);
  }

  private Program assemble(List<int[]> steps) {
    List<Label> labels =
        new ArrayList<>(Stream.generate(assembler::label).limit(steps.size()).toList());
    labels.add(keep);
    labels.add(drop);
    assembler.loadAt(BPF_W, 0);
    for (int i = 0; i < steps.size(); i++) {
      assembler.bind(labels.get(i));
      int[] step = steps.get(i);
      assembler.jumpIf(BPF_JSET, step[0], labels.get(step[1]), labels.get(step[2]));
    }
    return finish();
  }

  private static Verdict walk(List<int[]> steps, int word) {
    int at = 0;
    while (at < steps.size()) {
      int[] step = steps.get(at);
      at = (word & step[0]) != 0 ? step[1] : step[2];
    }
    return at == steps.size() ? Verdict.KEEP : Verdict.DROP;
  }

  @Test
  void refusesToJumpBackwards() {
    Label behind = assembler.label();
    assembler.bind(behind);
    assembler.jumpIf(BPF_JGE, 1, behind, keep);

    assertThatIllegalStateException()
        .isThrownBy(this::finish)
        .withMessage("instruction 0 does not jump forward");
  }

  @Test
  void refusesALabelThatIsNowhere() {
    assembler.jumpIf(BPF_JGE, 1, assembler.label(), keep);

    assertThatIllegalStateException()
        .isThrownBy(this::finish)
        .withMessage("instruction 0 does not jump forward");
  }

  @Test
  void refusesToBindALabelTwice() {
    assembler.bind(keep);

    assertThatIllegalStateException()
        .isThrownBy(() -> assembler.bind(keep))
        .withMessage("label is bound twice");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4097})
  void refusesProgramsThatTheKernelRefuses(int instructions) {
    List<Instruction> program =
        Stream.generate(() -> new Instruction(6, 0, 0, 0)).limit(instructions).toList();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Program(program))
        .withMessage(instructions + " instructions are no program: 1 to 4096");
  }

  @Test
  void writesInstructionsInTheOrderOfTheBuffer() {
    assembler.loadAt(BPF_W, 0x11);
    assembler.jumpIf(BPF_JEQ, 0x12345678, keep, drop);
    Program program = finish();
    ByteBuffer bytes = ByteBuffer.allocate(program.lengthBytes());

    program.writeTo(bytes);

    assertThat(bytes.flip().limit(16))
        .isEqualTo(
            ByteBuffer.wrap(
                new byte[] {0, 0x20, 0, 0, 0, 0, 0, 0x11, 0, 0x15, 0, 1, 0x12, 0x34, 0x56, 0x78}));
  }
}
