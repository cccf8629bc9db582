package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_DONE;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLMSG_HDRLEN;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_ACK_TLVS;
import static io.conntrack.netlink.internal.uapi.Nlmsg.NLM_F_CAPPED;
import static io.conntrack.netlink.internal.uapi.NlmsgerrAttrs.NLMSGERR_ATTR_MSG;
import static io.conntrack.netlink.internal.uapi.NlmsgerrAttrs.NLMSGERR_ATTR_OFFS;

import io.conntrack.MalformedMessageException;
import io.conntrack.netlink.internal.uapi.NlmsgerrAttrs;

/**
 * Reads {@code NLMSG_ERROR} and the error inside {@code NLMSG_DONE} (uapi {@code linux/netlink.h},
 * {@code struct nlmsgerr}). Not thread-safe.
 */
public final class ErrorReply {

  private static final int ERROR = NLMSG_HDRLEN; // int32, host order, negative
  private static final int REQUEST = ERROR + 4;
  private static final int REQUEST_END = REQUEST + NLMSG_HDRLEN;

  private final AttributeReader extended = new AttributeReader(NlmsgerrAttrs.NAMES);
  private final TextCache texts = new TextCache();

  /** Makes a reader. */
  public ErrorReply() {}

  /**
   * Returns the error number of an error or of the end of a dump, positive; 0 stands for success.
   */
  public int errno(MessageReader message) {
    if (message.length() < REQUEST) {
      throw new MalformedMessageException(
          ERROR, "", "expected " + REQUEST + " bytes of error, found " + message.length());
    }
    return -message.bytes().getInt(message.start() + ERROR);
  }

  /**
   * Returns what the kernel adds to an error in words, with the offset of the attribute it
   * complains about; empty if it adds nothing ({@code NETLINK_EXT_ACK}).
   */
  public String explanation(MessageReader message) {
    if ((message.flags() & NLM_F_ACK_TLVS) == 0) {
      return "";
    }
    if (message.type() == NLMSG_DONE) {
      return readExtended(message, REQUEST); // the end of a dump repeats no request
    }
    if (message.length() < REQUEST_END) {
      return "";
    }
    int from = REQUEST_END;
    if ((message.flags() & NLM_F_CAPPED) == 0) {
      int requestLength = message.bytes().getInt(message.start() + REQUEST);
      if (requestLength < NLMSG_HDRLEN || requestLength > message.length() - REQUEST) {
        return ""; // the request that it copies is cut; the error number is what counts
      }
      from = REQUEST + (requestLength + 3 & -4);
    }
    return readExtended(message, from);
  }

  private String readExtended(MessageReader message, int from) {
    String text = "";
    String place = "";
    AttributeReader attribute =
        extended.wrap(message.bytes(), message.start(), message.start() + from, message.end());
    while (attribute.next()) {
      if (attribute.type() == NLMSGERR_ATTR_MSG) {
        text = attribute.string(texts);
      } else if (attribute.type() == NLMSGERR_ATTR_OFFS) {
        place = " at request offset " + Integer.toUnsignedString(attribute.host32());
      }
    }
    return text + place;
  }
}
