package io.conntrack.examples.cli;

import java.util.Arrays;
import java.util.Locale;

/** The tables that may be named behind a command, in the order in which names are compared. */
enum Table {
  EXPECT,
  CONNTRACK,
  DYING,
  UNCONFIRMED;

  /**
   * Reads a name, of which any beginning is enough.
   *
   * @throws UsageException if no table is called so
   */
  static Table parse(String word) {
    return Arrays.stream(values())
        .filter(table -> table.toString().startsWith(word))
        .findFirst()
        .orElseThrow(() -> new UsageException("unknown type `" + word + "'"));
  }

  /**
   * Says whether this program can carry out a command on it.
   *
   * @throws UsageException if nobody can
   */
  boolean isOffered(Command command) {
    return switch (this) {
      case CONNTRACK -> true;
      case EXPECT -> {
        if (command == Command.UPDATE || command == Command.ADD) {
          String name = command.names().get(0);
          throw new UsageException("Can't do --" + name + " on expectations");
        }
        yield true;
      }
      case DYING, UNCONFIRMED -> {
        if (command != Command.LIST) {
          throw new UsageException("Can't do that command with tables `dying' and `unconfirmed'");
        }
        yield true;
      }
    };
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
