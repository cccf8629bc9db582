package io.conntrack.netlink.internal;

import io.conntrack.ConntrackException;
import io.conntrack.IpFamily;
import io.conntrack.filter.KernelField;
import io.conntrack.filter.KernelTrust;
import io.conntrack.filter.Pushdown;
import io.conntrack.netlink.internal.Prober.Place;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trusts the kernel with what a trial has shown, each form of conditions once; where no trial is
 * possible or worth its time, with what cannot do harm. Thread-safe.
 *
 * <p>Harmless in a dump are the family and the mark: the process tests again what a kernel delivers
 * that does not know them, and no kernel is known to miss flows by them. In a flush nothing is
 * harmless.
 */
final class ProbedTrust implements KernelTrust {

  /**
   * How many flows make a trial worth its time: to copy and read so many takes a dump as long as
   * the walk over the hash table that a trial costs.
   */
  static final long WORTH_PROBING = 20_000;

  private static final Logger log = LoggerFactory.getLogger(ProbedTrust.class);
  private static final Set<KernelField> HARMLESS = EnumSet.of(KernelField.FAMILY, KernelField.MARK);
  private static final String RULE =
      "by rule: a kernel that ignores them delivers more, never less";

  private final LongSupplier count;
  private final Prober prober;
  private final long worthProbing;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Trial, Finding> findings = new HashMap<>(); // guarded by lock

  /**
   * Trusts nothing yet.
   *
   * @param count tells the number of flows in the table
   * @param worthProbing from how many flows on trials are made
   */
  ProbedTrust(LongSupplier count, Prober prober, long worthProbing) {
    this.count = count;
    this.prober = prober;
    this.worthProbing = worthProbing;
  }

  private record Trial(Place place, Pushdown form) {}

  /** What came of trials: the fields to trust, or why there was none. */
  private record Finding(Set<KernelField> honoured, String failure) {}

  @Override
  public Grant dump(Pushdown wanted) {
    Pushdown harmless = wanted.only(HARMLESS);
    if (harmless.equals(wanted)) {
      return new Grant(wanted, RULE);
    }
    Finding known = known(Place.DUMP, wanted);
    if (known == null) {
      return new Grant(harmless, notWorthIt() + RULE);
    }
    if (!known.failure().isEmpty()) {
      return new Grant(harmless, "probing failed, " + known.failure() + "; " + RULE);
    }
    Pushdown proven = wanted.only(known.honoured());
    return proven.isEmpty()
        ? new Grant(harmless, "in a trial this kernel got the others wrong; " + RULE)
        : new Grant(proven, "proven by a trial" + except(wanted, proven));
  }

  @Override
  public Grant flush(Pushdown exact) {
    Finding known = known(Place.FLUSH, exact);
    if (known == null) {
      return Grant.nothing(notWorthIt() + "flows are deleted one by one");
    }
    if (!known.failure().isEmpty()) {
      return Grant.nothing("probing failed, " + known.failure());
    }
    Pushdown proven = exact.only(known.honoured());
    return proven.equals(exact)
        ? new Grant(exact, "proven by a trial: deletes these and no others")
        : Grant.nothing("in a trial this kernel deleted other flows" + except(exact, proven));
  }

  private String notWorthIt() {
    return "the table has less than " + worthProbing + " flows, not worth a trial; ";
  }

  private static String except(Pushdown wanted, Pushdown proven) {
    String failed =
        wanted.fields().stream()
            .filter(field -> !proven.has(field))
            .map(Pushdown::words)
            .collect(Collectors.joining(", "));
    return failed.isEmpty() ? "" : "; it does not honour " + failed;
  }

  /**
   * Returns what is known of the form of these conditions, after a trial if need be; null if not.
   */
  private @Nullable Finding known(Place place, Pushdown conditions) {
    Trial trial = new Trial(place, ProbeValues.form(conditions));
    lock.lock();
    try {
      Finding finding = findings.get(trial);
      if (finding == null && count.getAsLong() >= worthProbing) {
        finding = find(trial);
        findings.put(trial, finding);
        log.debug("a {} by {}: {}", place, trial.form(), finding);
      }
      return finding;
    } finally {
      lock.unlock();
    }
  }

  private Finding find(Trial trial) {
    try {
      Set<KernelField> honoured =
          trial.place() == Place.FLUSH
              ? honouredByFlush(trial.form())
              : honouredTogether(trial.form());
      return new Finding(honoured, "");
    } catch (ConntrackException e) {
      return new Finding(Set.of(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * Tries the family alone too where addresses are compared: the trial's flow of the other family
   * has other addresses, so it would survive a kernel that ignores the family.
   */
  private Set<KernelField> honouredByFlush(Pushdown form) {
    Set<KernelField> honoured = EnumSet.noneOf(KernelField.class);
    honoured.addAll(prober.honoured(Place.FLUSH, form));
    boolean addresses =
        form.fields().stream().anyMatch(field -> field.kind() == KernelField.Kind.ADDRESS);
    if (addresses && honoured.contains(KernelField.FAMILY)) {
      Pushdown family = form.only(EnumSet.of(KernelField.FAMILY));
      if (!prober.honoured(Place.FLUSH, family).contains(KernelField.FAMILY)) {
        honoured.remove(KernelField.FAMILY);
      }
    }
    return honoured;
  }

  /** Leaves conditions out until the kernel does right with those that are left. */
  private Set<KernelField> honouredTogether(Pushdown form) {
    Set<Pushdown> candidates = new LinkedHashSet<>();
    candidates.add(form);
    candidates.add(form.only(withoutAddresses(form)));
    candidates.add(form.only(EnumSet.range(KernelField.FAMILY, KernelField.ZONE)));
    for (Pushdown candidate : candidates) {
      Pushdown left = candidate;
      while (!form.only(HARMLESS).fields().containsAll(left.fields())) {
        Set<KernelField> honoured = prober.honoured(Place.DUMP, left);
        if (honoured.containsAll(left.fields())) {
          return left.fields();
        }
        left = left.only(honoured);
      }
    }
    return Set.of();
  }

  /** Kernels up to now turn the comparison of IPv6 addresses round. */
  private static Set<KernelField> withoutAddresses(Pushdown form) {
    Set<KernelField> fields = EnumSet.allOf(KernelField.class);
    if (form.family() == IpFamily.IPV6) {
      fields.removeIf(field -> field.kind() == KernelField.Kind.ADDRESS);
    }
    return fields;
  }
}
