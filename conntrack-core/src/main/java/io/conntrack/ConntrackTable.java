package io.conntrack;

import io.conntrack.filter.Contradiction;
import io.conntrack.filter.FilterPlan;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The table of flows. Thread-safe: a dump has a socket of its own, single requests take turns.
 *
 * <p>A dump is no snapshot. The table changes while it runs: a flow may be missed or shown twice,
 * and the kernel does not say so. It costs the kernel a walk over its whole hash table, whatever
 * the filter.
 *
 * <p>Requests block while the kernel works, and it works on one request at a time for all network
 * namespaces of the machine: somebody's flush of a large table can take a second. All methods throw
 * {@link ConntrackClosedException} once the {@link Conntrack} is closed and {@link
 * MissingPrivilegeException} without {@code CAP_NET_ADMIN}.
 */
public interface ConntrackTable {

  /** Returns all flows; as {@link #dump(FlowFilter)} with {@link FlowFilter#any()}. */
  default Stream<Flow> dump() {
    return dump(FlowFilter.any());
  }

  /**
   * Returns the flows that a filter selects; like {@code conntrack -L}.
   *
   * <p>The stream is lazy and takes constant memory. It holds a descriptor until it has delivered
   * its last flow or is closed, so use it in a {@code try} block; closing it half-way ends the
   * dump. It is sequential and confined to one thread at a time. Sends {@code IPCTNL_MSG_CT_GET}
   * with {@code NLM_F_DUMP}.
   *
   * @throws IllegalArgumentException if the filter can never match
   * @throws MalformedMessageException (while it is consumed) if the kernel sends what this library
   *     cannot read
   */
  Stream<Flow> dump(FlowFilter filter);

  /**
   * Calls {@code action} for each flow that a filter selects, on the calling thread, and allocates
   * nothing per flow.
   *
   * <p>The view is valid only inside the call. The action may call this table; what it throws ends
   * the scan and is passed on. Sends what {@link #dump(FlowFilter)} sends.
   *
   * @throws IllegalArgumentException if the filter can never match
   */
  void scan(FlowFilter filter, Consumer<? super FlowView> action);

  /**
   * Returns the flows that a filter selects with their counters, and sets those to zero; like
   * {@code conntrack -L -z}, but exact: what was counted is in the flow that is returned or still
   * in the kernel, nothing is lost between.
   *
   * <p>The kernel's own zeroing dump loses counts where a flow does not fit into a datagram. So
   * this dumps, and reads and zeroes each selected flow by a request of its own ({@code
   * IPCTNL_MSG_CT_GET_CTRZERO}), many of them per system call. A flow that ends in between is left
   * out. Flows are zeroed shortly before the stream delivers them: what a closed stream has not
   * delivered may be zeroed for up to one batch of 64 flows.
   *
   * @throws IllegalArgumentException if the filter can never match
   */
  Stream<Flow> dumpAndZero(FlowFilter filter);

  /**
   * Says where a filter would run now: what the kernel takes in a dump, what is left to the
   * process, and whether a deletion could be left to the kernel.
   *
   * <p>Where a plan hangs on what the kernel can be trusted with, and the table is large enough for
   * that to pay, this tries it out in a private network namespace, as the operation itself would;
   * once for each kind of filter.
   *
   * @throws IllegalArgumentException if the filter can never match
   */
  default FilterPlan explain(FlowFilter filter) {
    Contradiction.refuse(filter);
    return FilterPlan.inProcess(filter);
  }

  /** Looks a flow of the default zone up; as {@link #get(Tuple, Zone)}. */
  default Optional<Flow> get(Tuple tuple) {
    return get(tuple, Zone.DEFAULT);
  }

  /**
   * Looks a flow up by its original or its reply tuple; like {@code conntrack -G}.
   *
   * <p>Sends {@code IPCTNL_MSG_CT_GET}. The zone is the one in which packets of that direction are
   * looked up.
   *
   * @return the flow, empty if there is none (ENOENT)
   */
  Optional<Flow> get(Tuple tuple, Zone zone);

