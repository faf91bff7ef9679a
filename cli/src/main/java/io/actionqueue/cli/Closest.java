package io.actionqueue.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Which of the known names somebody may have meant.
final class Closest {
  private static final int MAX_CHANGES = 2;

  private Closest() {}

  /// The names that begin with the word, or are it but for two typing errors; the nearest first.
  static List<String> to(String word, Collection<String> names) {
    return names.stream()
        .filter(name -> distance(word, name) <= MAX_CHANGES || isBeginning(word, name))
        .sorted(
            Comparator.comparingInt((String name) -> distance(word, name))
                .thenComparing(name -> name))
        .toList();
  }

  private static boolean isBeginning(String word, String name) {
    return word.length() > MAX_CHANGES && name.startsWith(word);
  }

  /// How many characters have to be added, dropped or changed.
  private static int distance(String from, String to) {
    int[] costs = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      costs[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = costs[0];
      costs[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int kept = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = costs[j];
        costs[j] = Math.min(kept, Math.min(costs[j], costs[j - 1]) + 1);
      }
    }
    return costs[to.length()];
  }
}
