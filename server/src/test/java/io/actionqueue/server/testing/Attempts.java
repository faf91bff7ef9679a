package io.actionqueue.server.testing;

import io.actionqueue.CancelReason;
import io.actionqueue.Cancellation;
import io.actionqueue.RunContext;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Attempts without an engine, for handlers.
public final class Attempts {
  public static final TaskId TASK = TaskId.parse("11111111-1111-1111-1111-111111111111");
  public static final RunId RUN = RunId.parse("22222222-2222-2222-2222-222222222222");
  public static final AttemptId ATTEMPT = AttemptId.parse("33333333-3333-3333-3333-333333333333");

  private Attempts() {}

  public static RunContext with(String json) {
    return with(json, new Stop());
  }

  public static RunContext with(String json, Cancellation cancellation) {
    var spec = TaskSpec.of(TASK, TaskPayload.of(Bytes.utf8(json)));
    return RunContext.detached(spec, new RunContext.Attempt(RUN, ATTEMPT, 3, 2, 0), cancellation);
  }

  /// A request to stop that a test makes.
  public static final class Stop implements Cancellation {
    private final List<Runnable> actions = new ArrayList<>();
    private boolean requested;

    public void request() {
      List<Runnable> due;
      synchronized (this) {
        requested = true;
        due = List.copyOf(actions);
      }
      due.forEach(Runnable::run);
    }

    @Override
    public synchronized boolean isRequested() {
      return requested;
    }

    @Override
    public synchronized Optional<CancelReason> reason() {
      return requested ? Optional.of(CancelReason.TIMEOUT) : Optional.empty();
    }

    @Override
    public void onRequest(Runnable action) {
      boolean now;
      synchronized (this) {
        actions.add(action);
        now = requested;
      }
      if (now) {
        action.run();
      }
    }
  }
}
