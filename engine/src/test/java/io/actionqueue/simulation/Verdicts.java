package io.actionqueue.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/// What was found wrong, with the last things that happened before it. Nothing is thrown where it
/// is found, which may be deep inside the engine: the story asks after every step.
final class Verdicts {
  private static final int REMEMBERED = 60;

  private final List<String> broken = new ArrayList<>();
  private final Deque<Object> trace = new ArrayDeque<>();
  private final boolean all;

  /// Remembers everything that happens, or just the end.
  Verdicts(boolean all) {
    this.all = all;
  }

  /// Notes a broken rule unless it holds.
  ///
  /// @param rule its number, such as `RT-16`
  /// @param holds whether it holds
  /// @param details what is wrong
  void expect(String rule, boolean holds, Supplier<String> details) {
    if (!holds) {
      broken.add(rule + " " + details.get());
    }
  }

  /// Remembers that something happened.
  void happened(Object what) {
    if (trace.size() == REMEMBERED && !all) {
      trace.removeFirst();
    }
    trace.addLast(what);
  }

  /// What happened, in its order.
  List<String> trace() {
    return trace.stream().map(Object::toString).toList();
  }

  /// Fails if anything is broken.
  ///
  /// @throws AssertionError with all of it
  void demand() {
    if (!broken.isEmpty()) {
      throw new AssertionError(
          String.join("\n  ", broken) + "\nafter\n  " + String.join("\n  ", trace()));
    }
  }
}
