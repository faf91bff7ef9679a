package io.actionqueue.core.state;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps what it is told, and holds each told change to what it was told before.
final class Mirror implements StateObserver {
  final Set<TaskId> tasks = new HashSet<>();
  final Map<RunEntry, RunState> states = new HashMap<>();
  final Map<RunEntry, StateImage.Lease> leases = new HashMap<>();
  StateImage.@Nullable Engine engine;

  @Override
  public void taskCreated(TaskEntry task) {
    if (!tasks.add(task.id())) {
      throw new AssertionError("task told twice: " + task.id());
    }
  }

  @Override
  public void taskChanged(TaskEntry task) {
    if (!tasks.contains(task.id())) {
      throw new AssertionError("changed before it was created: " + task.id());
    }
  }

  @Override
  public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
    RunState known = states.put(run, run.state());
    if (known != from) {
      throw new AssertionError(run.id() + " moves from " + from + ", known in " + known);
    }
  }

  @Override
  public void leaseChanged(RunEntry run) {
    StateImage.Lease lease = run.lease();
    if (lease == null) {
      leases.remove(run);
    } else {
      leases.put(run, lease);
    }
  }

  @Override
  public void engineChanged(StateImage.Engine now) {
    engine = now;
  }
}
