package io.conntrack.filter;

import java.util.Collection;
import java.util.Comparator;

/** Guesses which word somebody meant. */
final class Suggestion {

  private Suggestion() {}

  /** Returns {@code , perhaps "word"} for the nearest of the words, or nothing if none is near. */
  static String of(String text, Collection<String> words) {
    if (text.length() > 30) {
      return ""; // nobody's slip of the pen
    }
    return words.stream()
        .filter(word -> distance(text, word) <= Math.min(2, text.length() / 2))
        .min(Comparator.comparingInt((String word) -> distance(text, word)))
        .map(word -> ", perhaps \"" + word + "\"")
        .orElse("");
  }

  /** Returns how many characters to change, add or leave out, or neighbours to swap. */
  private static int distance(String a, String b) {
    int[][] distances = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        distances[i][j] = i == 0 || j == 0 ? i + j : step(distances, a, b, i, j);
      }
    }
    return distances[a.length()][b.length()];
  }

  private static int step(int[][] distances, String a, String b, int i, int j) {
    int change = distances[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int addOrOmit = Math.min(distances[i - 1][j], distances[i][j - 1]) + 1;
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    int swap = swapped ? distances[i - 2][j - 2] + 1 : Integer.MAX_VALUE;
    return Math.min(swap, Math.min(change, addOrOmit));
  }
}
