package io.conntrack.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackClosedException;
import io.conntrack.ConntrackException;
import io.conntrack.Flow;
import io.conntrack.IpFamily;
import io.conntrack.Protocol;
import io.conntrack.ProtocolTimeouts;
import io.conntrack.TimeoutName;
import io.conntrack.TimeoutPolicies;
import io.conntrack.TimeoutPolicy;
import io.conntrack.Tuple;
import io.conntrack.UnsupportedByKernelException;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import io.conntrack.netlink.testing.UdpExchange;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@KernelTest
class TimeoutPoliciesIT {

  private static final ProtocolTimeouts TCP =
      ProtocolTimeouts.of(Protocol.TCP)
          .with(TimeoutName.TCP_ESTABLISHED, Duration.ofSeconds(601))
          .with(TimeoutName.TCP_CLOSE, Duration.ZERO);
  private static final TimeoutPolicy FAST = TimeoutPolicy.of("fast", IpFamily.IPV4, TCP);

  private Conntrack conntrack;
  private TimeoutPolicies policies;

  @BeforeEach
  void open() {
    conntrack = Conntrack.open();
    policies = conntrack.timeoutPolicies();
  }

  @AfterEach
  void close() {
    conntrack.close();
  }

  /** All that the kernel has timeouts of, by its own account. */
  static List<Protocol> protocols() {
    return List.of(
        Protocol.TCP,
        Protocol.UDP,
        Protocol.UDPLITE,
        Protocol.GRE,
        Protocol.ICMP,
        Protocol.ICMPV6,
        Protocol.SCTP,
        TimeoutName.GENERIC_PROTOCOL);
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void createsReadsChangesAndDeletesPoliciesOfEachProtocol(Protocol protocol) {
    ProtocolTimeouts first = numbered(protocol, 100);
    TimeoutPolicy policy = TimeoutPolicy.of("p", IpFamily.IPV6, first);
    policies.create(policy);
    assertThat(policies.get("p")).contains(policy);
    assertThat(policies.list()).containsExactly(policy);
    assertThat(policies.list().get(0).uses()).hasValue(1);

    TimeoutPolicy changed = TimeoutPolicy.of("p", IpFamily.IPV6, numbered(protocol, 200));
    policies.update(changed);
    assertThat(policies.get("p")).contains(changed);

    policies.delete("p");
    assertThat(policies.list()).isEmpty();
    assertThat(policies.get("p")).isEmpty();
  }

  /** Names each timeout that we know, so that one the kernel does not know would be missed. */
  private static ProtocolTimeouts numbered(Protocol protocol, int first) {
    ProtocolTimeouts timeouts = ProtocolTimeouts.of(protocol);
    for (TimeoutName name : TimeoutName.of(protocol)) {
      timeouts = timeouts.with(name, Duration.ofSeconds(first + name.number()));
    }
    return timeouts;
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void setsDefaultsOfEachProtocol(Protocol protocol) {
    ProtocolTimeouts all = numbered(protocol, 300);
    policies.setDefaults(all);

    assertThat(policies.defaults(protocol)).isEqualTo(all);
  }

  @Test
  void leavesDefaultsAloneThatAreNotSet(Netns netns) throws Exception {
    ProtocolTimeouts before = policies.defaults(Protocol.UDP);
    policies.setDefaults(
        ProtocolTimeouts.of(Protocol.UDP).with(TimeoutName.UDP_UNREPLIED, Duration.ofSeconds(7)));

    assertThat(policies.defaults(Protocol.UDP))
        .isEqualTo(before.with(TimeoutName.UDP_UNREPLIED, Duration.ofSeconds(7)));
    assertThat(netns.sysctl("net.netfilter.nf_conntrack_udp_timeout")).isEqualTo(7);
  }

  @Test
  void takesDefaultsForWhatAPolicyLacks() {
    policies.create(FAST);

    ProtocolTimeouts created = policies.get("fast").orElseThrow().timeouts();

    assertThat(created.value(TimeoutName.TCP_ESTABLISHED)).contains(Duration.ofSeconds(601));
    assertThat(created.value(TimeoutName.TCP_CLOSE)).contains(Duration.ZERO);
    assertThat(created.value(TimeoutName.TCP_FIN_WAIT))
        .isEqualTo(policies.defaults(Protocol.TCP).value(TimeoutName.TCP_FIN_WAIT));
  }

  @Test
  void refusesASecondOneOfTheSameName() {
    policies.create(FAST);

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> policies.create(FAST))
        .withMessageStartingWith("create timeout policy fast: ")
        .withMessageContaining("(EEXIST) - a policy of this name exists");
  }

  @Test
  void saysThatThereIsNoneOfThatName() {
    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> policies.update(FAST))
        .withMessageStartingWith("update timeout policy fast: ")
        .withMessageContaining("(ENOENT) - there is no policy of this name");
    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> policies.delete("fast"))
        .withMessageStartingWith("delete timeout policy fast: ");
    assertThat(policies.list()).isEmpty();
  }

  @Test
  void doesNotMakeAPolicyOneOfAnotherProtocol() {
    policies.create(FAST);
    TimeoutPolicy other =
        TimeoutPolicy.of("fast", IpFamily.IPV4, ProtocolTimeouts.of(Protocol.UDP));

    assertThatExceptionOfType(ConntrackException.class)
        .isThrownBy(() -> policies.update(other))
        .withMessageContaining("(EINVAL) - the policy is for another family or protocol");
    assertThat(policies.get("fast").orElseThrow().protocol()).isEqualTo(Protocol.TCP);
  }

  @Test
  void saysThatTheKernelHasNoTimeoutsOfAProtocol() {
    ProtocolTimeouts esp = ProtocolTimeouts.of(Protocol.of(50));

    assertThatExceptionOfType(UnsupportedByKernelException.class)
        .isThrownBy(() -> policies.create(TimeoutPolicy.of("esp", IpFamily.IPV4, esp)))
        .withMessageContaining("no timeouts of that protocol");
    assertThatExceptionOfType(UnsupportedByKernelException.class)
        .isThrownBy(() -> policies.defaults(Protocol.of(50)));
  }

  @Test
  void refusesWhatWouldWrapAround() {
    ProtocolTimeouts long1 = TCP.with(TimeoutName.TCP_ESTABLISHED, Duration.ofSeconds(4_294_968));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> policies.create(TimeoutPolicy.of("long", IpFamily.IPV4, long1)))
        .withMessageContaining("4294968 seconds is out of range: 0 to 4294967");
  }

  @Test
  void keepsTheLongestOneExactly() {
    Duration longest = Duration.ofSeconds(4_294_967);
    policies.setDefaults(TCP.with(TimeoutName.TCP_ESTABLISHED, longest));

    assertThat(policies.defaults(Protocol.TCP).value(TimeoutName.TCP_ESTABLISHED))
        .contains(longest);
  }

  @Test
  void keepsNamespacesApart(Netns netns) throws Exception {
    policies.create(FAST);
    try (Conntrack other = netns.another().call(Conntrack::open)) {
      assertThat(other.timeoutPolicies().list()).isEmpty();
    }
  }

  @Test
  void refusesUseAfterClose() {
    conntrack.close();

    assertThatExceptionOfType(ConntrackClosedException.class).isThrownBy(policies::list);
    assertThatExceptionOfType(ConntrackClosedException.class)
        .isThrownBy(() -> policies.get("fast"));
  }

  /** The objects of nft give flows their timeouts, and are no policies of this kind. */
  @Test
  void seesWhatARuleOfNftGivesToAFlowButNotItsPolicy(Netns netns) throws Exception {
    netns.nft(
        """
        table ip timeouts {
          ct timeout slow { protocol udp; l3proto ip; policy = { unreplied : 7000, replied : 9000 }; }
          chain output {
            type filter hook output priority 0
            ct timeout set "slow"
          }
        }
        """);
    Tuple sent = send();

    try (Stream<Flow> flows = conntrack.table().dump()) {
      assertThat(
              flows
                  .filter(flow -> flow.original().equals(sent))
                  .findFirst()
                  .orElseThrow()
                  .timeout())
          .hasValueSatisfying(left -> assertThat(left).isGreaterThan(Duration.ofSeconds(6001)));
    }
    assertThat(policies.list()).isEmpty();
  }

  /** What the next packet of a flow gets is the default of that moment. */
  @Test
  void givesFlowsOfPacketsTheDefaults() throws Exception {
    policies.setDefaults(
        ProtocolTimeouts.of(Protocol.UDP)
            .with(TimeoutName.UDP_UNREPLIED, Duration.ofSeconds(5001)));
    Tuple sent = send();

    assertThat(conntrack.table().get(sent).orElseThrow().timeout())
        .hasValueSatisfying(left -> assertThat(left).isGreaterThan(Duration.ofSeconds(4001)));
  }

  /** Lets a datagram begin a flow, and returns its tuple. */
  private static Tuple send() throws Exception {
    try (UdpExchange exchange = UdpExchange.open("127.0.0.1", 5000)) {
      exchange.request(1);
      return exchange.original();
    }
  }
}
