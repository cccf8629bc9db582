package io.conntrack.mirror;

import io.conntrack.Direction;
import io.conntrack.EventType;
import io.conntrack.Flow;
import io.conntrack.FlowAttribute;
import io.conntrack.FlowFilter;
import io.conntrack.FlowView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The writer: brings together what events, dumps and look-ups say, whose order nobody guarantees.
 * Thread-safe: one of them at a time.
 *
 * <p>Two rules make that exact. What was asked for after an event was applied is newer than that
 * event, so a dump or look-up counts for a flow unless an event touched the flow since the request
 * began; what it shows may be newer than events that are still queued, but those end with its state
 * again. And a look-up decides where the rest leaves something open: where a dump shows a flow that
 * ended while it ran, where it does not show one that did not end, and where an event does not say
 * all that the flow has.
 */
final class Reconciler {

  private static final int DEPARTURES = 100_000;
  private static final int QUESTIONS = 100_000;
  private static final int SECONDS_BEHIND_TIMEOUT = 2; // the kernel rounds down

  private final FlowStore store;
  private final FlowFilter filter;
  private final Listeners listeners;
  private final Progress progress;
  private final Tally tally;
  private final LongSupplier seconds;
  private final long silence;
  private final Merge merge = new Merge();
  private final Departures departures = new Departures(DEPARTURES);
  private final Questions questions;
  private int dump; // the number of the last one
  private long asked; // when the last dump or look-up began

  Reconciler(
      FlowStore store,
      LiveTableOptions options,
      Listeners listeners,
      Progress progress,
      Tally tally,
      LongSupplier seconds) {
    this.store = store;
    this.filter = options.filter();
    this.listeners = listeners;
    this.progress = progress;
    this.tally = tally;
    this.seconds = seconds;
    this.silence = Math.max(1, atMostHours(options.silence()).toSeconds());
    this.questions = new Questions(QUESTIONS, tally);
  }

  private static Duration atMostHours(Duration time) {
    Duration limit = Duration.ofHours(100_000);
    return time.compareTo(limit) > 0 ? limit : time;
  }

  /** Applies an event. */
  synchronized void event(EventType type, FlowView event, long portId) {
    MirroredFlow known = store.find(event);
    switch (type) {
      case NEW -> begun(known, event);
      case UPDATE -> changed(known, event, portId != 0);
      case DESTROY -> ended(known, event);
    }
    tally.events.incrementAndGet(); // last, so that who waits for it sees what the event did
  }

  private void begun(@Nullable MirroredFlow known, FlowView event) {
    Flow created = merge.created(event);
    boolean doubtful = merge.isDoubtful();
    if (known == null) {
      addSelected(created);
    } else {
      Flow before = known.liveFlow();
      if (isSuccessor(before, event)) {
        replace(known, created, ChangeCause.EVENT);
      } else {
        boolean sameStart = event.has(FlowAttribute.EVENT_TIME) && before.has(FlowAttribute.START);
        accept(known, sameStart ? merge.supplemented(created, before) : created, ChangeCause.EVENT);
      }
    }
    if (doubtful) {
      ask(FlowKey.of(created));
    }
  }

  /** A flow is allocated, which is the time of its event, shortly before it starts. */
  private static boolean isSuccessor(Flow known, FlowView event) {
    return Likeness.areTwoFlows(known, event)
        || (event.has(FlowAttribute.EVENT_TIME)
            && known.has(FlowAttribute.START)
            && event.eventNanos() > known.startNanos());
  }

  private void addSelected(Flow flow) {
    if (filter.test(flow)) {
      add(flow, ChangeCause.EVENT);
    } else {
      departures.add(flow); // a dump may still show it as one that matches
    }
  }

  private void changed(@Nullable MirroredFlow known, FlowView event, boolean byRequest) {
    if (known != null && !Likeness.areTwoFlows(known.liveFlow(), event)) {
      boolean stale = mayBeStale(known) && !(byRequest && Merge.tellsAll(event));
      Flow after = merge.changed(known.liveFlow(), event, byRequest);
      boolean doubtful = merge.isDoubtful() || stale;
      accept(known, after, ChangeCause.EVENT);
      if (doubtful) {
        ask(FlowKey.of(after));
      }
      return;
    }
    Flow guess = merge.unknownChanged(event);
    if (known != null) {
      replace(known, guess, ChangeCause.EVENT);
    } else {
      addSelected(guess);
    }
    if (!Certainty.isDecided(filter, guess, false)) {
      ask(FlowKey.of(guess));
    }
  }

  /**
   * After a loss, what is known of a flow may be out of date until a dump shows it again. An event
   * that tells only what changed then makes it newer than that dump, and yet not right.
   */
  private boolean mayBeStale(MirroredFlow known) {
    return progress.state() != LiveTableState.IN_STEP && !known.isKnownSince(dump);
  }

  private void ended(@Nullable MirroredFlow known, FlowView event) {
    departures.add(event);
    if (known == null) {
      return;
    }
    Flow before = known.liveFlow();
    if (Likeness.areTwoFlows(before, event) || Likeness.startsDiffer(before, event)) {
      ask(FlowKey.of(event)); // the end of a predecessor, or of both
    } else {
      remove(known, merge.ended(before, event), ChangeCause.EVENT);
    }
  }

  /** Notes that events were lost, so that a dump is needed. */
  synchronized void lost(long count) {
    tally.losses.incrementAndGet();
    tally.lostEvents.addAndGet(count);
    requestRepair();
  }

  /** Requests a dump because something is missing. */
  synchronized void requestRepair() {
    if (progress.requestRepair()) {
      listeners.state(LiveTableState.REPAIRING);
    }
  }

  /** Notes that a dump is about to begin and returns its number. */
  synchronized int beginDump() {
    beginLookups();
    return ++dump;
  }

