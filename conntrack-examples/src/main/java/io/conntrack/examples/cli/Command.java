package io.conntrack.examples.cli;

import java.util.List;

/** What a command line asks for. */
@SuppressWarnings("ImmutableEnumChecker") // its list of names is unmodifiable
enum Command implements Flag {
  LIST('L', "dump", 0),
  CREATE('I', "create", 1),
  UPDATE('U', "update", 2),
  DELETE('D', "delete", 3),
  GET('G', "get", 4),
  FLUSH('F', "flush", 5),
  EVENT('E', "event", 6),
  COUNT('C', "counter"),
  VERSION('V', "version"),
  HELP('h', "help"),
  STATISTICS('S', "stats"),
  ADD('A', "add", 1);

  private static final int NO_OPTIONS = -1;

  private final char letter;
  private final List<String> names;
  private final int column;

  Command(char letter, String name) {
    this(letter, name, NO_OPTIONS);
  }

  Command(char letter, String name, int column) {
    this.letter = letter;
    this.names = List.of(name);
    this.column = column;
  }

  @Override
  public char letter() {
    return letter;
  }

  @Override
  public List<String> names() {
    return names;
  }

  /** Returns that it may be followed by the name of a table. */
  @Override
  public Value value() {
    return Value.OPTIONAL_WORD;
  }

  /** Says whether it looks for flows that match its options. */
  boolean selects() {
    return framesOutput() || this == UPDATE || this == DELETE;
  }

  /** Says whether formats write their first and last lines around what it shows. */
  boolean framesOutput() {
    return this == LIST || this == GET || this == EVENT;
  }

  /** Returns the rule for an option with this command, one of {@link OptionRules}. */
  char ruleOf(Option option) {
    return column == NO_OPTIONS ? ruleOfAny(option) : option.rules().charAt(column);
  }

  /** Returns the rule for an option with a command that takes hardly any. */
  char ruleOfAny(Option option) {
    boolean always = option == Option.NAT_RANGE || (this == HELP && option == Option.PROTOCOL);
    return always ? OptionRules.OPTIONAL : OptionRules.ILLEGAL;
  }
}
