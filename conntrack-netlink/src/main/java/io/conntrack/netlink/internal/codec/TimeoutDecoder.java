package io.conntrack.netlink.internal.codec;

import static io.conntrack.netlink.internal.uapi.CtattrTimeout.CTA_TIMEOUT_DATA;
import static io.conntrack.netlink.internal.uapi.CtattrTimeout.CTA_TIMEOUT_L3PROTO;
import static io.conntrack.netlink.internal.uapi.CtattrTimeout.CTA_TIMEOUT_L4PROTO;
import static io.conntrack.netlink.internal.uapi.CtattrTimeout.CTA_TIMEOUT_NAME;
import static io.conntrack.netlink.internal.uapi.CtattrTimeout.CTA_TIMEOUT_USE;

import io.conntrack.IpFamily;
import io.conntrack.Protocol;
import io.conntrack.ProtocolTimeouts;
import io.conntrack.TimeoutName;
import io.conntrack.TimeoutPolicy;
import io.conntrack.netlink.internal.uapi.AttributeNames;
import io.conntrack.netlink.internal.uapi.CtattrTimeout;
import io.conntrack.netlink.internal.uapi.CtattrTimeoutDccp;
import io.conntrack.netlink.internal.uapi.CtattrTimeoutGeneric;
import io.conntrack.netlink.internal.uapi.CtattrTimeoutGre;
import io.conntrack.netlink.internal.uapi.CtattrTimeoutIcmp;
import io.conntrack.netlink.internal.uapi.CtattrTimeoutIcmpv6;
import io.conntrack.netlink.internal.uapi.CtattrTimeoutSctp;
import io.conntrack.netlink.internal.uapi.CtattrTimeoutTcp;
import io.conntrack.netlink.internal.uapi.CtattrTimeoutUdp;
import io.conntrack.netlink.internal.uapi.CtattrTimeoutUdplite;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads timeout policies and default timeouts. Not thread-safe. */
public final class TimeoutDecoder {

  private static final int UNKNOWN = -1;

  private static final Map<Protocol, AttributeNames> NAMES =
      Map.of(
          Protocol.TCP, CtattrTimeoutTcp.NAMES,
          Protocol.UDP, CtattrTimeoutUdp.NAMES,
          Protocol.UDPLITE, CtattrTimeoutUdplite.NAMES,
          Protocol.GRE, CtattrTimeoutGre.NAMES,
          Protocol.ICMP, CtattrTimeoutIcmp.NAMES,
          Protocol.ICMPV6, CtattrTimeoutIcmpv6.NAMES,
          Protocol.SCTP, CtattrTimeoutSctp.NAMES,
          Protocol.DCCP, CtattrTimeoutDccp.NAMES,
          TimeoutName.GENERIC_PROTOCOL, CtattrTimeoutGeneric.NAMES);

  private final AttributeReader attributes = new AttributeReader(CtattrTimeout.NAMES);
  private final TextCache texts = new TextCache();
  private @Nullable String name;
  private int family;
  private int protocol;
  private long uses;
  private @Nullable ProtocolTimeouts timeouts;

  /** Makes a decoder. */
  public TimeoutDecoder() {}

  /** Reads the policy that the reader stands on. */
  public TimeoutPolicy policy(MessageReader message) {
    ProtocolTimeouts read = timeouts(message);
    if (name == null) {
      throw attributes.malformed("a timeout policy lacks its name");
    }
    return TimeoutPolicy.existing(name, family(), read, uses);
  }

  private @Nullable IpFamily family() {
    for (IpFamily known : IpFamily.values()) {
      if (FlowDecoder.familyNumber(known) == family) {
        return known;
      }
    }
    return null;
  }

  /** Reads the timeouts of the message that the reader stands on. */
  public ProtocolTimeouts timeouts(MessageReader message) {
    name = null;
    family = 0;
    protocol = UNKNOWN;
    uses = 0;
    timeouts = null;
    readProtocol(wrap(message)); // timeouts have names only once it is known
    AttributeReader attribute = wrap(message);
    while (attribute.next()) {
      read(attribute);
    }
    return timeouts == null ? ProtocolTimeouts.of(Protocol.of(protocol)) : timeouts;
  }

  private AttributeReader wrap(MessageReader message) {
    int body = Math.min(message.start() + MessageBuilder.HEADER_LENGTH, message.end());
    return attributes.wrap(message.bytes(), message.start(), body, message.end());
  }

  private void readProtocol(AttributeReader attribute) {
    while (attribute.next()) {
      if (attribute.type() == CTA_TIMEOUT_L4PROTO) {
        protocol = attribute.u8();
      }
    }
    if (protocol == UNKNOWN) {
      throw attribute.malformed("timeouts lack their protocol");
    }
  }

  private void read(AttributeReader attribute) {
    switch (attribute.type()) {
      case CTA_TIMEOUT_NAME -> name = attribute.string(texts);
      case CTA_TIMEOUT_L3PROTO -> family = attribute.be16();
      case CTA_TIMEOUT_USE -> uses = Integer.toUnsignedLong(attribute.be32());
      case CTA_TIMEOUT_DATA -> timeouts = readTimeouts(attribute, Protocol.of(protocol));
      default -> {}
    }
  }

  private static ProtocolTimeouts readTimeouts(AttributeReader data, Protocol protocol) {
    ProtocolTimeouts read = ProtocolTimeouts.of(protocol);
    AttributeReader timeout = data.enter(NAMES.getOrDefault(protocol, CtattrTimeout.NAMES));
    while (timeout.next()) {
      if (timeout.type() != 0) { // CTA_TIMEOUT_*_UNSPEC
        Duration value = Duration.ofSeconds(Integer.toUnsignedLong(timeout.be32()));
        read = read.with(new TimeoutName(protocol, timeout.type()), value);
      }
    }
    return read;
  }
}