  /** Applies what the last dump showed. */
  synchronized void image(FlowView image) {
    MirroredFlow known = store.find(image);
    if (known == null) {
      if (departures.mayContain(image)) {
        ask(FlowKey.of(image));
      } else if (filter.test(image)) {
        add(merge.image(image), ChangeCause.RESYNC);
      }
    } else if (!known.isKnownSince(dump)) {
      accept(known, merge.image(image), ChangeCause.RESYNC);
    } else if (Merge.canSupplement(image) && !Likeness.areTwoFlows(known.liveFlow(), image)) {
      known.replace(merge.supplemented(known.liveFlow(), image));
    }
  }

  /** Returns the flows that this dump, the last one, did not show, though nothing ended them. */
  List<FlowKey> missing(int number) {
    List<FlowKey> missing = new ArrayList<>();
    store.forEach(
        flow -> {
          Flow current = flow.flow();
          if (current != null && !flow.isKnownSince(number)) {
            missing.add(FlowKey.of(current));
          }
        });
    return missing;
  }

  /** Notes that the dump for this request, and all look-ups it made necessary, are applied. */
  synchronized void completeDump(long request) {
    departures.end();
    tally.dumps.incrementAndGet();
    if (progress.complete(request)) {
      listeners.state(LiveTableState.IN_STEP);
    }
  }

  /** Takes out some of the flows that have to be looked up. */
  synchronized List<FlowKey> questions(int count) {
    return questions.take(count);
  }

  synchronized boolean hasQuestions() {
    return !questions.isEmpty();
  }

  /** Notes that look-ups begin. */
  synchronized void beginLookups() {
    asked = seconds.getAsLong();
    departures.begin();
  }

  /** Notes that look-ups are over. */
  synchronized void endLookups() {
    departures.end();
  }

  /** Returns what is known of a flow before it is looked up, null if it is unknown. */
  synchronized @Nullable Flow known(FlowKey key) {
    MirroredFlow known = find(key);
    return known == null ? null : known.flow();
  }

  private @Nullable MirroredFlow find(FlowKey key) {
    return store.find(Direction.ORIGINAL, key.original(), key.zoneId());
  }

  /**
   * Applies what a look-up found, unless more was learned meanwhile.
   *
   * @param before what was known when the look-up began; each event makes that another object
   */
  @SuppressWarnings("ReferenceEquality") // an equal flow may have become another and this again
  synchronized void answer(FlowKey key, @Nullable Flow before, Optional<Flow> found) {
    tally.lookups.incrementAndGet();
    MirroredFlow known = find(key);
    if (known == null) {
      appear(key, before, found);
    } else if (known.flow() != before) {
      askAgainUnlessNew(key, before);
    } else if (found.isEmpty()) {
      remove(known, known.liveFlow(), ChangeCause.RESYNC);
    } else {
      accept(known, merge.image(found.get()), ChangeCause.RESYNC);
    }
  }

  private void appear(FlowKey key, @Nullable Flow before, Optional<Flow> found) {
    if (before != null || found.isEmpty()) {
      return; // it has ended
    }
    if (departures.mayContain(key)) {
      ask(key);
    } else if (filter.test(found.get())) {
      add(merge.image(found.get()), ChangeCause.RESYNC);
    }
  }

  private void askAgainUnlessNew(FlowKey key, @Nullable Flow before) {
    if (before != null) {
      ask(key);
    }
  }

  private void ask(FlowKey key) {
    if (!questions.add(key)) {
      requestRepair();
    }
    progress.signal();
  }

  private void add(Flow flow, ChangeCause cause) {
    MirroredFlow added = store.add(flow);
    tally.silentFlows.incrementAndGet();
    learned(added, flow, cause);
    listeners.added(flow, cause);
  }

  private void accept(MirroredFlow known, Flow after, ChangeCause cause) {
    Flow before = known.liveFlow();
    if (!filter.test(after)) {
      departures.add(after);
      remove(known, before, cause);
    } else if (cause == ChangeCause.RESYNC
        && (Likeness.areTwoFlows(before, after) || Likeness.startsDiffer(before, after))) {
      replace(known, after, cause);
    } else {
      known.replace(after);
      learned(known, after, cause);
      if (cause == ChangeCause.EVENT || !Likeness.agree(before, after)) {
        listeners.changed(before, after, cause);
      }
    }
  }

  private void learned(MirroredFlow flow, Flow state, ChangeCause cause) {
    flow.markKnown(dump);
    if (cause == ChangeCause.EVENT && !flow.hasSpoken()) {
      flow.markSpoken();
      tally.silentFlows.decrementAndGet();
    }
    flow.checkAt(flow.hasSpoken() ? Integer.MAX_VALUE : checkTime(state));
  }

  private int checkTime(Flow flow) {
    long wait = silence;
    if (flow.has(FlowAttribute.TIMEOUT)) {
      wait = Math.min(wait, flow.timeoutSeconds() + SECONDS_BEHIND_TIMEOUT);
    }
    return (int) Math.min(asked + wait, Integer.MAX_VALUE);
  }

  private void replace(MirroredFlow known, Flow successor, ChangeCause cause) {
    remove(known, known.liveFlow(), cause);
    if (filter.test(successor)) {
      add(successor, cause);
    } else {
      departures.add(successor);
    }
  }

  private void remove(MirroredFlow known, Flow last, ChangeCause cause) {
    if (!known.hasSpoken()) {
      tally.silentFlows.decrementAndGet();
    }
    store.remove(known);
    listeners.removed(last, cause);
  }

  /** Tells that the mirror has ended, when nothing can change any more. */
  synchronized void tellEnd() {
    listeners.state(progress.state());
  }
}
