package io.conntrack.netlink.internal.bpf;

import io.conntrack.IpFamily;
import io.conntrack.filter.NumberSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a program can ask of an event: the step between a filter and instructions. Immutable.
 *
 * <p>Conditions are pure, so the factories below may join, sort and share them.
 */
sealed interface Condition {

  /** Holds for every event, or for none. */
  enum Always implements Condition {
    TRUE,
    FALSE
  }

  /** Holds if all parts do; at least two. */
  record All(List<Condition> parts) implements Condition {}

  /** Holds if one of the parts does; at least two. */
  record OneOf(List<Condition> parts) implements Condition {}

  /** Holds if the other does not. */
  record Opposite(Condition of) implements Condition {}

  /** Holds for events of a family. */
  record OfFamily(IpFamily family) implements Condition {}

  /**
   * Holds if the bits of a word under a mask, as a number, are in a set.
   *
   * @param mask which bits of the word count; those beyond its width never do
   * @param ifAbsent whether it holds for an event that lacks the optional attribute
   */
  record WordIn(Word word, int mask, NumberSet values, boolean ifAbsent) implements Condition {
    /** Clears the bits of the mask beyond the width of the word. */
    public WordIn {
      mask &= word.width().mask();
    }
  }

  /** Holds if an optional attribute is there. */
  record Present(Attribute attribute) implements Condition {}

  /** Holds if two words of two attributes are equal, or one of these is not there. */
  record Same(Word one, Word other) implements Condition {}

  /** Returns the condition that holds if all do. */
  static Condition all(Stream<Condition> conditions) {
    List<Condition> parts = new ArrayList<>();
    for (Condition part : conditions.toList()) {
      if (part.equals(Always.FALSE)) {
        return Always.FALSE;
      }
      if (part instanceof All inner) {
        parts.addAll(inner.parts);
      } else if (!part.equals(Always.TRUE)) {
        parts.add(part);
      }
    }
    return switch (parts.size()) {
      case 0 -> Always.TRUE;
      case 1 -> parts.get(0);
      default -> new All(List.copyOf(parts));
    };
  }

  static Condition all(Condition... conditions) {
    return all(Stream.of(conditions));
  }

  /** Returns the condition that holds if one of them does. */
  static Condition oneOf(Stream<Condition> conditions) {
    List<Condition> flat = flat(conditions);
    if (flat.contains(Always.TRUE)) {
      return Always.TRUE;
    }
    List<Condition> parts = shareHeads(joinSets(flat));
    return switch (parts.size()) {
      case 0 -> Always.FALSE;
      case 1 -> parts.get(0);
      default -> new OneOf(List.copyOf(parts));
    };
  }

  static Condition oneOf(Condition... conditions) {
    return oneOf(Stream.of(conditions));
  }

  /** Returns the condition that holds if this one does not. */
  default Condition opposite() {
    if (this instanceof Always) {
      return this == Always.TRUE ? Always.FALSE : Always.TRUE;
    }
    return this instanceof Opposite opposite ? opposite.of : new Opposite(this);
  }

  /** Returns the attributes that are asked for, each as often as it is. */
  default Stream<Attribute> attributes() {
    if (this instanceof All all) {
      return all.parts.stream().flatMap(Condition::attributes);
    }
    if (this instanceof OneOf one) {
      return one.parts.stream().flatMap(Condition::attributes);
    }
    if (this instanceof Opposite opposite) {
      return opposite.of.attributes();
    }
    if (this instanceof Same same) {
      return Stream.of(same.one.attribute(), same.other.attribute());
    }
    if (this instanceof Present present) {
      return Stream.of(present.attribute);
    }
    return this instanceof WordIn set ? Stream.of(set.word.attribute()) : Stream.of();
  }

  private static List<Condition> flat(Stream<Condition> conditions) {
    return conditions
        .flatMap(part -> part instanceof OneOf inner ? inner.parts.stream() : Stream.of(part))
        .filter(part -> !part.equals(Always.FALSE))
        .toList();
  }

  /** Makes one set of the sets in which the same word may be: that is searched, not tried. */
  private static List<Condition> joinSets(List<Condition> parts) {
    record Subject(Word word, int mask) {}
    Map<Subject, List<WordIn>> sets = new LinkedHashMap<>();
    List<Condition> joined = new ArrayList<>();
    for (Condition part : parts) {
      if (part instanceof WordIn set) {
        Subject subject = new Subject(set.word, set.mask);
        sets.computeIfAbsent(subject, first -> new ArrayList<>()).add(set);
      } else {
        joined.add(part);
      }
    }
    sets.values().forEach(same -> joined.add(join(same)));
    return joined;
  }

  private static WordIn join(List<WordIn> sets) {
    WordIn first = sets.get(0);
    return new WordIn(
        first.word,
        first.mask,
        NumberSet.of(sets.stream().flatMap(set -> set.values.ranges().stream()).toList()),
        sets.stream().anyMatch(WordIn::ifAbsent));
  }

  /** Turns {@code a and b or a and c} into {@code a and (b or c)}. */
  private static List<Condition> shareHeads(List<Condition> parts) {
    Map<Condition, List<Condition>> tails = new LinkedHashMap<>();
    for (Condition part : parts) {
      List<Condition> sequence = part instanceof All all ? all.parts : List.of(part);
      tails
          .computeIfAbsent(sequence.get(0), head -> new ArrayList<>())
          .add(all(sequence.stream().skip(1)));
    }
    if (tails.size() == parts.size()) {
      return parts;
    }
    List<Condition> shared = new ArrayList<>();
    tails.forEach((head, tail) -> shared.add(all(head, oneOf(tail.stream()))));
    return shared;
  }
}
