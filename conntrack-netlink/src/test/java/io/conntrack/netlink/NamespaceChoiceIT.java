package io.conntrack.netlink;

import static io.conntrack.netlink.ChildJvm.concat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackException;
import io.conntrack.Tuple;
import io.conntrack.netlink.testing.Feature;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A network namespace is chosen by a process or by a name, and outlives both. */
@KernelTest
class NamespaceChoiceIT {

  private static final Tuple TCP = Tuple.tcp("192.0.2.1", 40_000, "198.51.100.2", 443);

  private static Conntrack ofProcess(long id) {
    return NetlinkConntrack.open(NetlinkOptions.builder().networkNamespaceOf(id).build());
  }

  @Test
  void opensTheNamespaceOfAProcessAndKeepsItWhenItEnds(Netns here) throws Exception {
    Netns there = here.another();
    Process process = there.call(() -> new ProcessBuilder("sleep", "60").start());
    try (Conntrack conntrack = ofProcess(process.pid())) {
      conntrack.table().create(SampleFlows.plain(TCP));
      assertThat(there.call(() -> Conntrack.readStatistics().count())).isEqualTo(1);
      there.close();
      end(process);

      assertThat(conntrack.table().get(TCP)).isPresent();
      assertThat(conntrack.table().dump().toList()).hasSize(1); // over a new socket
      assertThatExceptionOfType(ConntrackException.class)
          .isThrownBy(() -> ofProcess(process.pid()))
          .withMessageStartingWith("open: no process has the id " + process.pid() + " (ENOENT) - ");
    } finally {
      end(process);
    }
  }

  private static void end(Process process) throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Test
  void saysThatThereIsNoSuchName() {
    NetlinkOptions options = NetlinkOptions.builder().networkNamespace("no such name").build();

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> NetlinkConntrack.open(options))
        .withMessageStartingWith("open: no network namespace is named \"no such name\" (ENOENT)")
        .withMessageContaining("ip netns add");
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    NetlinkOptions options =
        NetlinkOptions.builder().networkNamespace(Path.of("/nowhere/net")).build();

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> NetlinkConntrack.open(options))
        .withMessageStartingWith("open: there is no file /nowhere/net (ENOENT) - ");
  }

  @Test
  void saysThatAFileIsNoNetworkNamespace() {
    NetlinkOptions options =
        NetlinkOptions.builder().networkNamespace(Path.of("/proc/self/ns/user")).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetlinkConntrack.open(options))
        .withMessageStartingWith("/proc/self/ns/user is no network namespace - expected");
  }

  /** In a mount namespace of its own, where names can be given without a trace. */
  @Test
  @KernelTest(needs = Feature.UNSHARE)
  void opensANamespaceByNameAndKeepsItWhenTheNameIsDeleted(Netns netns) throws Exception {
    String script =
        "mkdir -p /run/netns; mount -t tmpfs none /run && mkdir -p /run/netns && ip netns add blue"
            + " && exec \"$@\"";
    String[] wrapper = {"unshare", "--mount", "--", "sh", "-c", script, "sh"};
    String[] program = {"-cp", System.getProperty("java.class.path"), Naming.class.getName()};

    List<String> lines = netns.run(concat(wrapper, ChildJvm.java(program))).orFail().lines();

    assertThat(lines.get(0)).isEqualTo("1 flow before, 1 flow after");
    assertThat(lines.get(1))
        .startsWith("open: no network namespace is named \"blue\" (ENOENT) - create it with")
        .endsWith("there are none");
    assertThat(lines).hasSize(2);
  }

  /** The program that opens a namespace by its name. */
  static final class Naming {
    private Naming() {}

    /** Opens {@code blue}, deletes its name, and goes on. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
      NetlinkOptions blue = NetlinkOptions.builder().networkNamespace("blue").build();
      try (Conntrack conntrack = NetlinkConntrack.open(blue)) {
        conntrack.table().create(SampleFlows.plain(TCP));
        long before = conntrack.table().dump().count();
        new ProcessBuilder("ip", "netns", "delete", "blue").inheritIO().start().waitFor();
        long after = conntrack.table().dump().count();
        System.out.println(before + " flow before, " + after + " flow after");
        NetlinkConntrack.open(blue).close();
      } catch (ConntrackException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
