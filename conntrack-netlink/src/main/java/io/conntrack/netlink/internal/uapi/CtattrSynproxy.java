package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_synproxy}. */
public final class CtattrSynproxy {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrSynproxy.class);

  public static final int CTA_SYNPROXY_ISN = 1; // __be32
  public static final int CTA_SYNPROXY_ITS = 2; // __be32
  public static final int CTA_SYNPROXY_TSOFF = 3; // __be32

  private CtattrSynproxy() {}
}
