package io.actionqueue.engine.dispatch;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes runs in a state of their own, one task each.
final class Runs {
  final QueueState state = QueueState.empty();
  private int made;

  void apply(Event event) {
    state.apply(state.latestSequence() + 1, event);
  }

  /// Keeps nothing for anybody.
  static Reservations reserveNothing() {
    StepTime time =
        new StepTime() {
          @Override
          public long second() {
            return 0;
          }

          @Override
          public long millis() {
            return 0;
          }

          @Override
          public long nanos() {
            return 0;
          }
        };
    return new Reservations((_, _) -> 1, _ -> false, time);
  }

  /// A Ready run with a priority and a concurrency key; ids ascend with the calls.
  RunEntry ready(int priority, long createdAt, @Nullable String key) {
    return ready(++made, priority, createdAt, key);
  }

  /// The same with the id of a number.
  RunEntry ready(int number, int priority, long createdAt, @Nullable String key) {
    var taskId = new TaskId(1, number);
    var spec =
        TaskSpec.of(taskId, TaskPayload.EMPTY)
            .withMetadata(new TaskMetadata(List.of(), priority, null));
    if (key != null) {
      spec = spec.withConstraints(TaskConstraints.DEFAULT.withConcurrencyKey(key));
    }
    apply(new TaskEvent.TaskCreated(spec, createdAt));
    var runId = new RunId(2, number);
    apply(new RunEvent.RunCreated(RunInstance.scheduled(runId, taskId, createdAt, createdAt)));
    move(runId, RunState.SCHEDULED, RunState.READY, createdAt);
    return Objects.requireNonNull(state.run(runId));
  }

  /// The same with several keys.
  RunEntry ready(List<String> keys) {
    RunEntry run = ready(0, 1000, keys.getFirst());
    var policy = TaskPolicy.NONE.withFurtherKeys(keys.subList(1, keys.size()));
    apply(new ExtensionEvent.TaskPolicySet(run.taskId(), policy, 1_000_000));
    return run;
  }

  /// A Ready run of a task that belongs to a tenant.
  RunEntry ofTenant(TenantId tenant) {
    int number = ++made;
    var taskId = new TaskId(1, number);
    apply(new TaskEvent.TaskCreated(TaskSpec.of(taskId, TaskPayload.EMPTY).withTenant(tenant), 1));
    var runId = new RunId(2, number);
    apply(new RunEvent.RunCreated(RunInstance.scheduled(runId, taskId, 1, 1)));
    move(runId, RunState.SCHEDULED, RunState.READY, 1);
    return Objects.requireNonNull(state.run(runId));
  }

  /// A run that was recorded as Ready with one priority, of a task with another.
  RunEntry recordedAs(int recorded, int priorityOfTask) {
    int number = ++made;
    var taskId = new TaskId(1, number);
    var metadata = new TaskMetadata(List.of(), priorityOfTask, null);
    apply(
        new TaskEvent.TaskCreated(
            TaskSpec.of(taskId, TaskPayload.EMPTY).withMetadata(metadata), 1000));
    var runId = new RunId(2, number);
    apply(new RunEvent.RunCreated(RunInstance.ready(runId, taskId, 1000, 1000, recorded)));
    return Objects.requireNonNull(state.run(runId));
  }

  void move(RunId id, RunState from, RunState to, long at) {
    apply(new RunEvent.RunStateChanged(id, from, to, at));
  }
}
