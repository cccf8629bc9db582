package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nfnetlink_cttimeout.h}, {@code enum ctattr_timeout}. */
public final class CtattrTimeout {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrTimeout.class);

  public static final int CTA_TIMEOUT_NAME = 1; // string, at most 31 bytes
  public static final int CTA_TIMEOUT_L3PROTO = 2; // __be16
  public static final int CTA_TIMEOUT_L4PROTO = 3; // u8
  public static final int CTA_TIMEOUT_DATA = 4; // nested, an enum ctattr_timeout_*, by protocol
  public static final int CTA_TIMEOUT_USE = 5; // __be32

  private CtattrTimeout() {}
}
