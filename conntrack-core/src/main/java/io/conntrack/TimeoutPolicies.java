package io.conntrack;

import java.util.List;
import java.util.Optional;

/**
 * The timeout policies of a network namespace, and its default timeouts. Thread-safe.
 *
 * <p>A policy by itself changes nothing: a flow gets it from a rule when its first packet comes,
 * {@code iptables -t raw -A PREROUTING ... -j CT --timeout NAME}, and keeps it. Nothing assigns one
 * to a flow that exists, nor to one that a program creates: ctnetlink has no attribute for it, only
 * for the seconds left ({@link FlowUpdate}). The rules of nft have policies of their own, {@code ct
 * timeout} objects of a table, which are not among these.
 *
 * <p>Timeouts above 4,294,967 seconds, 49 days, are refused here: the kernel multiplies by its
 * ticks per second, up to 1,000, in 32 bits, and would take the rest of the division without a word
 * ({@code ctnl_timeout_parse_policy}).
 *
 * <p>All methods throw {@link ConntrackClosedException} once the {@link Conntrack} is closed,
 * {@link MissingPrivilegeException} without {@code CAP_NET_ADMIN}, and {@link
 * UnsupportedByKernelException} if the kernel has no timeout policies ({@code
 * CONFIG_NF_CT_NETLINK_TIMEOUT}, since Linux 3.4), or none of that protocol.
 */
public interface TimeoutPolicies {

  /** Returns all policies; like {@code nfct list timeout} ({@code IPCTNL_MSG_TIMEOUT_GET}). */
  List<TimeoutPolicy> list();

  /**
   * Returns the policy with a name, empty if there is none; like {@code nfct get timeout}.
   *
   * @throws IllegalArgumentException if no policy can have this name
   */
  Optional<TimeoutPolicy> get(String name);

  /**
   * Creates a policy; like {@code nfct add timeout}. Timeouts that it lacks become what the network
   * namespace's default is now ({@code IPCTNL_MSG_TIMEOUT_NEW}).
   *
   * @throws IllegalArgumentException if a timeout is above 4,294,967 seconds
   * @throws ConntrackException if there is one with this name (EEXIST)
   */
  void create(TimeoutPolicy policy);

  /**
   * Changes timeouts of a policy, also for the flows that have it already; those that it lacks
   * become what the network namespace's default is now.
   *
   * <p>Looks first whether it exists, because the kernel would create it otherwise: one that is
   * deleted between the two requests comes into being again.
   *
   * @throws IllegalArgumentException if a timeout is above 4,294,967 seconds
   * @throws ConntrackException if there is none with this name (ENOENT), or it is for another
   *     family or protocol (EINVAL)
   */
  void update(TimeoutPolicy policy);

  /**
   * Deletes a policy; like {@code nfct delete timeout} ({@code IPCTNL_MSG_TIMEOUT_DELETE}).
   *
   * @throws IllegalArgumentException if no policy can have this name
   * @throws ConntrackException if there is none with this name (ENOENT), or a rule uses it (EBUSY)
   */
  void delete(String name);

  /**
   * Returns all default timeouts of a protocol, which flows without a policy have; like sysctls
   * {@code net.netfilter.nf_conntrack_<protocol>_timeout*} ({@code
   * IPCTNL_MSG_TIMEOUT_DEFAULT_GET}).
   *
   * @param protocol the protocol; {@link TimeoutName#GENERIC_PROTOCOL} for those without their own
   */
  ProtocolTimeouts defaults(Protocol protocol);

  /**
   * Sets some or all default timeouts of a protocol; like {@code nfct default-set timeout}. They
   * hold from the next packet of each flow on ({@code IPCTNL_MSG_TIMEOUT_DEFAULT_SET}).
   *
   * @throws IllegalArgumentException if a timeout is above 4,294,967 seconds
   */
  void setDefaults(ProtocolTimeouts timeouts);
}
