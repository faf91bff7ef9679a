package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Candidates that wait for one thing: a line for each need, so that those whom nobody looks for
/// just now do not hold up others. The tenant whose turn it is goes first, within it the order of
/// selection. Cost: O(log n) in those that wait, and the number of lines. Confined to the engine
/// thread.
final class Waiters {
  private static final class Line {
    final Routes.Need need;
    final PriorityQueue<Candidate> queue = new PriorityQueue<>(4);

    Line(Routes.Need need) {
      this.need = need;
    }

    /// The first one that is still current, left in; null if there is none.
    @Nullable Candidate head() {
      Candidate first = queue.peek();
      while (first != null && !first.isCurrent()) {
        queue.remove();
        first = queue.peek();
      }
      return first;
    }
  }

  private final Turns turns;
  private final Map<Routes.Need, Line> lines = new LinkedHashMap<>(2);

  /// Where nobody takes turns.
  Waiters() {
    this(Turns.NONE);
  }

  /// Where tenants may take turns.
  Waiters(Turns turns) {
    this.turns = turns;
  }

  void add(Candidate candidate) {
    lines.computeIfAbsent(Routes.need(candidate.run()), Line::new).queue.add(candidate);
  }

  /// Whether somebody waits who needs the same as a run and goes before it.
  boolean holdsUp(RunEntry run) {
    Line line = lines.isEmpty() ? null : lines.get(Routes.need(run));
    Candidate head = line == null ? null : line.head();
    return head != null && head.goesBefore(run);
  }

  /// The first one that is still current, taken out; null if there is none.
  @Nullable Candidate poll() {
    return take(best(_ -> true));
  }

  /// The first one of a need that is still current, left in; null if there is none.
  @Nullable Candidate peek(Routes.Need need) {
    Line line = lines.get(need);
    return line == null ? null : line.head();
  }

  /// The first one of a need that is still current, taken out; null if there is none.
  @Nullable Candidate poll(Routes.Need need) {
    Line line = lines.get(need);
    return line == null || line.head() == null ? null : take(line);
  }

  /// The first one that is still current and needs something else than these, taken out; null if
  /// there is none.
  @Nullable Candidate poll(Set<Routes.Need> without) {
    return take(best(line -> !without.contains(line.need)));
  }

  /// Lets the first one go, and as long as nobody looks for what was let go, the first one of
  /// another line too.
  ///
  /// @param again takes who is let go
  void letGo(Offers again) {
    Candidate next = poll();
    if (next == null || goes(next, again)) {
      return;
    }
    var tried = new HashSet<Routes.Need>();
    do {
      tried.add(Routes.need(next.run()));
      next = take(best(line -> !tried.contains(line.need)));
    } while (next != null && !goes(next, again));
  }

  /// Whoever is looked for has had its turn.
  private boolean goes(Candidate first, Offers again) {
    boolean lookedFor = again.offer(first);
    if (lookedFor) {
      turns.letGo(first.run());
    }
    return lookedFor;
  }

  /// Takes all that are still current out.
  void drain(Consumer<Candidate> to) {
    for (Candidate next = poll(); next != null; next = poll()) {
      to.accept(next);
    }
  }

  /// Whether nobody waits; somebody who is not current any more may count.
  boolean isEmpty() {
    return lines.isEmpty();
  }

  private @Nullable Line best(Predicate<Line> wanted) {
    Line best = null;
    Candidate bestHead = null;
    long bestTurn = 0;
    for (var each = lines.values().iterator(); each.hasNext(); ) {
      Line line = each.next();
      Candidate head = line.head();
      if (head == null) {
        each.remove();
        continue;
      }
      long turn = turns.turn(line.need.tenant());
      if (wanted.test(line) && (bestHead == null || goesBefore(turn, head, bestTurn, bestHead))) {
        best = line;
        bestHead = head;
        bestTurn = turn;
      }
    }
    return best;
  }

  private static boolean goesBefore(long turn, Candidate one, long otherTurn, Candidate other) {
    return turn != otherTurn ? turn < otherTurn : one.compareTo(other) < 0;
  }

  private @Nullable Candidate take(@Nullable Line line) {
    Candidate first = line == null ? null : line.queue.poll();
    if (line != null && line.queue.isEmpty()) {
      lines.remove(line.need);
    }
    return first;
  }
}
