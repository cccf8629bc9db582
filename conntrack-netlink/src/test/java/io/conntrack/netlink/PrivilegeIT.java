package io.conntrack.netlink;

import static io.conntrack.netlink.ChildJvm.concat;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackException;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import io.conntrack.netlink.testing.Feature;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import io.conntrack.netlink.testing.Output;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Without privilege it says which one is missing, and how to get it. */
@KernelTest(needs = Feature.UNSHARE)
class PrivilegeIT {

  /** In a user namespace of its own, a process has no rights over the network namespace. */
  private static final String[] WITHOUT_RIGHTS = {"unshare", "--user", "--map-root-user", "--"};

  @Test
  void opensWithPrivilege(Netns netns) throws Exception {
    assertThat(open(netns).lines()).containsExactly("opened");
  }

  @Test
  void namesTheCapabilityThatIsMissing(Netns netns) throws Exception {
    Output output = open(netns, WITHOUT_RIGHTS);

    assertThat(output.lines())
        .singleElement()
        .asString()
        .isEqualTo(
            "MissingPrivilegeException 1 open: operation not permitted (EPERM) - needs"
                + " CAP_NET_ADMIN in the user namespace that owns this network namespace, e.g."
                + " AmbientCapabilities=CAP_NET_ADMIN in the service unit, or run as root");
  }

  @Test
  void saysWhatOpeningAProcesssNamespaceTakes(Netns netns) throws Exception {
    String path = netns.another().path().toString();

    Output output = netns.run(concat(WITHOUT_RIGHTS, java(path))).orFail();

    assertThat(output.text())
        .startsWith("MissingPrivilegeException 13 open: open(" + path + "): access denied (EACCES)")
        .contains("CAP_SYS_PTRACE");
  }

  @Test
  void saysWhatEnteringANamespaceTakes(Netns netns) throws Exception {
    String opened = "exec \"$@\" 3<" + netns.another().path();
    String[] shell = {"sh", "-c", opened, "sh"};

    Output output =
        netns.run(concat(shell, concat(WITHOUT_RIGHTS, java("/proc/self/fd/3")))).orFail();

    assertThat(output.text())
        .startsWith("MissingPrivilegeException 1 open: setns: operation not permitted (EPERM)")
        .contains("CAP_SYS_ADMIN");
  }

  /** Without CAP_SYS_ADMIN there is no private namespace to try the kernel's filters in. */
  @Test
  void leavesToTheKernelWhatDoesNoHarmWhereNothingCanBeTried(Netns netns) throws Exception {
    String[] wrapper = {"setpriv", "--bounding-set", "-sys_admin", "--"};
    String[] program = {"-cp", System.getProperty("java.class.path"), Filtering.class.getName()};

    List<String> lines = netns.run(concat(wrapper, ChildJvm.java(program))).orFail().lines();

    String failure = "probing failed, probe: unshare: operation not permitted (EPERM)";
    assertThat(lines.get(1))
        .startsWith("dump: the kernel takes mark 0x1 - " + failure)
        .contains("CAP_SYS_ADMIN", "by rule");
    assertThat(lines.get(2)).startsWith("process: decides zone 0;");
    assertThat(lines.get(3)).startsWith("flush: the kernel takes nothing - " + failure);
    assertThat(lines.get(4)).isEqualTo("2 flows");
  }

  private static Output open(Netns netns, String... wrapper) throws Exception {
    return netns.run(concat(wrapper, java())).orFail();
  }

  private static String[] java(String... arguments) {
    String[] program = {"-cp", System.getProperty("java.class.path"), Opening.class.getName()};
    return ChildJvm.java(concat(program, arguments));
  }

  /** The program that is run without privilege. */
  static final class Opening {
    private Opening() {}

    /** Opens the namespace that the argument names, or its own, and says what came of it. */
    public static void main(String[] arguments) {
      try (Conntrack conntrack = arguments.length == 0 ? Conntrack.open() : open(arguments[0])) {
        System.out.println(conntrack.table().count() == 0 ? "opened" : "not empty");
      } catch (ConntrackException e) {
        System.out.println(e.getClass().getSimpleName() + " " + e.errno() + " " + e.getMessage());
      }
    }

    private static Conntrack open(String namespace) {
      return NetlinkConntrack.open(
          NetlinkOptions.builder().networkNamespace(Path.of(namespace)).build());
    }
  }

  /** The program that filters a table large enough for trials. */
  static final class Filtering {
    private static final int FLOWS = 20_000;

    private Filtering() {}

    /** Explains a filter, and says how many flows it finds. */
    public static void main(String[] arguments) {
      FlowFilter filter = FlowFilter.mark(1).and(FlowFilter.zone(Zone.DEFAULT));
      try (Conntrack conntrack = Conntrack.open()) {
        for (int i = 0; i < FLOWS; i++) {
          Tuple tuple = Tuple.udp("10.0.0.1", i, "10.0.0.2", 53);
          conntrack
              .table()
              .create(Flow.builder(tuple).timeout(SampleFlows.TIMEOUT).mark(i / 2).build());
        }
        System.out.println(conntrack.table().explain(filter));
        System.out.println(conntrack.table().dump(filter).count() + " flows");
      }
    }
  }
}
