package io.conntrack.netlink.internal.uapi;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds all constants of this package by reflection, so that a new class cannot be forgotten. */
final class UapiConstants {
  private UapiConstants() {}

  /** Returns the classes that hold constants. */
  static List<Class<?>> classes() throws IOException, URISyntaxException {
    Path root = Path.of(Nlmsg.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path directory = root.resolve(Nlmsg.class.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
          .<Class<?>>map(name -> load(name.substring(0, name.indexOf('.'))))
          .filter(found -> !constants(found).isEmpty())
          .toList();
    }
  }

  /** Returns the values of all constants by name. */
  static Map<String, Integer> values() throws IOException, URISyntaxException {
    Map<String, Integer> values = new TreeMap<>();
    for (Class<?> holder : classes()) {
      for (Field constant : constants(holder)) {
        values.put(constant.getName(), valueOf(constant));
      }
    }
    return values;
  }

  /** Returns the constants of one class. */
  static List<Field> constants(Class<?> holder) {
    return Arrays.stream(holder.getFields()).filter(f -> f.getType() == int.class).toList();
  }

  static int valueOf(Field constant) {
    try {
      return constant.getInt(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static Class<?> load(String simpleName) {
    try {
      return Class.forName(Nlmsg.class.getPackageName() + "." + simpleName);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
