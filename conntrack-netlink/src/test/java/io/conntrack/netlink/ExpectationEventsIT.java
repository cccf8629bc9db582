package io.conntrack.netlink;

import static io.conntrack.EventType.DESTROY;
import static io.conntrack.EventType.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackEvent;
import io.conntrack.EventOptions;
import io.conntrack.EventStream;
import io.conntrack.Expectation;
import io.conntrack.ExpectationEvent;
import io.conntrack.FlowEvent;
import io.conntrack.FlowFilter;
import io.conntrack.LossPolicy;
import io.conntrack.Protocol;
import io.conntrack.Resynced;
import io.conntrack.netlink.testing.KernelTest;
import io.conntrack.netlink.testing.Netns;
import io.conntrack.netlink.testing.TcpConnection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events tell what is expected, and when no longer. */
@KernelTest
class ExpectationEventsIT {

  private Conntrack conntrack;

  @BeforeEach
  void open(Netns netns) throws Exception {
    conntrack = Conntrack.open();
    netns.nft(
        """
        table inet helper {
          ct helper ftp {
            type "ftp" protocol tcp
          }
          chain output {
            type filter hook output priority 0
            tcp dport 21 ct helper set "ftp"
          }
        }
        """);
  }

  @AfterEach
  void close() {
    conntrack.close();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, PASV, '227 Entering Passive Mode (127,0,0,1,195,80)'",
    "::1, EPSV, 229 Entering Extended Passive Mode (|||50000|)"
  })
  void followsAnFtpTransfer(String address, String command, String answer) throws Exception {
    EventOptions options =
        EventOptions.of(NEW)
            .expectations(NEW, DESTROY)
            .filter(FlowFilter.protocol(Protocol.TCP)); // expectations come whatever the filter
    try (EventStream events = conntrack.events(options);
        TcpConnection control = TcpConnection.open(address, 21)) {
      control.answer("220 ready\r\n");
      control.request(command + "\r\n");
      control.answer(answer + "\r\n");
      try (TcpConnection data = TcpConnection.open(address, 50_000)) {
        List<ConntrackEvent> all = Drained.of(events);

        List<ConntrackEvent> expectations = all.subList(1, all.size() - 1);
        assertThat(all.get(0)).isInstanceOf(FlowEvent.class);
        assertThat(expectations) // on the loopback interface the helper meets a packet twice
            .extracting(event -> ((ExpectationEvent) event).type())
            .containsExactly(NEW, DESTROY, NEW, DESTROY);
        ExpectationEvent made = (ExpectationEvent) expectations.get(2);
        ExpectationEvent fulfilled = (ExpectationEvent) expectations.get(3);
        Expectation expectation = made.expectation();
        assertThat(made.portId()).isZero();
        assertThat(expectation.master()).isEqualTo(control.original());
        assertThat(expectation.tuple().destination()).isEqualTo(data.original().destination());
        assertThat(expectation.tuple().destinationPort()).isEqualTo(50_000);
        assertThat(expectation.mask().sourcePort()).isZero();
        assertThat(expectation.helper()).contains("ftp");
        assertThat(expectation.timeout()).contains(Duration.ofMinutes(5));
        assertThat(expectation.nat()).isEmpty();
        assertThat(fulfilled.expectation().id()).isPresent().isEqualTo(expectation.id());
        assertThat(((FlowEvent) all.get(5)).flow().master()).contains(control.original());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void showsExpectationsInAResync(boolean withFlows) throws Exception {
    EventOptions options =
        (withFlows ? EventOptions.of(NEW) : EventOptions.of())
            .expectations(NEW, DESTROY)
            .buffer(1, 1)
            .policy(LossPolicy.RESYNC);
    try (EventStream events = conntrack.events(options);
        TcpConnection control = TcpConnection.open("127.0.0.1", 21)) {
      control.answer("220 ready\r\n");
      for (int port = 80; port < 83; port++) { // each one replaces the one before
        control.request("PASV\r\n");
        control.answer("227 Entering Passive Mode (127,0,0,1,195," + port + ")\r\n");
      }

      List<ConntrackEvent> all = Drained.until(events, Resynced.class::isInstance);

      Resynced end = (Resynced) all.get(all.size() - 1);
      assertThat(end.expectations()).isEqualTo(1);
      assertThat(end.flows()).isEqualTo(withFlows ? 1 : 0);
      assertThat(all.get(all.size() - 2))
          .isInstanceOfSatisfying(
              ExpectationEvent.class,
              event -> {
                assertThat(event.isResync()).isTrue();
                assertThat(event.expectation().tuple().destinationPort()).isEqualTo(195 << 8 | 82);
              });
    }
  }
}
