package io.actionqueue.testkit.disk;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Names one state of a crash space: for each thing that a power failure may leave one way or
/// another, in the space's order, which way. 0 is the oldest.
///
/// @param ways one number for each such thing
public record CrashChoice(List<Integer> ways) {
  /// Copies the list.
  public CrashChoice {
    ways = List.copyOf(ways);
  }

  /// Reads what [#toString()] wrote, such as `0.2.1`; `-` where there is no choice.
  ///
  /// @throws NumberFormatException if it is something else
  public static CrashChoice parse(String text) {
    if (text.equals("-")) {
      return new CrashChoice(List.of());
    }
    return new CrashChoice(Stream.of(text.split("\\.", -1)).map(Integer::valueOf).toList());
  }

  @Override
  public String toString() {
    return ways.isEmpty()
        ? "-"
        : ways.stream().map(String::valueOf).collect(Collectors.joining("."));
  }
}
