package io.conntrack.examples.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the flags of a command line as {@code getopt_long} does: options and other words may be
 * mixed, short forms can be bundled, long names abbreviated as long as they stay unambiguous, and
 * {@code --} ends the options.
 *
 * <p>Not thread-safe; confine to one thread.
 */
final class OptionScanner {

  /**
   * A flag and its value.
   *
   * @param flag the flag
   * @param value its value, absent if it has none
   */
  record Found(Flag flag, Optional<String> value) {}

  private final List<String> words;
  private final List<String> otherWords = new ArrayList<>();
  private final Set<? extends Flag> flags;
  private Set<? extends Flag> protocolFlags = Set.of();
  private int position;
  private String bundle = ""; // short forms that are still to be read

  OptionScanner(List<String> words, Set<? extends Flag> flags) {
    this.words = words;
    this.flags = flags;
  }

  /** Makes these flags known from here on, in place of the ones of an earlier call. */
  void alsoKnow(Set<? extends Flag> others) {
    protocolFlags = others;
  }

  /** Returns the words so far that are no option and no value of one. */
  List<String> otherWords() {
    return otherWords;
  }

  /**
   * Returns the next flag, empty at the end.
   *
   * @throws UsageException if the next option is unknown or ambiguous, or lacks its value
   */
  Optional<Found> next() {
    if (!bundle.isEmpty()) {
      return Optional.of(nextOfBundle());
    }
    while (position < words.size()) {
      String word = words.get(position++);
      if (word.equals("--")) {
        otherWords.addAll(words.subList(position, words.size()));
        position = words.size();
      } else if (word.startsWith("--")) {
        return Optional.of(longForm(word));
      } else if (word.startsWith("-") && word.length() > 1) {
        bundle = word.substring(1);
        return Optional.of(nextOfBundle());
      } else {
        otherWords.add(word);
      }
    }
    return Optional.empty();
  }

  private Found nextOfBundle() {
    char letter = bundle.charAt(0);
    bundle = bundle.substring(1);
    String shown = "-" + letter;
    Flag flag = byLetter(letter);
    if (flag == null) {
      throw unknown(shown);
    }
    boolean takesGlued = flag.value() == Flag.Value.REQUIRED || flag.value() == Flag.Value.OPTIONAL;
    if (takesGlued && !bundle.isEmpty()) {
      String glued = bundle;
      bundle = "";
      return new Found(flag, Optional.of(glued));
    }
    return new Found(flag, bundle.isEmpty() ? valueInNextWord(flag, shown) : Optional.empty());
  }

  private @Nullable Flag byLetter(char letter) {
    for (Flag flag : flags) { // protocols add none
      if (flag.letter() == letter) {
        return flag;
      }
    }
    return null;
  }

  private Found longForm(String word) {
    int equals = word.indexOf('=');
    String shown = equals < 0 ? word : word.substring(0, equals);
    Flag flag = byName(shown.substring(2), word);
    if (equals < 0) {
      return new Found(flag, valueInNextWord(flag, shown));
    }
    if (flag.value() == Flag.Value.NONE) {
      throw unknown(word);
    }
    return new Found(flag, Optional.of(word.substring(equals + 1)));
  }

  private Flag byName(String name, String word) {
    Set<Flag> abbreviated = new LinkedHashSet<>();
    for (Set<? extends Flag> known : List.of(flags, protocolFlags)) {
      for (Flag flag : known) {
        for (String candidate : flag.names()) {
          if (candidate.equals(name)) {
            return flag;
          }
          if (candidate.startsWith(name) && flag.isAbbreviated()) {
            abbreviated.add(flag);
          }
        }
      }
    }
    if (abbreviated.size() != 1) {
      throw unknown(word);
    }
    return abbreviated.iterator().next();
  }

  private Optional<String> valueInNextWord(Flag flag, String shown) {
    boolean atEnd = position == words.size();
    return switch (flag.value()) {
      case NONE -> Optional.empty();
      case REQUIRED -> {
        if (atEnd) {
          throw new UsageException("option `" + shown + "' requires an argument");
        }
        yield Optional.of(words.get(position++));
      }
      case OPTIONAL, OPTIONAL_WORD ->
          atEnd || looksLikeOption(words.get(position))
              ? Optional.empty()
              : Optional.of(words.get(position++));
    };
  }

  private static boolean looksLikeOption(String word) {
    return word.startsWith("-") || word.startsWith("!");
  }

  private static UsageException unknown(String shown) {
    return new UsageException("unknown option `" + shown + "'");
  }
}
