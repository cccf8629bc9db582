package io.conntrack.netlink.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NetworkNamespaceIT {
  private static final Path OWN = Path.of("/proc/thread-self/ns/net");

  @BeforeAll
  static void requireKernel() {
    KernelAccess.require();
  }

  @Test
  void currentIsThatOfTheThread() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.current()) {
      assertThat(namespace.identity()).isEqualTo(Files.readSymbolicLink(OWN).toString());
    }
  }

  @Test
  void opensAPath() {
    try (NetworkNamespace created = NetworkNamespace.create();
        NetworkNamespace opened = created.call(() -> NetworkNamespace.open(OWN))) {
      assertThat(opened.identity()).isEqualTo(created.identity());
    }
  }

  @Test
  void refusesAFileThatIsNoNetworkNamespace() {
    Set<Integer> before = OpenDescriptors.now();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkNamespace.open(Path.of("/proc/self/ns/uts")))
        .withMessageStartingWith("/proc/self/ns/uts is no network namespace - ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkNamespace.open(Path.of("/dev/null")));
    assertThat(OpenDescriptors.now()).isEqualTo(before);
  }

  @Test
  void namesTheFileItCannotOpen() {
    assertThatExceptionOfType(SystemCallException.class)
        .isThrownBy(() -> NetworkNamespace.open(Path.of("/run/netns/none such")))
        .withMessage("open(/run/netns/none such): no such entry (ENOENT)");
  }

  @Test
  void runsAnActionInAnotherNamespace() {
    String own = currentIdentity();
    try (NetworkNamespace namespace = NetworkNamespace.create()) {
      assertThat(namespace.call(NetworkNamespaceIT::currentIdentity))
          .isEqualTo(namespace.identity())
          .isNotEqualTo(own);
      assertThat(currentIdentity()).isEqualTo(own);
    }
  }

  @Test
  void runsOnTheCallingThreadWhereThatIsInIt() {
    try (NetworkNamespace namespace = NetworkNamespace.current()) {
      assertThat(namespace.call(Thread::currentThread)).isSameAs(Thread.currentThread());
    }
  }

  @Test
  void aSocketStaysWhereItWasOpened() {
    try (NetworkNamespace namespace = NetworkNamespace.create();
        NetlinkSocket inside = namespace.call(NetlinkSocket::open);
        NetworkNamespace other = NetworkNamespace.create();
        NetlinkSocket outside = other.call(NetlinkSocket::open)) {
      Requests.exchange(inside, Requests.createFlow());

      assertThat(Requests.flows(inside)).isEqualTo(1);
      assertThat(Requests.flows(outside)).isZero();
    }
  }

  @Test
  void rethrowsWhatTheActionThrows() {
    try (NetworkNamespace namespace = NetworkNamespace.create()) {
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(
              () ->
                  namespace.call(
                      () -> {
                        throw new UnsupportedOperationException("not today");
                      }))
          .withMessage("not today");
    }
  }

  @Test
  void childProcessesDoNotInheritIt() {
    NetworkNamespace[] namespace = new NetworkNamespace[1];

    Set<Integer> opened = OpenDescriptors.openedBy(() -> namespace[0] = NetworkNamespace.current());

    assertThat(opened).hasSize(1).allMatch(OpenDescriptors::isCloseOnExec);
    namespace[0].close();
    assertThat(OpenDescriptors.now()).doesNotContainAnyElementsOf(opened);
  }

  @Test
  void refusesUseAfterClose() {
    NetworkNamespace namespace = NetworkNamespace.create();
    namespace.close();
    namespace.close();

    assertThatExceptionOfType(DescriptorClosedException.class)
        .isThrownBy(() -> namespace.call(() -> "never"))
        .withMessage("network namespace " + namespace.identity() + " is closed");
  }

  private static String currentIdentity() {
    try (NetworkNamespace current = NetworkNamespace.current()) {
      return current.identity();
    }
  }
}
