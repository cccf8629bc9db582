package io.conntrack.netlink.internal.sys;

import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_GET_STATS;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_REQUEST;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Requests of few bytes, made without the codec, which stands on this package. */
final class Requests {
  static final int STATISTICS_LENGTH = 20;
  static final int STATISTICS_ANSWER_LENGTH = 36;
  static final int STATISTICS_ANSWER_TYPE = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_GET_STATS;

  private static final int ENTRIES = 24; // the number in CTA_STATS_GLOBAL_ENTRIES

  // tcp 192.0.2.1:51000 > 192.0.2.2:443 with an acknowledgement, little endian; captured
  private static final String CREATE_FLOW =
      "c4000000000105063fcd036b00000000020000003400018014000180080001"
          + "00c000020108000200c00002021c000280050001000600000006000200c738"
          + "00000600030001bb0000340002801400018008000100c000020208000200c0"
          + "0002011c00028005000100060000000600020001bb000006000300c7380000"
          + "0800070000000258080003000000000e300004802c00018005000100030000"
          + "0005000200070000000500030007000000060004000b0b0000060005000b0b"
          + "00000800080000000042";

  private Requests() {}

  /** Returns a datagram of requests for the number of flows. */
  static NativeBuffer statistics(int messages) {
    NativeBuffer datagram = NativeBuffer.allocate(messages * STATISTICS_LENGTH);
    ByteBuffer bytes = datagram.buffer();
    while (bytes.hasRemaining()) {
      bytes.putInt(STATISTICS_LENGTH).putShort((short) STATISTICS_ANSWER_TYPE);
      bytes.putShort((short) NLM_F_REQUEST).putInt(0).putInt(0).putInt(0);
    }
    return datagram;
  }

  /** Returns a request to create a flow. */
  static NativeBuffer createFlow() {
    byte[] bytes = HexFormat.of().parseHex(CREATE_FLOW);
    NativeBuffer datagram = NativeBuffer.allocate(bytes.length);
    datagram.buffer().put(bytes);
    return datagram;
  }

  /** Sends a request, and receives the answer. */
  static NativeBuffer exchange(NetlinkSocket socket, NativeBuffer request) {
    NativeBuffer answer = NativeBuffer.allocate(4096);
    socket.send(request, request.capacity());
    answer.buffer().limit(socket.receive(answer, NetlinkSocket.NO_DEADLINE));
    return answer;
  }

  /** Returns how many flows there are in the namespace of a socket. */
  static int flows(NetlinkSocket socket) {
    return Integer.reverseBytes(exchange(socket, statistics(1)).buffer().getInt(ENTRIES));
  }
}
