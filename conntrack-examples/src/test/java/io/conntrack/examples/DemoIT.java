package io.conntrack.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.netlink.testing.Feature;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import io.conntrack.netlink.testing.Output;
import org.junit.jupiter.api.Test;

@KernelTest(needs = Feature.UNSHARE)
class DemoIT {

  @Test
  void seesEveryStepWork(Netns netns) throws Exception {
    assertThat(Launchers.run(netns, "bin/demo").orFail().lines())
        .endsWith("Everything worked.")
        .filteredOn(line -> line.startsWith("   ok: "))
        .hasSizeGreaterThan(9);
  }

  @Test
  void failsWhereNothingIsTracked(Netns netns) throws Exception {
    String demo = "nft flush ruleset; source bin/.launch.sh; run_java io.conntrack.examples.Demo";
    Output output = Launchers.run(netns, demo);

    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.text()).contains("FAILED: TCP is there").doesNotContain("worked");
  }
}
