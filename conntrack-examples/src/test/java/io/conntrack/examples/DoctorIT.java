package io.conntrack.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

@KernelTest
class DoctorIT {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... words) {
    return Doctor.run(List.of(words), new PrintStream(out, true), new PrintStream(err, true));
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void exitsWithZeroIfNothingHinders() {
    assertThat(run()).as(printed()).isZero();
    assertThat(printed()).contains("good       capability: ", "good       tracking: ");
  }

  @Test
  void exitsWithOneAndTheCommandThatHelps(Netns netns) throws Exception {
    netns.sysctl("net.netfilter.nf_conntrack_events", 0);

    assertThat(run()).isEqualTo(1);
    assertThat(printed())
        .contains("hindrance  events: ", "-> sysctl -w net.netfilter.nf_conntrack_events=1");
  }

  @Test
  void exitsWithTwoIfItCannotRun() {
    assertThat(run("none such")).isEqualTo(2);
    assertThat(printed()).contains("fatal      namespace: ", "\"none such\"");
  }

  @Test
  void checksTheNamespaceOfAFile(Netns netns) throws Exception {
    assertThat(run(netns.another().path().toString())).as(printed()).isZero();
  }

  @Test
  void saysHowItIsUsed() {
    assertThat(run("--help")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("Usage: doctor");
    assertThat(run("a", "b")).isEqualTo(2);
  }
}
