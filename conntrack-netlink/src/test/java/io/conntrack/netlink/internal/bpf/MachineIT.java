package io.conntrack.netlink.internal.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Law;
import io.conntrack.netlink.internal.bpf.Machine.Verdict;
import io.conntrack.netlink.internal.codec.Golden;
import io.conntrack.netlink.internal.codec.Mutator;
import io.conntrack.netlink.testing.KernelTest;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests take for the kernel judges datagrams as the kernel does, whatever their bytes. */
@KernelTest
class MachineIT {

  private static final int DATAGRAMS = 20;
  private static final List<byte[]> CAPTURED = Golden.all().map(Golden::bytes).toList();

  private KernelFilter kernel;

  @BeforeEach
  void open() {
    kernel = new KernelFilter();
  }

  @AfterEach
  void close() {
    kernel.close();
  }

  @Law
  void judgesAsTheKernelDoes(long seed) {
    Random random = new Random(seed);
    Mutator mutator = new Mutator(seed);
    Program program = RandomProgram.of(random);
    kernel.attach(program);

    for (int i = 0; i < DATAGRAMS; i++) {
      byte[] datagram = mutator.spoil(CAPTURED.get(random.nextInt(CAPTURED.size())));
      if (datagram.length > 0 && datagram.length < 4096) {
        Verdict verdict = Machine.run(program, datagram, ByteOrder.nativeOrder());
        assertThat(kernel.keeps(datagram))
            .as("seed %d, datagram %d, verdict %s of%n%s", seed, i, verdict, program)
            .isEqualTo(verdict == Verdict.KEEP);
      }
    }
  }
}
