package io.conntrack.netlink.internal.uapi;

/** uapi {@code linux/netfilter/nfnetlink_conntrack.h}, {@code enum ctattr_help}. */
public final class CtattrHelp {
  public static final AttributeNames NAMES = AttributeNames.of(CtattrHelp.class);

  public static final int CTA_HELP_NAME = 1; // string
  public static final int CTA_HELP_INFO = 2; // private to the helper

  private CtattrHelp() {}
}
