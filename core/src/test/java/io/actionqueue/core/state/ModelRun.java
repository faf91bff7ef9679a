package io.actionqueue.core.state;

import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage.HistoryEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A run of the [ModelState]; what is derived is computed from history and lineage each time.
final class ModelRun {
  final RunInstance created;
  final TaskId taskId;
  final List<HistoryEntry> history = new ArrayList<>();
  final List<StateImage.Attempt> attempts = new ArrayList<>();
  RunState state = RunState.SCHEDULED;
  @Nullable AttemptId open;
  StateImage.@Nullable Lease lease;
  long attemptCount;
  long lastChange;
  long readySequence;
  int attemptsInPeriod;

  ModelRun(RunInstance created) {
    this.created = created;
    taskId = created.taskId();
    attemptCount = created.attemptCount();
    lastChange = created.lastStateChangeAt();
    history.add(new HistoryEntry(null, RunState.SCHEDULED, created.createdAt()));
  }

  void enter(RunState next, long timestamp, long sequence) {
    history.add(new HistoryEntry(state, next, timestamp));
    state = next;
    lastChange = timestamp;
    if (next != RunState.RUNNING) {
      open = null;
    } else {
      attemptsInPeriod = 0;
    }
    if (next == RunState.READY) {
      readySequence = sequence;
    }
  }

  StateImage.Run image() {
    var instance =
        new RunInstance(
            created.id(),
            taskId,
            state,
            open,
            attemptCount,
            created.createdAt(),
            created.scheduledAt(),
            created.effectivePriority(),
            lastChange);
    return new StateImage.Run(instance, List.copyOf(history), List.copyOf(attempts), lease);
  }

  long counted() {
    return attemptCount
        - attempts.stream().filter(a -> a.result() == AttemptResult.SUSPENDED).count()
        - interrupted("interrupted: ");
  }

  long interruptions() {
    return interrupted("interrupted: crash") + interrupted("interrupted: lease lost");
  }

  /// S-38, for a run in Ready.
  long readySince() {
    HistoryEntry last = history.getLast();
    boolean early = Long.compareUnsigned(created.scheduledAt(), last.timestamp()) < 0;
    return last.from() == RunState.SCHEDULED && early ? created.scheduledAt() : last.timestamp();
  }

  private long interrupted(String prefix) {
    return attempts.stream()
        .filter(a -> a.result() == AttemptResult.FAILURE && a.error().startsWith(prefix))
        .count();
  }
}
