package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtattrProtoinfo.CTA_PROTOINFO_SCTP;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfo.CTA_PROTOINFO_TCP;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoSctp.CTA_PROTOINFO_SCTP_STATE;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp.CTA_PROTOINFO_TCP_FLAGS_ORIGINAL;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp.CTA_PROTOINFO_TCP_FLAGS_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp.CTA_PROTOINFO_TCP_STATE;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp.CTA_PROTOINFO_TCP_WSCALE_ORIGINAL;
import static io.conntrack.netlink.internal.uapi.CtattrProtoinfoTcp.CTA_PROTOINFO_TCP_WSCALE_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_LABELS;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_LABELS_MASK;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_MARK;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_MARK_MASK;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_PROTOINFO;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_SEQ_ADJ_ORIG;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_SEQ_ADJ_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_STATUS;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TIMEOUT;

import io.conntrack.Direction;
import io.conntrack.FlowUpdate;
import io.conntrack.Labels;
import io.conntrack.SctpInfo;
import io.conntrack.TcpState;

/** Writes what an update changes, in the order in which the kernel carries it out. */
final class UpdateEncoder {

  private static final int WHOLE_MARK = -1;

  private final MessageBuilder message;
  private final FlowUpdate update;

  UpdateEncoder(MessageBuilder message, FlowUpdate update) {
    this.message = message;
    this.update = update;
  }

  /** Writes the attributes of a flow that has these status bits now. */
  void put(int status) {
    update.helper().ifPresent(name -> FlowEncoder.putHelper(message, name));
    update.timeoutSeconds().ifPresent(seconds -> message.putBe32(CTA_TIMEOUT, (int) seconds));
    if (update.addedStatus().bits() != 0) {
      message.putBe32(CTA_STATUS, status | update.addedStatus().bits());
    }
    putProtocolInfo();
    update.markBits().ifPresent(this::putMark);
    putAdjustment(CTA_SEQ_ADJ_ORIG, Direction.ORIGINAL);
    putAdjustment(CTA_SEQ_ADJ_REPLY, Direction.REPLY);
    update
        .synproxy()
        .ifPresent(
            state ->
                FlowEncoder.putSynproxy(
                    message,
                    state.initialSequence(),
                    state.initialTimestamp(),
                    state.timestampOffset()));
    update.labels().ifPresent(this::putLabels);
  }

  private void putProtocolInfo() {
    boolean flags =
        (update.tcpFlagsMask(Direction.ORIGINAL) | update.tcpFlagsMask(Direction.REPLY)) != 0;
    if (flags
        || update.tcpState().isPresent()
        || update.tcpWindowScale(Direction.ORIGINAL).isPresent()) {
      int info = message.beginNest(CTA_PROTOINFO);
      putTcp();
      message.endNest(info);
    }
    update.sctp().ifPresent(this::putSctp);
  }

  private void putTcp() {
    int tcp = message.beginNest(CTA_PROTOINFO_TCP);
    update.tcpState().map(TcpState::value).ifPresent(this::putTcpState);
    putWindowScale(CTA_PROTOINFO_TCP_WSCALE_ORIGINAL, Direction.ORIGINAL);
    putWindowScale(CTA_PROTOINFO_TCP_WSCALE_REPLY, Direction.REPLY);
    putFlags(CTA_PROTOINFO_TCP_FLAGS_ORIGINAL, Direction.ORIGINAL);
    putFlags(CTA_PROTOINFO_TCP_FLAGS_REPLY, Direction.REPLY);
    message.endNest(tcp);
  }

  private void putTcpState(int state) {
    message.putU8(CTA_PROTOINFO_TCP_STATE, state);
  }

  private void putWindowScale(int type, Direction direction) {
    update.tcpWindowScale(direction).ifPresent(scale -> message.putU8(type, scale));
  }

  private void putFlags(int type, Direction direction) {
    int mask = update.tcpFlagsMask(direction);
    if (mask != 0) {
      message.putTwoU8(type, update.tcpFlags(direction), mask);
    }
  }

  private void putSctp(SctpInfo sctp) {
    int info = message.beginNest(CTA_PROTOINFO);
    int nest = message.beginNest(CTA_PROTOINFO_SCTP);
    message.putU8(CTA_PROTOINFO_SCTP_STATE, sctp.state().value());
    FlowEncoder.putSctpTags(message, sctp.originalTag(), sctp.replyTag());
    message.endNest(nest);
    message.endNest(info);
  }

  private void putMark(int mark) {
    message.putBe32(CTA_MARK, mark);
    if (update.markMask() != WHOLE_MARK) {
      message.putBe32(CTA_MARK_MASK, update.markMask());
    }
  }

  private void putAdjustment(int type, Direction direction) {
    update
        .sequenceAdjustment(direction)
        .ifPresent(adjustment -> FlowEncoder.putAdjustment(message, type, adjustment));
  }

  /** All 16 bytes of both, because the kernel clears what is not given. */
  private void putLabels(Labels labels) {
    Labels mask = update.labelsMask();
    message.putHostWords(CTA_LABELS, labels.low(), labels.high());
    message.putHostWords(CTA_LABELS_MASK, mask.low(), mask.high());
  }
}
