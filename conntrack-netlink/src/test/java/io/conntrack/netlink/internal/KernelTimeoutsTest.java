package io.conntrack.netlink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.conntrack.ConntrackException;
import io.conntrack.IpFamily;
import io.conntrack.MissingPrivilegeException;
import io.conntrack.Protocol;
import io.conntrack.ProtocolTimeouts;
import io.conntrack.TimeoutName;
import io.conntrack.TimeoutPolicies;
import io.conntrack.TimeoutPolicy;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.filter.KernelTrust;
import io.conntrack.netlink.internal.codec.Golden;
import io.conntrack.netlink.internal.codec.WireMessage;
import io.conntrack.netlink.internal.sys.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTimeoutsTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final TimeoutPolicy FAST =
      TimeoutPolicy.of(
          "fast",
          IpFamily.IPV4,
          ProtocolTimeouts.of(Protocol.TCP)
              .with(TimeoutName.TCP_ESTABLISHED, Duration.ofSeconds(601)));

  private final ScriptedKernel first = new ScriptedKernel();
  private final ScriptedKernel second = new ScriptedKernel();
  private final ScriptedSockets sockets = ScriptedKernel.inTurn(first, second);
  private final TimeoutPolicies policies =
      new KernelTimeouts(new OpenDumps(sockets, TIMEOUT, KernelTrust.NOTHING), sockets, TIMEOUT);

  private static ByteBuffer policy(WireMessage request) {
    ByteBuffer message = ByteBuffer.wrap(Golden.of("timeout-object-dump").bytes());
    return message
        .order(ByteOrder.nativeOrder())
        .putInt(8, request.sequence())
        .putInt(12, ScriptedKernel.PORT);
  }

  @Test
  void createsOnlyWhatDoesNotExist() {
    first.acknowledge();

    policies.create(FAST);

    WireMessage request = first.requests().get(0);
    assertThat(request.type()).isEqualTo(0x0800);
    assertThat(request.flags()).isEqualTo(0x605);
    assertThat(request.values())
        .containsEntry("CTA_TIMEOUT_NAME", "6661737400")
        .containsEntry("CTA_TIMEOUT_L3PROTO", "0002")
        .containsEntry("CTA_TIMEOUT_L4PROTO", "06");
    assertThat(first.isClosed()).isTrue();
  }

  @Test
  void replacesOnlyWhatExists() {
    first.reply(KernelTimeoutsTest::policy);
    second.acknowledge();

    policies.update(FAST);

    assertThat(first.requests()).extracting(WireMessage::type).containsExactly(0x0801);
    assertThat(second.requests()).extracting(WireMessage::flags).containsExactly(0x105);
  }

  @Test
  void sendsNoReplacementOfWhatDoesNotExist() {
    first.refuse(Errno.ENOENT);

    assertThatExceptionOfType(ConntrackException.class).isThrownBy(() -> policies.update(FAST));
    assertThat(second.requests()).isEmpty();
  }

  @Test
  void listsPolicies() {
    first.on(
        request -> first.deliver(policy(request), first.answers().done(request.sequence(), 0)));

    assertThat(policies.list()).extracting(TimeoutPolicy::name).containsExactly("short-tcp");
    assertThat(first.isClosed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "name of more than 31 bytes, which are",
        "\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4"
      })
  void sendsNoDeletionWithoutAName(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policies.delete(name))
        .withMessageContaining("\"" + name + "\" is not allowed: 1 to 31 bytes");
    assertThat(first.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2, there is no policy of this name",
    "16, in use: delete the rules that name it first",
  })
  void saysWhyItIsNotDeleted(int errno, String words) {
    first.refuse(errno);

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> policies.delete("fast"))
        .withMessageStartingWith("delete timeout policy fast: ")
        .withMessageEndingWith(words)
        .satisfies(e -> assertThat(e.errno()).isEqualTo(errno));
  }

  @Test
  void saysThatTheKernelHasNoPolicies() {
    first.refuse(Errno.EINVAL);

    assertThatExceptionOfType(UnsupportedByKernelException.class)
        .isThrownBy(policies::list)
        .withMessageContaining("modprobe nfnetlink_cttimeout");
  }

  @Test
  void saysWhichPrivilegeIsMissing() {
    first.refuse(Errno.EPERM);

    assertThatExceptionOfType(MissingPrivilegeException.class)
        .isThrownBy(() -> policies.defaults(Protocol.TCP))
        .withMessageStartingWith("default timeouts of tcp: ");
  }
}
