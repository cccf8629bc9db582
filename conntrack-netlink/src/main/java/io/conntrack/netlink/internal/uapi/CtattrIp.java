package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_ip}. */
public final class CtattrIp {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrIp.class);

  public static final int CTA_IP_V4_SRC = 1; // 4 bytes
  public static final int CTA_IP_V4_DST = 2; // 4 bytes
  public static final int CTA_IP_V6_SRC = 3; // 16 bytes
  public static final int CTA_IP_V6_DST = 4; // 16 bytes

  private CtattrIp() {}
}
