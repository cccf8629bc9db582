package io.conntrack.examples.conntrackd.config;

import io.conntrack.examples.conntrackd.config.Section.Form;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads words as the table of clauses allows them. Not thread-safe; confine to one thread.
 *
 * <p>Says of the first word that stands wrong which one it is, where, and what may stand there.
 */
final class BlockParser {

  private final List<Word> words;
  private int position;

  private BlockParser(List<Word> words) {
    this.words = words;
  }

  /**
   * Reads a whole file.
   *
   * @throws ConfigurationException if it is not as {@code section} allows
   */
  static Block parse(String text, Section section) {
    BlockParser parser = new BlockParser(Lexer.words(text));
    List<Directive> directives = new ArrayList<>();
    while (!parser.next().isEnd()) {
      directives.add(parser.directive(section, "the file"));
    }
    return new Block(List.copyOf(directives), List.of());
  }

  private Word next() {
    return words.get(position);
  }

  private Word take() {
    return words.get(position++);
  }

  private Directive directive(Section section, String where) {
    Word name = next();
    List<Form> forms =
        section
            .forms(name.text())
            .orElseThrow(
                () ->
                    ConfigurationException.unexpected(
                        name, where + " takes " + String.join(", ", section.names())));
    position++;
    Form form =
        forms.stream()
            .filter(one -> one.beginsWith(next()))
            .findFirst()
            .orElseThrow(() -> unexpected(name, forms));
    List<String> values = form.values().stream().map(value -> value(name, value)).toList();
    Block body = form.body() == null ? Block.EMPTY : body(form.body(), "`" + name.text() + "'");
    return new Directive(name.text(), name.line(), values, body);
  }

  private ConfigurationException unexpected(Word name, List<Form> forms) {
    List<String> allowed = forms.stream().map(Form::description).toList();
    return ConfigurationException.unexpected(
        next(), "`" + name.text() + "' takes " + String.join(", or ", allowed));
  }

  private String value(Word name, Value value) {
    if (!value.accepts(next().text())) {
      throw ConfigurationException.unexpected(
          next(), "`" + name.text() + "' takes " + value.description());
    }
    return take().text();
  }

  private Block body(Section section, String where) {
    if (!next().is("{")) {
      throw ConfigurationException.unexpected(next(), where + " takes {");
    }
    position++;
    List<Directive> directives = new ArrayList<>();
    List<Word> bare = new ArrayList<>();
    while (!next().is("}")) {
      if (next().isEnd()) {
        throw ConfigurationException.unexpected(next(), where + " has no closing }");
      }
      if (section.word().isPresent()) {
        bare.add(word(section.word().get(), where));
      } else {
        directives.add(directive(section, where));
      }
    }
    position++;
    return new Block(List.copyOf(directives), List.copyOf(bare));
  }

  private Word word(Value allowed, String where) {
    if (!allowed.accepts(next().text())) {
      throw ConfigurationException.unexpected(next(), where + " takes " + allowed.description());
    }
    return take();
  }
}
