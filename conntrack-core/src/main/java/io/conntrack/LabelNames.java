package io.conntrack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that an administrator gave to labels, {@code connlabel.conf}. Immutable.
 *
 * <p>Each line has a bit number, decimal, octal after {@code 0} or hexadecimal after {@code 0x},
 * and a name of letters, digits, blanks and {@code -}. The first line of a bit and the first line
 * of a name count; a line that is neither is left out, as the kernel's tools do. Numbers up to 1023
 * may have a name, but only those up to {@link Labels#MAX_BIT} can be on a flow.
 */
public final class LabelNames {

  /** Where the system keeps the names. */
  public static final Path SYSTEM_FILE = Path.of("/etc/xtables/connlabel.conf");

  private static final int MAX_NAMED_BIT = 1023;
  private static final Pattern LINE =
      Pattern.compile(
          "\\s*(0[xX][0-9a-fA-F]+|[0-9]+)\\s+([A-Za-z0-9-](?:[A-Za-z0-9 -]*[A-Za-z0-9-])?)\\s*");

  private final Map<String, Integer> bits = new LinkedHashMap<>();
  private final List<Optional<String>> names = // of each bit, so that looking up makes no object
      new ArrayList<>(Collections.nCopies(MAX_NAMED_BIT + 1, Optional.empty()));

  private LabelNames(List<String> lines) {
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        add(matcher.group(1), matcher.group(2));
      }
    }
  }

  private void add(String number, String name) {
    int bit = bitNumber(number);
    if (bit >= 0 && names.get(bit).isEmpty() && !bits.containsKey(name)) {
      names.set(bit, Optional.of(name));
      bits.put(name, bit);
    }
  }

  /** Returns the number, -1 if no label has it. */
  private static int bitNumber(String number) {
    try {
      int bit = Integer.decode(number);
      return bit <= MAX_NAMED_BIT ? bit : -1;
    } catch (NumberFormatException e) { // an 8 or 9 in an octal number, or too long
      return -1;
    }
  }

  /**
   * Reads the system's file.
   *
   * @throws UncheckedIOException if it cannot be read; the message says what to do
   */
  public static LabelNames ofSystem() {
    return read(SYSTEM_FILE);
  }

  /**
   * Reads a file.
   *
   * @throws UncheckedIOException if it cannot be read; the message says what to do
   */
  public static LabelNames read(Path file) {
    try {
      return parse(
          Files.readAllLines(file, StandardCharsets.ISO_8859_1)); // comments may be anything
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException(
          "label names: " + file + " does not exist - create it with lines such as \"1 voip\"", e);
    } catch (AccessDeniedException e) {
      throw new UncheckedIOException(
          "label names: " + file + " may not be read - allow it with \"chmod a+r " + file + "\"",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "label names: " + file + " cannot be read: " + e.getMessage() + " - it is a text file",
          e);
    }
  }

  /** Reads lines of such a file; none give no names, as where there is no file. */
  public static LabelNames parse(List<String> lines) {
    return new LabelNames(lines);
  }

  /** Returns the name of a bit number, absent if it has none. */
  public Optional<String> name(int bit) {
    return bit >= 0 && bit <= MAX_NAMED_BIT ? names.get(bit) : Optional.empty();
  }

  /** Returns the bit number of a name, 0 to 1023, absent if no label has it. */
  public OptionalInt bit(String name) {
    Integer bit = bits.get(name);
    return bit == null ? OptionalInt.empty() : OptionalInt.of(bit);
  }

  /** Returns the names of labels in the order of their bits; those without a name are left out. */
  public List<String> names(Labels labels) {
    List<String> found = new ArrayList<>();
    BitSet.valueOf(new long[] {labels.low(), labels.high()}).stream()
        .forEach(bit -> name(bit).ifPresent(found::add));
    return found;
  }

  /**
   * Returns the labels with these names; the opposite of {@link #names}.
   *
   * @throws IllegalArgumentException if a name is unknown, or its bit is above {@link
   *     Labels#MAX_BIT}
   */
  public Labels labels(Collection<String> wanted) {
    return Labels.of(wanted.stream().mapToInt(this::requireBit).toArray());
  }

  private int requireBit(String name) {
    return bit(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown label \"" + name + "\" - known: " + bits.keySet()));
  }

  /** Returns the names with their bits, for example <code>{voip=1, bulk=3}</code>. */
  @Override
  public String toString() {
    return bits.toString();
  }
}
