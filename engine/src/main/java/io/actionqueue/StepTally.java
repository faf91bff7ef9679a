package io.actionqueue;

/// What one step did. Confined to the engine thread.
final class StepTally {
  int promotedScheduled;
  int promotedRetryWait;
  int dispatched;
  int completed;

  void reset() {
    promotedScheduled = 0;
    promotedRetryWait = 0;
    dispatched = 0;
    completed = 0;
  }

  TickResult result(boolean paused) {
    return new TickResult(promotedScheduled, promotedRetryWait, dispatched, completed, paused);
  }
}
