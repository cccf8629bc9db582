package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_NAT_DST;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_NAT_SRC;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_MULTI;

import io.conntrack.Flow;
import io.conntrack.FlowView;
import io.conntrack.IpFamily;
import io.conntrack.NatRange;
import io.conntrack.netlink.internal.uapi.CtnlMsgTypes;
import io.conntrack.netlink.internal.uapi.Nfnl;
import io.conntrack.spi.FlowBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Turns flows into messages and back. */
public final class FlowMessages {

  static final int FLOW = Nfnl.NFNL_SUBSYS_CTNETLINK << 8 | CtnlMsgTypes.IPCTNL_MSG_CT_NEW;
  static final long ALL_ATTRIBUTES = -1;

  private static final int CAPACITY = 1 << 18;

  private FlowMessages() {}

  /** Returns the flow in the only message of a buffer. */
  static Flow decode(ByteBuffer datagram) {
    MessageReader message = new MessageReader().wrap(datagram, datagram.capacity());
    message.next();
    return decode(message);
  }

  /** Returns the flow in the message that the reader stands on. */
  static Flow decode(MessageReader message) {
    FlowBuffer flow = new FlowBuffer();
    new FlowDecoder().decode(message, flow);
    return Flow.copyOf(flow);
  }

  /** Returns a buffer of one message with all that a flow has. */
  public static ByteBuffer encode(FlowView flow, ByteOrder order) {
    ByteBuffer buffer = ByteBuffer.allocate(CAPACITY).order(order);
    MessageBuilder message = new MessageBuilder(buffer);
    put(message, 0, flow);
    return buffer.slice(0, message.length()).order(order);
  }

  /** Writes a message as the kernel answers with it. */
  static void put(MessageBuilder message, int sequence, FlowView flow) {
    IpFamily family = flow.original().family();
    message.begin(FLOW, NLM_F_MULTI, sequence, FlowDecoder.familyNumber(family));
    putAttributes(message, flow);
    message.end();
  }

  /** Writes all that a flow has; NAT, which the kernel never sends, comes last. */
  static void putAttributes(MessageBuilder message, FlowView flow) {
    FlowEncoder.put(message, flow, flow.reply(), ALL_ATTRIBUTES);
    NatRange source = flow.sourceNatRange();
    if (source != null) {
      FlowEncoder.putNat(message, CTA_NAT_SRC, source);
    }
    NatRange destination = flow.destinationNatRange();
    if (destination != null) {
      FlowEncoder.putNat(message, CTA_NAT_DST, destination);
    }
  }
}