  /**
   * Creates a flow; like {@code conntrack -I}.
   *
   * <p>The flow needs a timeout. Its id, use, counters, times and security context are the kernel's
   * to choose and are not sent; of its status, {@code SEEN_REPLY}, {@code ASSURED}, {@code
   * FIXED_TIMEOUT} and {@code HELPER} are. If its status says that an address is translated, NAT to
   * what the reply tuple shows is asked for. Sends {@code IPCTNL_MSG_CT_NEW} with {@code
   * NLM_F_CREATE} and {@code NLM_F_EXCL}.
   *
   * @throws IllegalArgumentException if the timeout is absent
   * @throws FlowExistsException if one of its tuples is in the table already (EEXIST); nothing is
   *     changed
   * @throws FlowNotFoundException if its master is not in the table (ENOENT)
   * @throws UnsupportedByKernelException if the kernel does not know its helper (EOPNOTSUPP)
   * @throws ConntrackException if the table is full (ENOMEM), or the kernel refuses a value
   */
  void create(Flow flow);

  /** Changes a flow of the default zone; as {@link #update(Tuple, Zone, FlowUpdate)}. */
  default void update(Tuple original, FlowUpdate update) {
    update(original, Zone.DEFAULT, update);
  }

  /**
   * Changes the flow with this original tuple; like {@code conntrack -U}.
   *
   * <p>Only what the update sets is sent. Each attribute is changed in one step by the kernel,
   * several of them one after the other: if one is refused, those before it stay changed, in the
   * order timeout, status, state, mark, labels. Sends {@code IPCTNL_MSG_CT_GET}, to be sure of the
   * direction, and {@code IPCTNL_MSG_CT_NEW}.
   *
   * @throws FlowNotFoundException if no flow has this original tuple in this zone (ENOENT)
   * @throws ConntrackException if the kernel refuses: a timeout of a flow with {@code
   *     FIXED_TIMEOUT} (EPERM), labels of a flow without room for them (ENOSPC)
   */
  void update(Tuple original, Zone zone, FlowUpdate update);

  /** Removes a flow of the default zone; as {@link #delete(Tuple, Zone)}. */
  default void delete(Tuple original) {
    delete(original, Zone.DEFAULT);
  }

  /**
   * Removes the flow with this original tuple; like {@code conntrack -D}.
   *
   * <p>Removes this one flow or none: a flow in the opposite direction, whose reply tuple this is,
   * stays. Sends {@code IPCTNL_MSG_CT_GET} and {@code IPCTNL_MSG_CT_DELETE} with the id it found.
   *
   * @throws FlowNotFoundException if no flow has this original tuple in this zone (ENOENT)
   */
  void delete(Tuple original, Zone zone);

  /**
   * Removes this flow, but no successor of it: its zone, original tuple and, if present, its id
   * must agree.
   *
   * <p>Sends {@code IPCTNL_MSG_CT_DELETE} with {@code CTA_ID}. The kernel may give the same id to a
   * flow of the same tuple that is created later, which then is removed.
   *
   * @throws FlowNotFoundException if the flow has gone (ENOENT)
   */
  void delete(Flow flow);

  /**
   * Removes every flow of the network namespace, of all zones; like {@code conntrack -F}. No other
   * method can do so.
   *
   * <p>Sends {@code IPCTNL_MSG_CT_DELETE} without a tuple. Holds up all requests of the machine
   * while it runs.
   */
  void flush();

  /** Returns the number of flows in the network namespace; cheap; like {@code conntrack -C}. */
  long count();

  /**
   * Returns the number of flows that a network namespace may have (sysctl {@code
   * nf_conntrack_max}); cheap.
   *
   * @throws UnsupportedByKernelException before Linux 4.18, which does not tell
   */
  long limit();
}
