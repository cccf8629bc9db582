package io.conntrack.mirror;

import io.conntrack.Conntrack;
import io.conntrack.ConntrackClosedException;
import io.conntrack.Direction;
import io.conntrack.Flow;
import io.conntrack.FlowFilter;
import io.conntrack.Tuple;
import io.conntrack.Zone;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the table inside the process, kept by events and repaired after loss. Thread-safe:
 * readers take no lock, never wait and never hold up the mirror.
 *
 * <p>It subscribes to events, dumps the table, merges both and follows. When events are lost it
 * dumps again in the background, goes on following meanwhile, and tells listeners the differences
 * alone, as {@link ChangeCause#RESYNC}. {@link #state()} says whether it is in step.
 *
 * <p>What is exact. When the mirror is in step and has read what the kernel has queued, it has the
 * flows that the table has, and of each flow identity, reply tuple, zone, id, status, mark, labels,
 * helper, master, protocol state, window scale, sequence adjustment and security context as a dump
 * shows them. The following is as the last message about a flow said, an event, a dump or a
 * look-up; {@link #refresh} brings it up to date:
 *
 * <ul>
 *   <li>timeout, counters, start and TCP flags, which change without an event; a flow that began
 *       under the eyes of the mirror has neither counters nor start until then
 *   <li>status bits that the kernel sets without an event: offload, and that NAT was considered
 *   <li>flows that send no events, because they are older than the machine's first listener (sysctl
 *       {@code net.netfilter.nf_conntrack_events} 2) or events are switched off (0) or suppressed
 *       by a rule; the mirror looks up those that no event has told of when their timeout has run
 *       out and every {@link LiveTableOptions#silence()}, and finds the others at the next {@link
 *       LiveTableOptions#audit()}
 * </ul>
 *
 * <p>The reference count and the time of the last event are never kept. Identity is the original
 * tuple in its zone; a flow with another id, reply tuple or start is another flow, whose
 * predecessor is told as removed. Where the kernel does not say enough, as when an update of a flow
 * with labels carries none, the flow is looked up and may be older for as long as that takes.
 */
public final class LiveTable implements AutoCloseable {

  private static final long SECONDS_TO_END = 15; // a request may wait ten seconds for its answer
  private static final int TASKS = 2;

  private final FlowStore store = new FlowStore();
  private final Progress progress = new Progress();
  private final Tally tally = new Tally();
  private final Listeners listeners;
  private final Reconciler reconciler;
  private final Follower follower;
  private final AtomicInteger tasks = new AtomicInteger(TASKS);
  private final CountDownLatch running = new CountDownLatch(TASKS);
  private final ThreadLocal<Boolean> ours = ThreadLocal.withInitial(() -> false);

  private LiveTable(Conntrack conntrack, LiveTableOptions options) {
    long opened = System.nanoTime();
    LongSupplier seconds = () -> TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - opened);
    listeners = new Listeners(options.listeners(), tally);
    reconciler = new Reconciler(store, options, listeners, progress, tally, seconds);
    follower = new Follower(conntrack, options.events(), reconciler, progress, tally);
    Repairer repairer =
        new Repairer(conntrack.table(), options, store, reconciler, progress, tally, seconds);
    try {
      start("conntrack-mirror-events", follower, options.executor().orElse(null));
      start("conntrack-mirror-requests", repairer, options.executor().orElse(null));
    } catch (RuntimeException | Error e) {
      progress.close();
      follower.close();
      throw e;
    }
  }

  private void start(String name, Runnable task, @Nullable Executor executor) {
    if (executor != null) {
      executor.execute(() -> run(task));
      return;
    }
    Thread thread = new Thread(() -> run(task), name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run(Runnable task) {
    ours.set(true);
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      progress.fail(e);
      throw e;
    } finally {
      follower.close();
      progress.signal();
      if (tasks.decrementAndGet() == 0) {
        reconciler.tellEnd();
      }
      ours.remove();
      running.countDown();
    }
  }

  /** Opens a mirror of the whole table; as {@link #open(Conntrack, LiveTableOptions)}. */
  public static LiveTable open(Conntrack conntrack) {
    return open(conntrack, LiveTableOptions.DEFAULT);
  }

  /**
   * Subscribes to events and returns; the table is loaded in the background, see {@link
   * #awaitInStep}. A dump that fails is tried again, and {@link #failure()} says why.
   *
   * @throws io.conntrack.MissingPrivilegeException if the process may not listen (EPERM)
   * @throws ConntrackClosedException if the connection tracking system is closed
   */
  public static LiveTable open(Conntrack conntrack, LiveTableOptions options) {
    return new LiveTable(conntrack, options);
  }

  /** Looks a flow of the default zone up; as {@link #find(Tuple, Zone)}. */
  public Optional<Flow> find(Tuple tuple) {
    return find(tuple, Zone.DEFAULT);
  }

  /**
   * Looks a flow up by its original or its reply tuple. The zone is the one in which packets of
   * that direction are looked up. If flows have the tuple in both directions, the one that has it
   * as original is returned.
   */
  public Optional<Flow> find(Tuple tuple, Zone zone) {
    Flow flow = find(Direction.ORIGINAL, tuple, zone);
    return Optional.ofNullable(flow != null ? flow : find(Direction.REPLY, tuple, zone));
  }

  private @Nullable Flow find(Direction direction, Tuple tuple, Zone zone) {
    MirroredFlow found = store.find(direction, tuple, zone.id());
    return found == null ? null : found.flow();
  }

  /** Translates a tuple of the default zone; as {@link #translatedOf(Tuple, Zone)}. */
  public Optional<Tuple> translatedOf(Tuple tuple) {
    return translatedOf(tuple, Zone.DEFAULT);
  }

  /**
   * Returns what NAT makes of packets with this tuple, which come from the one side or the other:
   * the tuple that they have when they leave. It is the same tuple if the flow is not translated,
   * and empty if there is no such flow.
   *
   * @param tuple the addresses and ports of a packet before NAT
   */
  public Optional<Tuple> translatedOf(Tuple tuple, Zone zone) {
    Flow flow = find(Direction.ORIGINAL, tuple, zone);
    if (flow != null) {
      return Optional.of(flow.reply().inverse());
    }
    flow = find(Direction.REPLY, tuple, zone);
    return flow == null ? Optional.empty() : Optional.of(flow.original().inverse());
  }

  /** Finds the origin of a tuple of the default zone; as {@link #originalOf(Tuple, Zone)}. */
  public Optional<Tuple> originalOf(Tuple translated) {
    return originalOf(translated, Zone.DEFAULT);
  }

  /**
   * Returns what packets with this tuple, which NAT has translated, had before: undoes {@link
   * #translatedOf}. So a server that sees a connection from a router's address learns whose it is.
   *
   * @param translated the addresses and ports of a packet behind NAT
   * @throws IllegalArgumentException for an ICMP type that connection tracking does not pair with
   *     another
   */
  public Optional<Tuple> originalOf(Tuple translated, Zone zone) {
    Tuple answer = translated.inverse();
    Flow flow = find(Direction.REPLY, answer, zone);
    if (flow != null) {
      return Optional.of(flow.original());
    }
    flow = find(Direction.ORIGINAL, answer, zone);
    return flow == null ? Optional.empty() : Optional.of(flow.reply());
  }

  /** Returns the number of flows. */
  public int size() {
    return store.size();
  }

  /**
   * Returns the flows, in no order, while the mirror goes on changing. A flow that is there all the
   * time is returned exactly once, in the state in which the stream finds it; one that comes or
   * goes meanwhile may be returned or not. The stream holds nothing that has to be closed and may
   * be parallel.
   */
  public Stream<Flow> stream() {
    return StreamSupport.stream(store.spliterator(), false);
  }

  /** Hands the flows that a filter selects to {@code action}; see {@link #stream()}. */
  public void forEach(FlowFilter filter, Consumer<? super Flow> action) {
    store
        .spliterator()
        .forEachRemaining(
            flow -> {
              if (filter.test(flow)) {
                action.accept(flow);
              }
            });
  }

  /**
   * Tells a listener of all changes from now on. Whoever reads the mirror behind this call and
   * applies what the listener is told misses nothing, and may be told what it has read.
   */
  public void addListener(LiveTableListener listener) {
    listeners.add(listener);
  }

  /** Tells a listener nothing more; a call that runs in another thread goes on. */
  public void removeListener(LiveTableListener listener) {
    listeners.remove(listener);
  }

  /** Returns whether the mirror is what the table is. */
  public LiveTableState state() {
    return progress.state();
  }

  /** Says whether {@link #state()} is {@link LiveTableState#IN_STEP}. */
  public boolean isInStep() {
    return state() == LiveTableState.IN_STEP;
  }

  /**
   * Waits until the mirror is in step.
   *
   * @return whether it is; false if time is up or the mirror has ended
   */
  public boolean awaitInStep(Duration timeout) throws InterruptedException {
    return progress.awaitInStep(timeout);
  }

  /**
   * Returns why the mirror ended by itself, or why the last dump, look-up or stream of events
   * failed if that has not succeeded since.
   */
  public Optional<Throwable> failure() {
    return progress.failure();
  }

  /**
   * Dumps the table again for what events do not tell, and waits for the end of it. The mirror is
   * not out of step meanwhile.
   *
   * @return whether a dump that began after this call was merged; false if time is up or the mirror
   *     has ended
   */
  public boolean refresh(Duration timeout) throws InterruptedException {
    return progress.awaitCompleted(progress.requestDump(), timeout);
  }

  /** Returns the numbers of this mirror so far. */
  public LiveTableStatistics statistics() {
    return tally.snapshot(follower.statistics().lag());
  }

  /**
   * Ends the mirror and waits until its tasks have, unless a listener calls; further calls do
   * nothing. A task that waits for the kernel's answer ends with that. The connection tracking
   * system stays open, and what the mirror has can still be read.
   */
  @Override
  public void close() {
    progress.close();
    follower.close();
    if (ours.get()) {
      return;
    }
    try {
      running.await(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
