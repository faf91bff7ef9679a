package io.actionqueue.storage.recovery;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.event.AttemptEvent.AttemptFinished;
import io.actionqueue.core.event.AttemptEvent.AttemptStarted;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.LeaseEvent.LeaseAcquired;
import io.actionqueue.core.event.LeaseEvent.LeaseReleased;
import io.actionqueue.core.event.RunEvent.RunCreated;
import io.actionqueue.core.event.RunEvent.RunStateChanged;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;

/// Events of one Once task, numbered 1, and its run.
final class Samples {
  static final TaskId TASK = new TaskId(1, 1);
  static final RunId RUN = new RunId(2, 1);
  static final AttemptId ATTEMPT = new AttemptId(3, 1);

  private Samples() {}

  static Event task(long number) {
    var spec = TaskSpec.of(new TaskId(1, number), TaskPayload.of(Bytes.utf8("payload")));
    return new TaskCreated(spec, 10);
  }

  static Event run() {
    return new RunCreated(RunInstance.scheduled(RUN, TASK, 10, 10));
  }

  static Event move(RunState from, RunState to) {
    return new RunStateChanged(RUN, from, to, 12);
  }

  static Event leased() {
    return new LeaseAcquired(RUN, "worker-1", 1000, 12);
  }

  /// The ten events of a Once task that succeeds.
  static Event[] completedLife() {
    return new Event[] {
      task(1),
      run(),
      move(RunState.SCHEDULED, RunState.READY),
      move(RunState.READY, RunState.LEASED),
      leased(),
      move(RunState.LEASED, RunState.RUNNING),
      new AttemptStarted(RUN, ATTEMPT, 12),
      new AttemptFinished(RUN, ATTEMPT, AttemptResult.SUCCESS, null, Bytes.utf8("ok"), 13),
      new LeaseReleased(RUN, "worker-1", 1000, 13),
      move(RunState.RUNNING, RunState.COMPLETED)
    };
  }
}
