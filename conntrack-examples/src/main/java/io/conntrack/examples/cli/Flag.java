package io.conntrack.examples.cli;

import java.util.List;

/** What may stand behind a dash: a command or an option. */
sealed interface Flag permits Command, Option {

  /** Says where the value of a flag stands. */
  enum Value {
    /** It has none. */
    NONE,
    /** In the same word, or it is the next one, whatever that looks like. */
    REQUIRED,
    /** In the same word, or it is the next one unless that looks like an option. */
    OPTIONAL,
    /** As {@link #OPTIONAL}, but letters glued to the short form are flags of their own. */
    OPTIONAL_WORD
  }

  /** Returns the letter of the short form, {@link #NO_LETTER} if there is none. */
  char letter();

  /** Returns the names of the long form; messages use the first one. */
  List<String> names();

  /** Says whether it takes a value. */
  Value value();

  /** Says whether the long form may be abbreviated. */
  default boolean isAbbreviated() {
    return true;
  }

  /** Stands for the letter of a flag that has only a long form. */
  char NO_LETTER = 0;
}
