package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_COUNTERS_ORIG;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_COUNTERS_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_HELP;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_ID;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_LABELS;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_MARK;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_NAT_DST;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_NAT_SRC;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_PROTOINFO;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_SECCTX;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_SEQ_ADJ_ORIG;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_SEQ_ADJ_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_STATUS;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_SYNPROXY;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TIMEOUT;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TIMESTAMP;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TIMESTAMP_EVENT;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TUPLE_MASTER;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TUPLE_ORIG;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_TUPLE_REPLY;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_USE;
import static io.conntrack.netlink.internal.uapi.CtattrType.CTA_ZONE;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_HDRLEN;

import io.conntrack.Direction;
import io.conntrack.IpFamily;
import io.conntrack.MalformedMessageException;
import io.conntrack.netlink.internal.uapi.CtattrType;
import io.conntrack.spi.FlowBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads a flow out of a ctnetlink message, {@code enum ctattr_type} (uapi {@code
 * linux/netfilter/nfnetlink_conntrack.h}).
 *
 * <p>Attributes that it does not know are skipped, so that a newer kernel does not break it. A
 * known attribute that is too short is malformed, but an empty one is padding before a 64-bit
 * value, as some processors need it. Not thread-safe.
 */
public final class FlowDecoder {

  /** {@code struct nfgenmsg} behind the message header: family, version, resource id. */
  private static final int FAMILY = NLMSG_HDRLEN;

  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int ORIGINAL_SEEN = 1;
  private static final int REPLY_SEEN = 2;

  private final AttributeReader attributes = new AttributeReader(CtattrType.NAMES);
  private final TupleDecoder tuples = new TupleDecoder();
  private final FlowDetails details = new FlowDetails();

  /** Makes a decoder. */
  public FlowDecoder() {}

  /** Returns the family number of the message header for a family. */
  public static int familyNumber(IpFamily family) {
    return family == IpFamily.IPV4 ? AF_INET : AF_INET6;
  }

  /**
   * Reads the message that the reader stands on.
   *
   * @throws MalformedMessageException if its bytes do not follow the protocol, or a tuple is
   *     missing; {@code flow} is then of no use
   */
  public void decode(MessageReader message, FlowBuffer flow) {
    flow.clearAttributes();
    ByteBuffer bytes = message.bytes();
    IpFamily family = family(message);
    int from = message.start() + MessageBuilder.HEADER_LENGTH;
    int seen = 0;
    if (bytes.order() == ByteOrder.LITTLE_ENDIAN) {
      int behindTuples = UsualLayout.decodeTuples(bytes, from, message.end(), family, flow);
      if (behindTuples != from) {
        seen = ORIGINAL_SEEN | REPLY_SEEN;
        from = UsualLayout.decodeRest(bytes, behindTuples, message.end(), flow);
      }
    }
    if (seen == 0 || from < message.end()) {
      decodeEach(attributes.wrap(bytes, message.start(), from, message.end()), family, seen, flow);
    }
  }

  private void decodeEach(
      AttributeReader attribute, IpFamily family, int alreadySeen, FlowBuffer flow) {
    int seen = alreadySeen;
    while (attribute.next()) {
      if (attribute.length() == 0) {
        continue;
      }
      switch (attribute.type()) {
        case CTA_TUPLE_ORIG -> {
          decodeTuple(attribute, family, Direction.ORIGINAL, flow);
          seen |= ORIGINAL_SEEN;
        }
        case CTA_TUPLE_REPLY -> {
          decodeTuple(attribute, family, Direction.REPLY, flow);
          seen |= REPLY_SEEN;
        }
        case CTA_STATUS -> flow.status(attribute.be32());
        case CTA_TIMEOUT -> flow.timeout(attribute.be32());
        case CTA_MARK -> flow.mark(attribute.be32());
        case CTA_ID -> flow.id(attribute.be32());
        case CTA_USE -> flow.use(attribute.be32());
        case CTA_ZONE -> flow.zone(attribute.be16());
        case CTA_PROTOINFO -> details.decodeProtocolInfo(attribute, flow);
        case CTA_COUNTERS_ORIG -> details.decodeCounters(attribute, Direction.ORIGINAL, flow);
        case CTA_COUNTERS_REPLY -> details.decodeCounters(attribute, Direction.REPLY, flow);
        case CTA_TIMESTAMP -> details.decodeTimes(attribute, flow);
        case CTA_TIMESTAMP_EVENT -> flow.eventTime(attribute.be64());
        case CTA_HELP -> details.decodeHelper(attribute, flow);
        case CTA_LABELS -> details.decodeLabels(attribute, flow);
        case CTA_SECCTX -> details.decodeSecurityContext(attribute, flow);
        case CTA_TUPLE_MASTER -> tuples.decode(attribute, family, flow.master());
        case CTA_SEQ_ADJ_ORIG -> details.decodeAdjustment(attribute, Direction.ORIGINAL, flow);
        case CTA_SEQ_ADJ_REPLY -> details.decodeAdjustment(attribute, Direction.REPLY, flow);
        case CTA_SYNPROXY -> details.decodeSynproxy(attribute, flow);
        case CTA_NAT_SRC -> flow.sourceNat(details.decodeNat(attribute, family));
        case CTA_NAT_DST -> flow.destinationNat(details.decodeNat(attribute, family));
        default -> {}
      }
    }
    if (seen != (ORIGINAL_SEEN | REPLY_SEEN)) {
      throw attribute.malformed("flow lacks its original or reply tuple");
    }
  }

  static IpFamily family(MessageReader message) {
    if (message.length() < MessageBuilder.HEADER_LENGTH) {
      throw new MalformedMessageException(
          NLMSG_HDRLEN,
          "",
          "expected "
              + MessageBuilder.HEADER_LENGTH
              + " bytes of headers, found "
              + message.length());
    }
    int number = message.bytes().get(message.start() + FAMILY) & 0xff;
    if (number != AF_INET && number != AF_INET6) {
      throw new MalformedMessageException(
          FAMILY, "", "address family " + number + " is neither IPv4 nor IPv6");
    }
    return number == AF_INET ? IpFamily.IPV4 : IpFamily.IPV6;
  }

  private void decodeTuple(
      AttributeReader attribute, IpFamily family, Direction direction, FlowBuffer flow) {
    int zone =
        tuples.decode(
            attribute, family, direction == Direction.ORIGINAL ? flow.original() : flow.reply());
    if (zone != TupleDecoder.NO_ZONE) {
      flow.zone(direction, zone);
    }
  }
}
