package io.conntrack;

import io.conntrack.filter.Contradiction;
import io.conntrack.filter.FilterPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The table of flows. Thread-safe: a dump has a socket of its own, single requests take turns.
 *
 * <p>A dump is no snapshot. The table changes while it runs: a flow may be missed or shown twice,
 * and the kernel does not say so. It costs the kernel a walk over its whole hash table, whatever
 * the filter. If that hash table is resized meanwhile (sysctl {@code nf_conntrack_buckets}), the
 * kernel leaves out many flows, also such as existed all the time; all that dumps then ends in a
 * {@link ConntrackException} that says so, where {@code /proc/sys} can be read.
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
   * @throws ConntrackException (after the last flow) if the kernel's hash table was resized
   *     meanwhile, so that flows may be missing
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
   * @throws ConntrackException (after the last flow) if the kernel's hash table was resized
   *     meanwhile, so that flows may be missing
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
   * FIXED_TIMEOUT} and {@code HELPER} are. Labels are lost without a word where no rule of the
   * network namespace uses labels; an update of them says so (ENOSPC). If its status says that an
   * address is translated, NAT to what the reply tuple shows is asked for. Sends {@code
   * IPCTNL_MSG_CT_NEW} with {@code NLM_F_CREATE} and {@code NLM_F_EXCL}.
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
   * order helper, timeout, status, state, mark, sequence adjustment, SYN proxy, labels. Sends
   * {@code IPCTNL_MSG_CT_GET}, to be sure of the direction, and {@code IPCTNL_MSG_CT_NEW}.
   *
   * @throws FlowNotFoundException if no flow has this original tuple in this zone (ENOENT)
   * @throws UnsupportedByKernelException if the kernel does not know the helper, or the flow was
   *     created without one (EOPNOTSUPP)
   * @throws ConntrackException if the kernel refuses: a timeout of a flow with {@code
   *     FIXED_TIMEOUT} (EPERM) or of one that is ending (ETIME), another helper than the one that
   *     the flow has, had or was expected by (EBUSY), a TCP state above 9 (ERANGE), labels of a
   *     flow without room for them (ENOSPC)
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

  /** Cuts connections and watches for a second; as {@link #sever(FlowFilter, Duration)}. */
  default SeverReport sever(FlowFilter filter) {
    return sever(filter, Duration.ofSeconds(1));
  }

  /**
   * Cuts the connections of the flows that a filter selects, whereas a flow that is only deleted is
   * forgotten: its next packet may create it again.
   *
   * <p>Closes the local sockets of these flows, then deletes their entries, then watches for
   * connections that have an entry again, and severs those, too, each time. A program whose socket
   * is closed sees {@code ECONNABORTED}, a TCP peer a reset, also through NAT. Connected sockets of
   * TCP and UDP are closed, of this network namespace only. No listening socket is closed and none
   * that receives from anybody, and no successor: a socket must have exactly the ends of a flow
   * that is still there, and is closed by the cookie that the kernel gave to it alone. A forwarded
   * connection has no socket here. To keep it cut, load a rule that drops its packets before.
   *
   * <p>Sends {@code SOCK_DIAG_BY_FAMILY} and {@code SOCK_DESTROY} (Linux 4.5, UDP 4.9, {@code
   * CONFIG_INET_DIAG_DESTROY}), like {@code ss -K}, and {@code IPCTNL_MSG_CT_DELETE} with {@code
   * CTA_ID}; many per system call. Walks over all flows and all sockets of the network namespace,
   * once, and keeps the selected flows in memory. Where sockets cannot be closed, entries are
   * deleted all the same; refusals are told in the report, not thrown.
   *
   * <p>Blocks for at least the grace period, if it selects anything. An interrupt ends the watch
   * early and stays pending; what was done before is reported. Until the watch ends no connection
   * with these addresses and ports lives long, also a new one that a program opens by chance.
   *
   * @param grace how long to watch, 0 to 24 hours; zero does not watch
   * @return what was done, and what can come back
   * @throws IllegalArgumentException if the filter can never match or the grace is out of range
   * @throws ConntrackClosedException if the {@link Conntrack} is closed meanwhile; some flows may
   *     be severed
   */
  SeverReport sever(FlowFilter filter, Duration grace);

  /**
   * Removes the flows that a filter selects; like {@code conntrack -D} with options.
   *
   * <p>Where the kernel can decide the whole filter and is known to do so rightly, it deletes in
   * one request, which {@link #explain} tells beforehand; the report's numbers are an estimate
   * then. Otherwise this dumps, and deletes in batches guarded by tuple, zone and id, as {@link
   * Bulk#apply} does. To empty the table, {@link #flush()} is faster.
   *
   * @return how many matched, were deleted, had already gone, and could not be deleted and why
   * @throws IllegalArgumentException if the filter can never match
   */
  default BulkReport deleteAll(FlowFilter filter) {
    return bulk().apply(List.of(BulkRule.delete(filter))).get(0);
  }

  /**
   * Removes the flows that one of the filters selects, in one pass over the table.
   *
   * @return a report for each filter, in their order; a flow that several select counts for the
   *     first of them
   * @throws IllegalArgumentException if there is no filter, or one can never match
   */
  default List<BulkReport> deleteAll(List<FlowFilter> filters) {
    return bulk().apply(filters.stream().map(BulkRule::delete).toList());
  }

  /**
   * Changes the flows that a filter selects; like {@code conntrack -U} with options.
   *
   * <p>Dumps, and changes in batches, as {@link Bulk#apply} does.
   *
   * @return how many matched, were changed, had already gone, and could not be changed and why
   * @throws IllegalArgumentException if the filter can never match
   */
  default BulkReport updateAll(FlowFilter filter, FlowUpdate update) {
    return bulk().apply(List.of(BulkRule.update(filter, update))).get(0);
  }

  /**
   * Returns how many flows a filter selects, and changes nothing; like counting the lines of {@code
   * conntrack -L}.
   *
   * @throws IllegalArgumentException if the filter can never match
   */
  default long preview(FlowFilter filter) {
    return preview(List.of(filter)).get(0);
  }

  /**
   * Returns how many flows {@link #deleteAll(List)} would delete for each filter, and changes
   * nothing.
   *
   * @throws IllegalArgumentException if there is no filter, or one can never match
   */
  default List<Long> preview(List<FlowFilter> filters) {
    return bulk().apply(filters.stream().map(BulkRule::count).toList()).stream()
        .map(BulkReport::matched)
        .toList();
  }

  /**
   * Creates flows in batches; each as {@link #create} does.
   *
   * <p>A flow that cannot be created is a failure in the report and ends nothing; to hear of each,
   * use {@link Bulk#execute}.
   */
  default BulkReport createAll(Iterable<Flow> flows) {
    return createAll(StreamSupport.stream(flows.spliterator(), false));
  }

  /** Creates flows in batches; as {@link #createAll(Iterable)}. Does not close the stream. */
  default BulkReport createAll(Stream<Flow> flows) {
    return bulk().execute(flows.map(BulkRequest::create), BulkListener.NONE);
  }

  /** Returns what changes many flows at a time, with a listener to each and in any mixture. */
  Bulk bulk();

  /**
   * Removes every flow of the network namespace, of all zones; like {@code conntrack -F}.
   *
   * <p>Sends {@code IPCTNL_MSG_CT_DELETE} without a tuple and without a condition, which no other
   * method does. Holds up all requests of the machine while it runs.
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
