package io.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcpInfoTest {

  @Test
  void ofAStateHasNoPeers() {
    TcpInfo info = TcpInfo.of(TcpState.CLOSE);

    assertThat(info.state()).isEqualTo(TcpState.CLOSE);
    assertThat(info.peer(Direction.ORIGINAL)).isEmpty();
    assertThat(info.peer(Direction.REPLY)).isEmpty();
  }

  @Test
  void givesThePeerOfADirection() {
    TcpInfo.Peer originator = new TcpInfo.Peer(7, TcpInfo.Peer.WINDOW_SCALE, 0);
    TcpInfo.Peer responder = new TcpInfo.Peer(8, TcpInfo.Peer.LIBERAL, 255);

    TcpInfo info = new TcpInfo(null, originator, responder);

    assertThat(info.peer(Direction.ORIGINAL)).contains(originator);
    assertThat(info.peer(Direction.REPLY)).contains(responder);
  }

  @ParameterizedTest
  @CsvSource({"256, 0, 0", "-1, 0, 0", "0, 256, 0", "0, -1, 0", "0, 0, 256", "0, 0, -1"})
  void refusesAPeerThatDoesNotFit(int scale, int flags, int mask) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TcpInfo.Peer(scale, flags, mask))
        .withMessage(
            "TCP window scale %d, flags %d, mask %d: each must be 0 to 255", scale, flags, mask);
  }
}
