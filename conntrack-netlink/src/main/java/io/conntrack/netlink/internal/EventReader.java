package io.conntrack.netlink.internal;

import static io.conntrack.netlink.internal.uapi.CtnlExpMsgTypes.IPCTNL_MSG_EXP_DELETE;
import static io.conntrack.netlink.internal.uapi.CtnlExpMsgTypes.IPCTNL_MSG_EXP_NEW;
import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_DELETE;
import static io.conntrack.netlink.internal.uapi.CtnlMsgTypes.IPCTNL_MSG_CT_NEW;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK;
import static io.conntrack.netlink.internal.uapi.Nfnl.NFNL_SUBSYS_CTNETLINK_EXP;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_CREATE;

import io.conntrack.EventType;
import io.conntrack.ExpectationView;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import io.conntrack.MalformedMessageException;
import io.conntrack.netlink.internal.codec.ExpectationDecoder;
import io.conntrack.netlink.internal.codec.FlowDecoder;
import io.conntrack.netlink.internal.codec.MessageReader;
import io.conntrack.spi.ExpectationBuffer;
import io.conntrack.spi.FlowBuffer;
import java.nio.ByteBuffer;

/** Reads the events in datagrams. Not thread-safe; allocates nothing but for malformed bytes. */
final class EventReader {

  /** What a step came to. */
  enum Step {
    /** The end of the datagram. */
    END,
    /** A flow that the filter selects. */
    FLOW,
    /** An expectation. */
    EXPECTATION,
    /** Bytes that are no event; the rest of the datagram is skipped. */
    UNREADABLE
  }

  private static final int CT_NEW = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_NEW;
  private static final int CT_DELETE = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_DELETE;
  private static final int EXP_NEW = NFNL_SUBSYS_CTNETLINK_EXP << 8 | IPCTNL_MSG_EXP_NEW;
  private static final int EXP_DELETE = NFNL_SUBSYS_CTNETLINK_EXP << 8 | IPCTNL_MSG_EXP_DELETE;

  private final FlowFilter filter;
  private final MessageReader messages = new MessageReader();
  private final FlowDecoder flows = new FlowDecoder();
  private final ExpectationDecoder expectations = new ExpectationDecoder();
  private final FlowBuffer flow = new FlowBuffer();
  private final ExpectationBuffer expectation = new ExpectationBuffer();
  private boolean hasMessage;
  private int unread; // bytes of a datagram in which no message was found so far
  private EventType type = EventType.NEW;

  /** Makes a reader that skips flows which the filter does not select. */
  EventReader(FlowFilter filter) {
    this.filter = filter;
  }

  /** Goes to the start of a datagram; an empty one is skipped. */
  void wrap(ByteBuffer datagram) {
    messages.wrap(datagram, datagram.limit());
    unread = datagram.limit();
    hasMessage = false;
  }

  /** Steps to the next event. */
  Step next() {
    try {
      while (messages.next()) {
        hasMessage = true;
        Step step = decode();
        if (step != Step.END) {
          return step;
        }
      }
    } catch (MalformedMessageException e) {
      return unreadable();
    }
    return hasMessage || unread == 0 ? Step.END : unreadable();
  }

  private Step unreadable() {
    messages.clear();
    unread = 0;
    return Step.UNREADABLE;
  }

  /** Decodes a message; {@link Step#END} if it is of no interest. */
  private Step decode() {
    switch (messages.type()) {
      case CT_NEW ->
          type = (messages.flags() & NLM_F_CREATE) != 0 ? EventType.NEW : EventType.UPDATE;
      case CT_DELETE -> type = EventType.DESTROY;
      case EXP_NEW -> {
        type = EventType.NEW;
        return decodeExpectation();
      }
      case EXP_DELETE -> {
        type = EventType.DESTROY;
        return decodeExpectation();
      }
      default -> {
        return Step.END;
      }
    }
    flows.decode(messages, flow);
    return filter.test(flow) ? Step.FLOW : Step.END;
  }

  private Step decodeExpectation() {
    expectations.decode(messages, expectation);
    return Step.EXPECTATION;
  }

  /** Returns what happened. */
  EventType type() {
    return type;
  }

  /** Returns the port id of the requester, 0 if no request caused it. */
  int portId() {
    return messages.portId();
  }

  /** Returns the flow, valid until the next step. */
  FlowView flow() {
    return flow;
  }

  /** Returns the expectation, valid until the next step. */
  ExpectationView expectation() {
    return expectation;
  }
}
