package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_secctx}. */
public final class CtattrSecctx {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrSecctx.class);

  public static final int CTA_SECCTX_NAME = 1; // string

  private CtattrSecctx() {}
}
