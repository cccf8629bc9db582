package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtattrExpect.CTA_EXPECT_CLASS;
import static io.conntrack.netlink.internal.uapi.CtattrExpect.CTA_EXPECT_FLAGS;
import static io.conntrack.netlink.internal.uapi.CtattrExpect.CTA_EXPECT_FN;
import static io.conntrack.netlink.internal.uapi.CtattrExpect.CTA_EXPECT_HELP_NAME;
import static io.conntrack.netlink.internal.uapi.CtattrExpect.CTA_EXPECT_ID;
import static io.conntrack.netlink.internal.uapi.CtattrExpect.CTA_EXPECT_MASK;
import static io.conntrack.netlink.internal.uapi.CtattrExpect.CTA_EXPECT_MASTER;
import static io.conntrack.netlink.internal.uapi.CtattrExpect.CTA_EXPECT_NAT;
import static io.conntrack.netlink.internal.uapi.CtattrExpect.CTA_EXPECT_TIMEOUT;
import static io.conntrack.netlink.internal.uapi.CtattrExpect.CTA_EXPECT_TUPLE;
import static io.conntrack.netlink.internal.uapi.CtattrExpect.CTA_EXPECT_ZONE;
import static io.conntrack.netlink.internal.uapi.CtattrExpectNat.CTA_EXPECT_NAT_DIR;
import static io.conntrack.netlink.internal.uapi.CtattrExpectNat.CTA_EXPECT_NAT_TUPLE;
import static io.conntrack.netlink.internal.uapi.IpConntrackDir.IP_CT_DIR_ORIGINAL;
import static io.conntrack.netlink.internal.uapi.IpConntrackDir.IP_CT_DIR_REPLY;

import io.conntrack.Direction;
import io.conntrack.IpFamily;
import io.conntrack.MalformedMessageException;
import io.conntrack.netlink.internal.uapi.CtattrExpect;
import io.conntrack.netlink.internal.uapi.CtattrExpectNat;
import io.conntrack.spi.ExpectationBuffer;
import io.conntrack.spi.TupleBuffer;

/**
 * Reads an expectation out of a ctnetlink message, {@code enum ctattr_expect} (uapi {@code
 * linux/netfilter/nfnetlink_conntrack.h}).
 *
 * <p>Attributes that it does not know are skipped. Not thread-safe.
 */
public final class ExpectationDecoder {

  private static final int TUPLE_SEEN = 1;
  private static final int MASK_SEEN = 1 << 1;
  private static final int MASTER_SEEN = 1 << 2;
  private static final int ALL_SEEN = TUPLE_SEEN | MASK_SEEN | MASTER_SEEN;

  private final AttributeReader attributes = new AttributeReader(CtattrExpect.NAMES);
  private final TupleDecoder tuples = new TupleDecoder();
  private final TupleBuffer natTuple = new TupleBuffer();
  private final TextCache texts = new TextCache();

  /** Makes a decoder. */
  public ExpectationDecoder() {}

  /**
   * Reads the message that the reader stands on.
   *
   * @throws MalformedMessageException if its bytes do not follow the protocol, or its tuple, mask
   *     or master is missing; {@code expectation} is then of no use
   */
  public void decode(MessageReader message, ExpectationBuffer expectation) {
    expectation.clear();
    IpFamily family = FlowDecoder.family(message);
    int from = message.start() + MessageBuilder.HEADER_LENGTH;
    attributes.wrap(message.bytes(), message.start(), from, message.end());
    int seen = 0;
    while (attributes.next()) {
      switch (attributes.type()) {
        case CTA_EXPECT_TUPLE -> {
          tuples.decode(attributes, family, expectation.tuple());
          seen |= TUPLE_SEEN;
        }
        case CTA_EXPECT_MASK -> {
          tuples.decode(attributes, family, expectation.mask());
          seen |= MASK_SEEN;
        }
        case CTA_EXPECT_MASTER -> {
          tuples.decode(attributes, family, expectation.master());
          seen |= MASTER_SEEN;
        }
        case CTA_EXPECT_TIMEOUT -> expectation.timeout(attributes.be32());
        case CTA_EXPECT_ID -> expectation.id(attributes.be32());
        case CTA_EXPECT_ZONE -> expectation.zone(attributes.be16());
        case CTA_EXPECT_FLAGS -> expectation.flags(attributes.be32());
        case CTA_EXPECT_CLASS -> expectation.classNumber(attributes.be32());
        case CTA_EXPECT_HELP_NAME -> expectation.helper(attributes.string(texts));
        case CTA_EXPECT_FN -> expectation.function(attributes.string(texts));
        case CTA_EXPECT_NAT -> decodeNat(attributes, family, expectation);
        default -> {}
      }
    }
    if (seen != ALL_SEEN) {
      throw attributes.malformed("expectation lacks its tuple, mask or master");
    }
  }

  private void decodeNat(AttributeReader nat, IpFamily family, ExpectationBuffer expectation) {
    AttributeReader part = nat.enter(CtattrExpectNat.NAMES);
    Direction direction = null;
    boolean tupleSeen = false;
    while (part.next()) {
      switch (part.type()) {
        case CTA_EXPECT_NAT_DIR -> direction = direction(part);
        case CTA_EXPECT_NAT_TUPLE -> {
          tuples.decode(part, family, natTuple);
          tupleSeen = true;
        }
        default -> {}
      }
    }
    if (direction == null || !tupleSeen) {
      throw nat.malformed("NAT lacks its direction or tuple");
    }
    expectation.nat(direction).copy(natTuple);
  }

  private static Direction direction(AttributeReader part) {
    int number = part.be32();
    return switch (number) {
      case IP_CT_DIR_ORIGINAL -> Direction.ORIGINAL;
      case IP_CT_DIR_REPLY -> Direction.REPLY;
      default -> throw part.malformed("direction " + Integer.toUnsignedString(number));
    };
  }
}
