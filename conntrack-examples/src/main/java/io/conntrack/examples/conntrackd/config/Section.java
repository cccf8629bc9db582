package io.conntrack.examples.conntrackd.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may stand between two braces: clauses by name, or bare words. Immutable once the table of
 * clauses is complete.
 */
final class Section {

  private final Map<String, List<Form>> clauses = new LinkedHashMap<>();
  private final @Nullable Value word;

  private Section(@Nullable Value word) {
    this.word = word;
  }

  static Section ofClauses() {
    return new Section(null);
  }

  static Section ofWords(Value word) {
    return new Section(word);
  }

  /**
   * One way to write a clause. Immutable.
   *
   * @param values the words behind the name
   * @param body what its braces hold, null if it has none
   */
  record Form(List<Value> values, @Nullable Section body) {

    static Form of(Value... values) {
      return new Form(List.of(values), null);
    }

    static Form block(Section body, Value... values) {
      return new Form(List.of(values), body);
    }

    /** Says whether the word behind the name is one with which this form begins. */
    boolean beginsWith(Word next) {
      return values.isEmpty() ? next.is("{") : values.get(0).accepts(next.text());
    }

    String description() {
      return values.isEmpty() ? "{" : values.get(0).description();
    }
  }

  /** Allows a clause, in one of these forms. */
  Section clause(String name, Form... forms) {
    clauses.put(name, List.of(forms));
    return this;
  }

  /** Allows a clause of one word. */
  Section clause(String name, Value value) {
    return clause(name, Form.of(value));
  }

  /** Allows all that another section allows. */
  Section including(Section other) {
    clauses.putAll(other.clauses);
    return this;
  }

  Optional<List<Form>> forms(String name) {
    return Optional.ofNullable(clauses.get(name));
  }

  Set<String> names() {
    return clauses.keySet();
  }

  /** Says what bare words may stand here, empty if only clauses do. */
  Optional<Value> word() {
    return Optional.ofNullable(word);
  }
}
