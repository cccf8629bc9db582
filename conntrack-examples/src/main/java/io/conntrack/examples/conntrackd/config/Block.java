package io.conntrack.examples.conntrackd.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What stands between two braces. Of a clause that is repeated the last one counts, unless all are
 * asked for. Immutable.
 *
 * @param directives the clauses, in their order
 * @param words the bare words, in their order
 */
record Block(List<Directive> directives, List<Word> words) {

  static final Block EMPTY = new Block(List.of(), List.of());

  /** Returns all clauses with one of these names. */
  List<Directive> all(String... names) {
    return directives.stream().filter(one -> List.of(names).contains(one.name())).toList();
  }

  /** Returns the last clause with one of these names. */
  Optional<Directive> last(String... names) {
    List<Directive> all = all(names);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** Returns what all blocks of that name hold together. */
  Block merged(String name) {
    return new Block(
        all(name).stream().flatMap(one -> one.body().directives().stream()).toList(),
        all(name).stream().flatMap(one -> one.body().words().stream()).toList());
  }

  boolean has(String name) {
    return last(name).isPresent();
  }

  boolean isOn(String name, boolean otherwise) {
    return last(name).map(clause -> Value.isOn(clause.value())).orElse(otherwise);
  }

  int number(String name, int otherwise) {
    return last(name).map(clause -> (int) clause.number(0, Integer.MAX_VALUE)).orElse(otherwise);
  }

  Duration seconds(String name, long otherwise) {
    return Duration.ofSeconds(
        last(name).map(clause -> clause.number(0, Integer.MAX_VALUE)).orElse(otherwise));
  }

  /** Returns a path, none for {@code off}, and for {@code on} what it stands for. */
  Optional<Path> file(String name, String whenOn) {
    Optional<Directive> clause = last(name);
    if (clause.isEmpty() || clause.get().value().startsWith("/")) {
      return clause.map(path -> Block.path(path, 256, name + " path"));
    }
    return Value.isOn(clause.get().value()) ? Optional.of(Path.of(whenOn)) : Optional.empty();
  }

  /**
   * Returns the path of a clause.
   *
   * @throws ConfigurationException if it is too long
   */
  static Path path(Directive clause, int longest, String what) {
    if (clause.value().length() > longest) {
      throw ConfigurationException.wrong(
          clause, what + " is longer than " + longest + " characters");
    }
    return Path.of(clause.value());
  }
}
