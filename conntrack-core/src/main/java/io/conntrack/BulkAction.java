package io.conntrack;

import java.util.Locale;

/** What a bulk operation does to a flow. */
public enum BulkAction {
  /** Counts it and leaves it alone. */
  COUNT,
  /** Adds it to the table. */
  CREATE,
  /** Changes it. */
  UPDATE,
  /** Removes it. */
  DELETE;

  /** Returns the verb, as the table's methods have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
