package io.actionqueue.core.state;

import io.actionqueue.core.event.ActorEvent;
import io.actionqueue.core.event.AttemptEvent;
import io.actionqueue.core.event.BudgetEvent;
import io.actionqueue.core.event.EngineEvent;
import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.event.EngineEvent.EngineResumed;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.LeaseEvent;
import io.actionqueue.core.event.PlatformEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.SubscriptionEvent;
import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.event.TaskEvent.DependencyDeclared;
import io.actionqueue.core.event.TaskEvent.TaskCanceled;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The rules of spec 02 §6.4 written down a second time, as plainly as possible and with no regard
/// to speed: every value is one immutable image that an event replaces. Tests compare [QueueState]
/// with it.
final class ModelState {
  private final Map<TaskId, StateImage.Task> tasks = new LinkedHashMap<>();
  private final Map<TaskId, TreeSet<String>> dependencies = new LinkedHashMap<>();
  private final ModelRegistry registry = new ModelRegistry();
  final ModelRuns runs = new ModelRuns();
  private StateImage.Engine engine = new StateImage.Engine(false, null, null);
  long latest;

  /// Applies an event, or tells the kind and detail of its refusal and changes nothing.
  @Nullable String apply(long sequence, Event event) {
    if (Long.compareUnsigned(sequence, latest) <= 0) {
      return "InvalidTransition";
    }
    String refusal = applyKind(sequence, event);
    if (refusal == null) {
      latest = sequence;
    }
    return refusal;
  }

  private @Nullable String applyKind(long sequence, Event event) {
    switch (event) {
      case TaskEvent e -> {
        return apply(e);
      }
      case RunEvent e -> {
        return runs.apply(sequence, e);
      }
      case AttemptEvent e -> {
        return runs.apply(e);
      }
      case LeaseEvent e -> {
        return runs.apply(sequence, e);
      }
      case EngineEvent e -> {
        return apply(e);
      }
      case BudgetEvent e -> registry.apply(e);
      case SubscriptionEvent e -> registry.apply(e);
      case ActorEvent e -> registry.apply(e);
      case PlatformEvent e -> registry.apply(e);
      case ExtensionEvent e -> throw new AssertionError("the model knows version 5 only: " + e);
    }
    return null;
  }

  private @Nullable String apply(TaskEvent event) {
    return switch (event) {
      case TaskCreated e -> {
        var task = new StateImage.Task(e.spec(), e.timestamp(), null);
        yield tasks.putIfAbsent(e.spec().id(), task) == null ? null : "DuplicateEvent";
      }
      case TaskCanceled e -> cancel(e);
      case DependencyDeclared e -> {
        TreeSet<String> known = dependencies.computeIfAbsent(e.taskId(), _ -> new TreeSet<>());
        e.dependsOn().forEach(id -> known.add(id.toString()));
        yield null;
      }
    };
  }

  private @Nullable String apply(EngineEvent event) {
    return switch (event) {
      case EnginePaused e -> {
        if (engine.paused()) {
          yield "EngineControlCausality.AlreadyPaused";
        }
        engine = new StateImage.Engine(true, e.timestamp(), null);
        yield null;
      }
      case EngineResumed e -> resume(e);
    };
  }

  StateImage image() {
    return new StateImage(
        latest,
        List.copyOf(tasks.values()),
        runs.all.values().stream().map(ModelRun::image).toList(),
        engine,
        dependencies.entrySet().stream()
            .map(entry ->
                new StateImage.Dependencies(
                    entry.getKey(), entry.getValue().stream().map(TaskId::parse).toList()))
            .toList(),
        List.copyOf(registry.budgets.values()),
        List.copyOf(registry.subscriptions.values()),
        List.copyOf(registry.actors.values()),
        List.copyOf(registry.tenants.values()),
        List.copyOf(registry.roles.values()),
        List.copyOf(registry.grants.values()),
        registry.ledger,
        registry.extensions);
  }

  /// Spec 02 §6.6: all runs terminal, at least one, and one of them Completed.
  boolean isCompleted(TaskId id) {
    List<ModelRun> own = runs.all.values().stream().filter(run -> run.taskId.equals(id)).toList();
    return tasks.containsKey(id)
        && own.stream().allMatch(run -> run.state.isTerminal())
        && own.stream().anyMatch(run -> run.state == RunState.COMPLETED);
  }

  long unmet(TaskId id) {
    return dependencies.getOrDefault(id, new TreeSet<>()).stream()
        .filter(prerequisite -> !isCompleted(TaskId.parse(prerequisite)))
        .count();
  }

  private @Nullable String cancel(TaskCanceled e) {
    StateImage.Task task = tasks.get(e.taskId());
    if (task == null) {
      return "TaskCausality.UnknownTask";
    }
    if (task.canceledAt() != null) {
      return "TaskCausality.AlreadyCanceled";
    }
    tasks.put(e.taskId(), new StateImage.Task(task.spec(), task.createdAt(), e.timestamp()));
    return null;
  }

  private @Nullable String resume(EngineResumed e) {
    if (!engine.paused()) {
      return "EngineControlCausality.NotPaused";
    }
    if (Long.compareUnsigned(e.timestamp(), engine.pausedAt()) < 0) {
      return "EngineControlCausality.ResumeBeforePause";
    }
    engine = new StateImage.Engine(false, engine.pausedAt(), e.timestamp());
    return null;
  }
}
