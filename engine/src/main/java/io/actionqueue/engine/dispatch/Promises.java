package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Runs that were let go by what they waited for, and now wait until somebody has the time. What
/// let them go is kept for them meanwhile, and from others: but not from the moment on when
/// something else stands in their way, or a worker that could do what stands behind them would wait
/// for one that it does not need (RT-18).
///
/// A run whose promise lapses keeps its place among the Ready runs. Followed from the first remote
/// worker on: while all runs are done here, whoever has a free slot looks at all of them. Confined
/// to the engine thread.
final class Promises {
  private final LinkedHashSet<RunEntry> unexamined = new LinkedHashSet<>();
  private final Set<RunEntry> good = new LinkedHashSet<>();
  private boolean followed;
  private boolean doubtful;

  /// Begins to follow promises.
  void follow() {
    followed = true;
  }

  /// Notes that a run was let go.
  void made(RunEntry run) {
    if (followed) {
      good.remove(run);
      unexamined.add(run);
    }
  }

  /// Notes that a run waits for something else, or is not Ready any more.
  void ended(RunEntry run) {
    if (followed && !unexamined.remove(run)) {
      good.remove(run);
    }
  }

  /// Notes that something was taken, held or used up that promised runs may need.
  void doubt() {
    doubtful = true;
  }

  /// Ends the promises to runs that could not start now. Cost: those that are new, and all once
  /// something was taken; that is as many as runs were let go and nobody had the time for.
  ///
  /// @param mayStart whether nothing stands in a run's way
  /// @param letOthersGo lets those go that wait for what was promised; may make promises
  void settle(Predicate<RunEntry> mayStart, Consumer<RunEntry> letOthersGo) {
    if (doubtful) {
      doubtful = false;
      unexamined.addAll(good);
      good.clear();
    }
    while (!unexamined.isEmpty()) { // ends: who is let go leaves a line, and nobody joins one
      RunEntry run = unexamined.removeFirst();
      if (mayStart.test(run)) {
        good.add(run);
      } else {
        letOthersGo.accept(run);
      }
    }
  }
}
