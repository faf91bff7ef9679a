package io.actionqueue;

import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateObserver;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Puts the runs that a state holds into the index of all runs when an engine opens. With many of
/// them this happens on a thread of its own, beside everything else that is folded from the state:
/// it is the larger half of that work, and nothing needs it before the engine answers.
///
/// While it is under way nobody may change the state. Confined to the thread that opens.
final class RunListing {
  /// From how many runs on a thread is worth its start.
  private static final int MANY = 1 << 15;

  private final @Nullable FutureTask<?> beside;
  private boolean over;

  private RunListing(@Nullable FutureTask<?> beside) {
    this.beside = beside;
    this.over = beside == null;
  }

  /// No listing: who folds the state lists its runs too.
  static RunListing none() {
    return new RunListing(null);
  }

  /// Begins to list the runs of a state, if there are many.
  static RunListing begin(QueueState state, StateObserver index) {
    if (state.runCount() < MANY) {
      return none();
    }
    var task =
        new FutureTask<@Nullable Void>(
            () -> state.runs().forEach(run -> index.runMoved(run, null, 0)), null);
    Thread.ofPlatform().daemon().name("actionqueue-run-listing").start(task);
    return new RunListing(task);
  }

  /// Whether whoever hears of a run has to list it.
  boolean isOver() {
    return over;
  }

  /// Waits for the listing. What it threw comes out here.
  void end() {
    over = true;
    if (beside == null) {
      return;
    }
    boolean interrupted = false;
    try {
      while (!beside.isDone()) {
        interrupted |= !await(beside);
      }
      rethrow(beside);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// The listing cannot be given up halfway: its end is near, and nothing works without it.
  private static boolean await(FutureTask<?> task) {
    try {
      task.get();
    } catch (InterruptedException _) {
      return false;
    } catch (ExecutionException | CancellationException _) {
      return true;
    }
    return true;
  }

  private static void rethrow(FutureTask<?> done) {
    if (done.state() == FutureTask.State.FAILED) {
      switch (done.exceptionNow()) {
        case RuntimeException defect -> throw defect;
        case Error error -> throw error;
        case Throwable other -> throw new IllegalStateException(other);
      }
    }
  }
}
