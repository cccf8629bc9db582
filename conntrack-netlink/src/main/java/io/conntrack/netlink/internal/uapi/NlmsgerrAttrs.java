package io.conntrack.netlink.internal.uapi;

/**
 * uapi {@code linux/netlink.h}, {@code enum nlmsgerr_attrs}.
 *
 * <p>What an error says beyond its number; host order.
 */
public final class NlmsgerrAttrs {
  public static final AttributeNames NAMES = AttributeNames.of(NlmsgerrAttrs.class);

  public static final int NLMSGERR_ATTR_MSG = 1; // string
  public static final int NLMSGERR_ATTR_OFFS = 2; // u32, from the start of the request
  public static final int NLMSGERR_ATTR_COOKIE = 3;
  public static final int NLMSGERR_ATTR_POLICY = 4; // nested, enum netlink_policy_type_attr
  public static final int NLMSGERR_ATTR_MISS_TYPE = 5; // u32
  public static final int NLMSGERR_ATTR_MISS_NEST = 6; // u32, from the start of the request

  private NlmsgerrAttrs() {}
}
