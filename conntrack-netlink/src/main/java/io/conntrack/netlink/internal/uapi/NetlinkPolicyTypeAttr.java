package io.conntrack.netlink.internal.uapi;

/**
 * uapi {@code linux/netlink.h}, {@code enum netlink_policy_type_attr}.
 *
 * <p>What the kernel would have accepted; host order.
 */
public final class NetlinkPolicyTypeAttr {
  public static final AttributeNames NAMES = AttributeNames.of(NetlinkPolicyTypeAttr.class);

  public static final int NL_POLICY_TYPE_ATTR_TYPE = 1; // u32, enum netlink_attribute_type
  public static final int NL_POLICY_TYPE_ATTR_MIN_VALUE_S = 2; // s64
  public static final int NL_POLICY_TYPE_ATTR_MAX_VALUE_S = 3; // s64
  public static final int NL_POLICY_TYPE_ATTR_MIN_VALUE_U = 4; // u64
  public static final int NL_POLICY_TYPE_ATTR_MAX_VALUE_U = 5; // u64
  public static final int NL_POLICY_TYPE_ATTR_MIN_LENGTH = 6; // u32
  public static final int NL_POLICY_TYPE_ATTR_MAX_LENGTH = 7; // u32
  public static final int NL_POLICY_TYPE_ATTR_POLICY_IDX = 8; // u32
  public static final int NL_POLICY_TYPE_ATTR_POLICY_MAXTYPE = 9; // u32
  public static final int NL_POLICY_TYPE_ATTR_BITFIELD32_MASK = 10; // u32
  public static final int NL_POLICY_TYPE_ATTR_PAD = 11;
  public static final int NL_POLICY_TYPE_ATTR_MASK = 12; // u64

  private NetlinkPolicyTypeAttr() {}
}
