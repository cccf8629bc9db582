package io.conntrack;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The table of expectations: flows that are awaited because another one, their master, announced
 * them. Thread-safe: a dump has a socket of its own, single requests take turns.
 *
 * <p>An expectation ends when the flow that it awaits begins, unless it is {@link
 * ExpectationFlags#PERMANENT}; when its time is over; or when its master ends. The flow that
 * fulfils it has {@link Status#EXPECTED} and {@link Flow#master()}.
 *
 * <p>What identifies an expectation is the zone of its master and its tuple under its mask. <b>The
 * kernel never tells the zone</b>: an expectation has one if the program gave it, by building it or
 * by {@link #get(Tuple, Zone)} in a zone other than the default one.
 *
 * <p>A dump is no snapshot: an expectation that begins or ends meanwhile may be missed. All methods
 * throw {@link ConntrackClosedException} once the {@link Conntrack} is closed and {@link
 * MissingPrivilegeException} without {@code CAP_NET_ADMIN}.
 */
public interface ExpectationTable {

  /**
   * Returns all expectations, of all zones; like {@code conntrack -L expect}.
   *
   * <p>The stream is lazy and takes constant memory. It holds a descriptor until it has delivered
   * its last expectation or is closed, so use it in a {@code try} block; closing it half-way ends
   * the dump. It is sequential and confined to one thread at a time. Sends {@code
   * IPCTNL_MSG_EXP_GET} with {@code NLM_F_DUMP}.
   *
   * @throws MalformedMessageException (while it is consumed) if the kernel sends what this library
   *     cannot read
   */
  Stream<Expectation> dump();

  /**
   * Calls {@code action} for each expectation, on the calling thread, and allocates nothing per
   * expectation.
   *
   * <p>The view is valid only inside the call. The action may call this table; what it throws ends
   * the scan and is passed on. Sends what {@link #dump()} sends.
   */
  void scan(Consumer<? super ExpectationView> action);

  /** Looks an expectation of the default zone up; as {@link #get(Tuple, Zone)}. */
  default Optional<Expectation> get(Tuple tuple) {
    return get(tuple, Zone.DEFAULT);
  }

  /**
   * Looks up the expectation that a flow with this original tuple would fulfil, in the zone of the
   * master; like {@code conntrack -G expect}.
   *
   * <p>It is looked up under its mask: a source port that the mask leaves open may be any. One that
   * is {@link ExpectationFlags#INACTIVE} is found, too. Sends {@code IPCTNL_MSG_EXP_GET}.
   *
   * @return the expectation, with the zone if that is not the default one; empty if there is none
   *     (ENOENT)
   */
  Optional<Expectation> get(Tuple tuple, Zone zone);

  /**
   * Creates an expectation; like {@code conntrack -I expect}.
   *
   * <p>Its master must be in the table, in the same zone, and have a helper; the expectation gets
   * that helper, whatever its own says, on current kernels (seen on Linux 6.18; older ones look for
   * a helper of that name). Its id is the kernel's to choose. Without a timeout the helper's policy
   * decides. <b>If the helper's limit for the class is reached, the kernel ends the oldest
   * expectation of that master and class</b> without a word; FTP has a limit of 1.
   *
   * <p>Sends {@code IPCTNL_MSG_EXP_NEW} with {@code NLM_F_CREATE} and {@code NLM_F_EXCL}, and, if a
   * timeout is present, what {@link #update} sends, because the kernel ignores a timeout in a
   * creation.
   *
   * @throws IllegalArgumentException if the name of its helper or function is too long
   * @throws ExpectationExistsException if a flow with this tuple is expected already: by the same
   *     master and class (EEXIST), by another one (EALREADY), or under another mask (EBUSY)
   * @throws FlowNotFoundException if its master is not in the table (ENOENT)
   * @throws UnsupportedByKernelException if its master has no helper, or, on older kernels, a
   *     helper of this name is not known (EOPNOTSUPP)
   * @throws ConntrackException if the kernel's limit for the network namespace is reached (EMFILE),
   *     the master is ending (ESHUTDOWN), or a value is refused: a class that the helper does not
   *     have, a flag or function that the kernel does not know, or NAT that it cannot do (EINVAL)
   */
  void create(Expectation expectation);

  /**
   * Creates expectations in batches; each as {@link #create} does.
   *
   * <p>One that cannot be created is a failure in the report and ends nothing.
   *
   * @return how many were given, were created, and could not be created and why
   */
  default BulkReport createAll(Iterable<Expectation> expectations) {
    return createAll(StreamSupport.stream(expectations.spliterator(), false));
  }

  /**
   * Creates expectations in batches; as {@link #createAll(Iterable)}. Does not close the stream.
   */
  BulkReport createAll(Stream<Expectation> expectations);

  /**
   * Sets the time until an expectation ends, which is all of it that the kernel changes.
   *
   * <p>The expectation is the one that {@link #get(Tuple, Zone)} finds. Sends {@code
   * IPCTNL_MSG_EXP_NEW} without {@code NLM_F_CREATE}; no event tells of it.
   *
   * @param timeout 0 to 4294967295 seconds; a part of a second is rounded up
   * @throws IllegalArgumentException if the timeout is out of range
   * @throws ExpectationNotFoundException if there is none (ENOENT), or its time is over (ETIME)
   */
  void update(Tuple tuple, Zone zone, Duration timeout);

  /** Removes an expectation of the default zone; as {@link #delete(Tuple, Zone)}. */
  default void delete(Tuple tuple) {
    delete(tuple, Zone.DEFAULT);
  }

  /**
   * Removes the expectation with exactly this tuple, of a master in this zone; like {@code
   * conntrack -D expect}.
   *
   * <p>Removes this one or none: an expectation of another tuple that only covers this one under
   * its mask stays. Sends {@code IPCTNL_MSG_EXP_GET} and {@code IPCTNL_MSG_EXP_DELETE} with the id
   * it found.
   *
   * @throws ExpectationNotFoundException if there is none (ENOENT)
   */
  void delete(Tuple tuple, Zone zone);

  /**
   * Removes this expectation, but no successor of it: its tuple, its zone and, if present, its id
   * must agree.
   *
   * <p>If it has an id but no zone, as all have that come from a dump, it is looked for in the
   * default zone and then in those of the flows that have its master's original tuple. Sends {@code
   * IPCTNL_MSG_EXP_DELETE} with {@code CTA_EXPECT_ID}.
   *
   * @throws ExpectationNotFoundException if it has gone (ENOENT)
   */
  void delete(Expectation expectation);

  /**
   * Removes the expectations that a condition selects, in batches, each as {@link
   * #delete(Expectation)} does.
   *
   * <p>To remove all, {@link #flush()} is faster.
   *
   * @param condition called on the calling thread; the view is valid only inside the call
   * @return how many matched, were deleted, had already gone, and could not be deleted and why
   */
  BulkReport deleteAll(Predicate<? super ExpectationView> condition);

  /**
   * Removes every expectation of the network namespace, of all zones; like {@code conntrack -F
   * expect}.
   *
   * <p>Sends {@code IPCTNL_MSG_EXP_DELETE} without a tuple and without a helper, which no other
   * method does.
   */
  void flush();

  /**
   * Returns the number of expectations in the network namespace; like {@code conntrack -C expect}.
   *
   * <p>The kernel does not tell it, so this dumps and counts them.
   */
  long count();
}
