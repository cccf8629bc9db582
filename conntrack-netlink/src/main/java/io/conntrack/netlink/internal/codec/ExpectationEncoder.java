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
import io.conntrack.ExpectationAttribute;
import io.conntrack.ExpectationView;
import io.conntrack.TupleView;
import org.jspecify.annotations.Nullable;

/**
 * Writes the attributes of an expectation, {@code enum ctattr_expect} (uapi {@code
 * linux/netfilter/nfnetlink_conntrack.h}), in the kernel's order.
 */
final class ExpectationEncoder {

  private ExpectationEncoder() {}

  /** Writes the tuples, and of the attributes those that are present and wanted. */
  static void put(MessageBuilder message, ExpectationView expectation, int wanted) {
    TupleEncoder.put(message, CTA_EXPECT_TUPLE, expectation.tuple());
    TupleEncoder.put(message, CTA_EXPECT_MASK, expectation.mask());
    TupleEncoder.put(message, CTA_EXPECT_MASTER, expectation.master());
    int present = expectation.attributeBits() & wanted;
    if (has(present, ExpectationAttribute.NAT)) {
      putNat(message, expectation.natDirection(), expectation.natTuple());
    }
    if (has(present, ExpectationAttribute.TIMEOUT)) {
      message.putBe32(CTA_EXPECT_TIMEOUT, (int) expectation.timeoutSeconds());
    }
    if (has(present, ExpectationAttribute.ID)) {
      message.putBe32(CTA_EXPECT_ID, expectation.idBits());
    }
    if (has(present, ExpectationAttribute.FLAGS)) {
      message.putBe32(CTA_EXPECT_FLAGS, expectation.flagBits());
    }
    if (has(present, ExpectationAttribute.CLASS)) {
      message.putBe32(CTA_EXPECT_CLASS, (int) expectation.classNumber());
    }
    if (has(present, ExpectationAttribute.HELPER)) {
      message.putString(CTA_EXPECT_HELP_NAME, expectation.helperName());
    }
    if (has(present, ExpectationAttribute.FUNCTION)) {
      message.putString(CTA_EXPECT_FN, expectation.functionName());
    }
    if (has(present, ExpectationAttribute.ZONE) && expectation.zoneId() != 0) {
      message.putBe16(CTA_EXPECT_ZONE, expectation.zoneId());
    }
  }

  private static boolean has(int attributes, ExpectationAttribute attribute) {
    return (attributes & attribute.bit()) != 0;
  }

  private static void putNat(
      MessageBuilder message, @Nullable Direction direction, @Nullable TupleView target) {
    if (direction == null || target == null) {
      return;
    }
    int nest = message.beginNest(CTA_EXPECT_NAT);
    boolean original = direction == Direction.ORIGINAL;
    message.putBe32(CTA_EXPECT_NAT_DIR, original ? IP_CT_DIR_ORIGINAL : IP_CT_DIR_REPLY);
    TupleEncoder.put(message, CTA_EXPECT_NAT_TUPLE, target);
    message.endNest(nest);
  }
}
