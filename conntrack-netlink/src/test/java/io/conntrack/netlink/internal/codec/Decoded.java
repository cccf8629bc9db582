package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_DONE;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_ERROR;

import io.conntrack.netlink.internal.uapi.CtnlExpMsgTypes;
import io.conntrack.netlink.internal.uapi.CtnlMsgTypes;
import io.conntrack.netlink.internal.uapi.Nfnl;
import io.conntrack.spi.ExpectationBuffer;
import io.conntrack.spi.FlowBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Says in words what the decoders read out of a datagram. */
final class Decoded {

  private static final int STATISTICS =
      Nfnl.NFNL_SUBSYS_CTNETLINK << 8 | CtnlMsgTypes.IPCTNL_MSG_CT_GET_STATS;

  private static final int EXPECTATION_NEW =
      Nfnl.NFNL_SUBSYS_CTNETLINK_EXP << 8 | CtnlExpMsgTypes.IPCTNL_MSG_EXP_NEW;
  private static final int EXPECTATION_DELETE =
      Nfnl.NFNL_SUBSYS_CTNETLINK_EXP << 8 | CtnlExpMsgTypes.IPCTNL_MSG_EXP_DELETE;

  private final FlowDecoder flows = new FlowDecoder();
  private final ExpectationDecoder expectations = new ExpectationDecoder();
  private final StatisticsDecoder statistics = new StatisticsDecoder();
  private final ErrorReply errors = new ErrorReply();

  private Decoded() {}

  /** Returns a text for each message in the first {@code length} bytes. */
  static List<String> texts(ByteBuffer datagram, int length) {
    Decoded decoded = new Decoded();
    MessageReader message = new MessageReader().wrap(datagram, length);
    List<String> texts = new ArrayList<>();
    while (message.next()) {
      texts.add(head(message) + "\n" + decoded.body(message));
    }
    return texts;
  }

  private static String head(MessageReader message) {
    return "type 0x%x flags 0x%x sequence %s port %s"
        .formatted(
            message.type(),
            message.flags(),
            Integer.toUnsignedString(message.sequence()),
            Integer.toUnsignedString(message.portId()));
  }

  private String body(MessageReader message) {
    return switch (message.type()) {
      case NLMSG_ERROR, NLMSG_DONE -> error(message);
      case STATISTICS -> statistics(message);
      case EXPECTATION_NEW, EXPECTATION_DELETE -> expectation(message);
      default -> flow(message);
    };
  }

  private String error(MessageReader message) {
    String explanation = errors.explanation(message);
    return "errno "
        + errors.errno(message)
        + (explanation.isEmpty() ? "" : "\nexplanation " + explanation);
  }

  private String statistics(MessageReader message) {
    statistics.decode(message);
    return "count " + statistics.count() + "\nlimit " + statistics.limit();
  }

  private String flow(MessageReader message) {
    FlowBuffer flow = new FlowBuffer();
    flows.decode(message, flow);
    return FlowText.of(flow);
  }

  private String expectation(MessageReader message) {
    ExpectationBuffer expectation = new ExpectationBuffer();
    expectations.decode(message, expectation);
    return ExpectationText.of(expectation);
  }
}
