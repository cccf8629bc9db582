package io.conntrack.netlink.internal.uapi;

/**
 * uapi {@code linux/netfilter/nfnetlink_cttimeout.h}, {@code enum ctattr_timeout_generic}.
 *
 * <p>Each {@code __be32}, seconds.
 */
public final class CtattrTimeoutGeneric {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrTimeoutGeneric.class);

  public static final int CTA_TIMEOUT_GENERIC_TIMEOUT = 1;

  private CtattrTimeoutGeneric() {}
}
