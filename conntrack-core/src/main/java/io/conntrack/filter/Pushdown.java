package io.conntrack.filter;

import io.conntrack.Direction;
import io.conntrack.FlowView;
import io.conntrack.IpFamily;
import io.conntrack.Protocol;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The conditions that a filter has for a kernel, all of which a flow must meet: at most one on each
 * field. Immutable.
 *
 * <p>Only what can be said to a kernel is in it: conditions on tuples need the family, those on
 * ports or ICMP need the protocol too.
 */
public final class Pushdown {

  /** No condition, which every flow meets. */
  public static final Pushdown NONE = new Pushdown(new EnumMap<>(KernelField.class));

  private final EnumMap<KernelField, KernelCondition> conditions;

  private Pushdown(EnumMap<KernelField, KernelCondition> conditions) {
    this.conditions = conditions;
  }

  /**
   * Returns these conditions without those that cannot be said.
   *
   * @throws IllegalArgumentException if two of them are about the same field
   */
  public static Pushdown of(KernelCondition... conditions) {
    return of(List.of(conditions));
  }

  /**
   * Returns these conditions without those that cannot be said.
   *
   * @throws IllegalArgumentException if two of them are about the same field
   */
  public static Pushdown of(Collection<KernelCondition> conditions) {
    EnumMap<KernelField, KernelCondition> byField = new EnumMap<>(KernelField.class);
    for (KernelCondition condition : conditions) {
      KernelCondition other = byField.put(condition.field(), condition);
      if (other != null) {
        throw new IllegalArgumentException(
            "a kernel compares " + condition.field() + " with one value, not with two");
      }
    }
    EnumMap<KernelField, KernelCondition> sayable = new EnumMap<>(byField);
    sayable.keySet().removeIf(field -> !isSayable(field, byField));
    return new Pushdown(sayable);
  }

  private static boolean isSayable(
      KernelField field, Map<KernelField, KernelCondition> conditions) {
    KernelCondition family = conditions.get(KernelField.FAMILY);
    KernelCondition protocol = conditions.get(KernelField.PROTOCOL);
    return switch (field.kind()) {
      case FLOW -> true;
      case PROTOCOL, ADDRESS -> family != null;
      case PORT -> family != null && (is(protocol, Protocol.TCP) || is(protocol, Protocol.UDP));
      case ICMP ->
          KernelCondition.of(IpFamily.IPV4).equals(family)
              ? is(protocol, Protocol.ICMP)
              : family != null && is(protocol, Protocol.ICMPV6);
    };
  }

  private static boolean is(@Nullable KernelCondition condition, Protocol protocol) {
    return condition != null && condition.low() == protocol.number();
  }

  /** Says whether there is no condition. */
  public boolean isEmpty() {
    return conditions.isEmpty();
  }

  /** Returns the fields that are compared. */
  public Set<KernelField> fields() {
    return Collections.unmodifiableSet(conditions.keySet());
  }

  /** Returns the conditions, in the order of their fields. */
  public Collection<KernelCondition> conditions() {
    return Collections.unmodifiableCollection(conditions.values());
  }

  /** Returns the condition on a field, null if there is none. */
  public @Nullable KernelCondition condition(KernelField field) {
    return conditions.get(field);
  }

  /** Says whether a field is compared. */
  public boolean has(KernelField field) {
    return conditions.containsKey(field);
  }

  /** Says whether a field of this direction's tuple is compared, the protocol aside. */
  public boolean hasAny(Direction direction) {
    return conditions.keySet().stream().anyMatch(field -> field.isOf(direction));
  }

  /** Returns the family that flows must have, null for any. */
  public @Nullable IpFamily family() {
    KernelCondition family = conditions.get(KernelField.FAMILY);
    return family == null ? null : family.family();
  }

  /** Returns the conditions on these fields, without those that cannot be said alone. */
  public Pushdown only(Set<KernelField> fields) {
    EnumSet<KernelField> kept = EnumSet.noneOf(KernelField.class);
    kept.addAll(conditions.keySet());
    kept.retainAll(fields);
    return kept.size() == conditions.size()
        ? this
        : of(kept.stream().map(conditions::get).toList());
  }

  /** Says whether the flow meets all conditions. */
  public boolean test(FlowView flow) {
    return conditions.values().stream().allMatch(condition -> condition.test(flow));
  }

  /** Says whether each flow that meets these conditions meets the others. */
  boolean implies(Collection<KernelCondition> others) {
    return others.stream()
        .allMatch(
            other -> {
              KernelCondition own = conditions.get(other.field());
              return own != null && own.implies(other);
            });
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Pushdown that && conditions.equals(that.conditions);
  }

  @Override
  public int hashCode() {
    return conditions.hashCode();
  }

  /** Returns the conditions in words: {@code family ipv4, mark 0x10/0xff}. */
  @Override
  public String toString() {
    IpFamily family = family();
    return conditions.values().stream()
        .map(
            condition ->
                words(condition.field())
                    + " "
                    + condition.text(family == null ? IpFamily.IPV4 : family))
        .collect(Collectors.joining(", "));
  }

  /** Returns a field in words: {@code original destination port}. */
  public static String words(KernelField field) {
    return field.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
