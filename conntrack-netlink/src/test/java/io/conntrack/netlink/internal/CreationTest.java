package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.conntrack.ConntrackException;
import io.conntrack.Flow;
import io.conntrack.FlowExistsException;
import io.conntrack.FlowNotFoundException;
import io.conntrack.Flows;
import io.conntrack.MissingPrivilegeException;
import io.conntrack.Tuple;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.netlink.internal.codec.KernelAnswers;
import io.conntrack.netlink.internal.codec.WireMessage;
import io.conntrack.netlink.internal.sys.Errno;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CreationTest {

  private static final Flow FLOW = Flows.tcp().build();
  private static final String CREATE = "create " + FLOW.original() + ": ";

  private final ScriptedKernel kernel = new ScriptedKernel();
  private final KernelAnswers answers = kernel.answers();
  private final KernelTable table =
      new KernelTable(ScriptedKernel.inTurn(kernel), Duration.ofSeconds(5));

  @Test
  void createsAFlow() {
    kernel.acknowledge();

    table.create(FLOW);

    assertThat(kernel.requests()).extracting(WireMessage::type).containsExactly(0x0100);
  }

  @Test
  void wantsATimeout() {
    Flow flow = Flow.builder(FLOW.original()).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.create(flow))
        .withMessageStartingWith(CREATE + "the timeout is absent - ");
    assertThat(kernel.requests()).isEmpty();
  }

  @Test
  void wantsAHelperNameThatTheKernelCanHold() {
    kernel.acknowledge();
    table.create(Flows.tcp().helper("a".repeat(15)).build());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.create(Flows.tcp().helper("a".repeat(16)).build()))
        .withMessageContaining("longer than 15 characters");
    assertThat(kernel.requests()).hasSize(1);
  }

  @Test
  void namesTheFlowThatIsInTheWay() {
    kernel.refuse(Errno.EEXIST);
    kernel.reply(request -> answers.flow(request.sequence(), FLOW));

    assertThatExceptionOfType(FlowExistsException.class)
        .isThrownBy(() -> table.create(FLOW))
        .withMessage(CREATE + "already exists (EEXIST) - it collides with the flow " + FLOW);
  }

  @Test
  void looksForTheFlowInTheWayOfTheReplyToo() {
    Flow other = Flows.udp().build();
    kernel.refuse(Errno.EEXIST).refuse(Errno.ENOENT);
    kernel.reply(request -> answers.flow(request.sequence(), other));

    assertThatExceptionOfType(FlowExistsException.class)
        .isThrownBy(() -> table.create(FLOW))
        .withMessageEndingWith("it collides with the flow " + other);
    assertThat(kernel.requests().get(2).values())
        .containsEntry("CTA_TUPLE_ORIG/CTA_TUPLE_IP/CTA_IP_V4_SRC", "c00002c8");
  }

  @Test
  void saysThatSomethingIsInTheWayThatCannotBeFound() {
    kernel.refuse(Errno.EEXIST).refuse(Errno.ENOENT).refuse(Errno.ENOENT);

    assertThatExceptionOfType(FlowExistsException.class)
        .isThrownBy(() -> table.create(FLOW))
        .withMessageEndingWith("its reply tuple, or the port that NAT needs, is taken");
  }

  @Test
  void namesTheMasterThatIsMissing() {
    Tuple master = Tuple.tcp("192.0.2.1", 45000, "192.0.2.2", 21);
    kernel.refuse(Errno.ENOENT);

    assertThatExceptionOfType(FlowNotFoundException.class)
        .isThrownBy(() -> table.create(Flows.tcp().master(master).build()))
        .withMessageEndingWith("its master " + master + " is not in the table");
  }

  @Test
  void namesTheHelperThatIsUnknown() {
    kernel.refuse(Errno.EOPNOTSUPP);

    assertThatExceptionOfType(UnsupportedByKernelException.class)
        .isThrownBy(() -> table.create(Flows.tcp().helper("ftp").build()))
        .withMessageEndingWith(
            "the kernel knows no helper \"ftp\" for tcp over ipv4: load its module, e.g."
                + " \"modprobe nf_conntrack_ftp\"");
  }

  @Test
  void tellsAFullTableFromShortMemory() {
    kernel.refuse(Errno.ENOMEM);
    kernel.reply(request -> answers.statistics(request.sequence(), 100, 100));
    kernel.reply(request -> answers.statistics(request.sequence(), 100, 100));
    kernel.refuse(Errno.ENOMEM);
    kernel.reply(request -> answers.statistics(request.sequence(), 99, 100));
    kernel.reply(request -> answers.statistics(request.sequence(), 99, 100));

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> table.create(FLOW))
        .withMessageContaining("the table is full: 100 flows of 100")
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENOMEM));
    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> table.create(FLOW))
        .withMessageContaining("the kernel is short of memory");
  }

  @Test
  void passesOnOtherRefusals() {
    kernel.refuse(Errno.EPERM);
    kernel.reply(
        request -> answers.refusal(request.sequence(), Errno.EINVAL, "Attribute is bad", 20));

    assertThatExceptionOfType(MissingPrivilegeException.class).isThrownBy(() -> table.create(FLOW));
    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> table.create(FLOW))
        .withMessageStartingWith(CREATE + "invalid argument (EINVAL): Attribute is bad at request");
  }
}
