package io.conntrack.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.netlink.testing.Feature;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import io.conntrack.netlink.testing.Output;
import org.junit.jupiter.api.Test;

/** Runs the {@code conntrack} command as users do. */
@KernelTest(needs = Feature.UNSHARE)
class LauncherIT {

  @Test
  void theCommandListsFlows(Netns netns) throws Exception {
    String flow = "-I -p udp -s ::1 -d ::2 --sport 1 --dport 2 -t 60";

    Launchers.run(netns, "bin/conntrack " + flow).orFail();

    assertThat(Launchers.run(netns, "bin/conntrack -L").orFail().lines())
        .singleElement()
        .asString()
        .startsWith("udp      17 ");
  }

  @Test
  void theCommandSaysThatItLacksPrivilege(Netns netns) throws Exception {
    Output output = Launchers.run(netns, "unshare --user bin/conntrack -L");

    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.errors()).contains("Operation failed: sorry, you must be root");
  }

  @Test
  void theCommandEndsQuietlyWhenNobodyReads(Netns netns) throws Exception {
    Output output = Launchers.run(netns, "{ bin/conntrack -h; echo $? >&2; } | :");

    assertThat(output.errors().strip()).isIn("0", "141");
  }
}
