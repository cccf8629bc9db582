package io.conntrack.netlink.internal.uapi;

import java.lang.reflect.Field;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names of the attribute types of one kernel enum, for attribute paths in messages.
 *
 * <p>They are read from the constants themselves when the first one is asked for, so that each name
 * stands in one place. Thread-safe.
 */
public final class AttributeNames {
  private final Class<?> constants;
  private volatile @Nullable String @Nullable [] names;

  private AttributeNames(Class<?> constants) {
    this.constants = constants;
  }

  /** Names the types after the public {@code int} constants of a class, each a type. */
  static AttributeNames of(Class<?> constants) {
    return new AttributeNames(constants);
  }

  /** Returns the kernel's name of a type, or its decimal number if this version knows none. */
  public String name(int type) {
    @Nullable String[] known = known();
    String name = type >= 0 && type < known.length ? known[type] : null;
    return name != null ? name : Integer.toString(type);
  }

  private @Nullable String[] known() {
    @Nullable String[] known = names;
    if (known == null) {
      known = read(constants);
      names = known; // two threads may both get here, with the same result
    }
    return known;
  }

  private static @Nullable String[] read(Class<?> constants) {
    @Nullable String[] names = new @Nullable String[0];
    for (Field field : constants.getFields()) {
      if (field.getType() == int.class) {
        int type = valueOf(field);
        names = type < names.length ? names : Arrays.copyOf(names, type + 1);
        names[type] = field.getName();
      }
    }
    return names;
  }

  private static int valueOf(Field constant) {
    try {
      return constant.getInt(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(constant + " is public", e);
    }
  }
}
