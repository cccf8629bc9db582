package io.conntrack;

/** What happened to a flow or to an expectation. */
public enum EventType {
  /** It came into being ({@code IPCTNL_MSG_CT_NEW} with {@code NLM_F_CREATE}). */
  NEW,
  /** It changed ({@code IPCTNL_MSG_CT_NEW}). The kernel never says so of an expectation. */
  UPDATE,
  /** It ended ({@code IPCTNL_MSG_CT_DELETE}). */
  DESTROY
}
