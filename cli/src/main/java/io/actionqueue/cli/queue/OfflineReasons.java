package io.actionqueue.cli.queue;

import io.actionqueue.client.wire.Blocker;
import io.actionqueue.client.wire.RunExplanation;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// Why a run does not execute, as far as the records tell, while no daemon holds the directory. The
/// codes are those of S-57.
final class OfflineReasons {
  private static final Blocker NOBODY =
      new Blocker("no_capable_actor", "no daemon works on this directory", null);

  private final QueueState state;
  private final long now;

  OfflineReasons(QueueState state, long now) {
    this.state = state;
    this.now = now;
  }

  RunExplanation explain(RunEntry run) {
    List<Blocker> reasons = of(run);
    String details = reasons.stream().map(Blocker::detail).collect(Collectors.joining("; "));
    String summary =
        switch (run.state()) {
          case SCHEDULED, READY, RETRY_WAIT, SUSPENDED -> "The run waits: " + details + ".";
          case LEASED, RUNNING ->
              "The run was executing when its process ended; the next start takes it up again.";
          case COMPLETED, FAILED, CANCELED -> "The run has ended: " + run.state().label() + ".";
        };
    return new RunExplanation(run.id(), run.state(), summary, reasons);
  }

  /// Every reason that holds now; empty for a run that has ended.
  List<Blocker> of(RunEntry run) {
    if (run.state().isTerminal()) {
      return List.of();
    }
    var reasons = new ArrayList<Blocker>();
    switch (run.state()) {
      case SCHEDULED -> addWaiting(run, reasons);
      case READY -> addHeldBack(run, reasons);
      case RETRY_WAIT -> reasons.add(new Blocker("backoff", "a failed attempt is behind it", null));
      case SUSPENDED -> reasons.add(new Blocker("suspended", suspension(run), null));
      case LEASED, RUNNING, COMPLETED, FAILED, CANCELED -> {}
    }
    if (state.isPaused()) {
      reasons.add(new Blocker("engine_paused", "the engine is paused", null));
    }
    reasons.add(NOBODY);
    return reasons;
  }

  private String suspension(RunEntry run) {
    return state.extensions().gates(run.id()).stream()
        .filter(gate -> gate.decision() == null)
        .findFirst()
        .map(gate -> "waits at gate '" + gate.name() + "' until somebody decides")
        .orElse("set aside until it is resumed");
  }

  private void addWaiting(RunEntry run, List<Blocker> reasons) {
    if (Long.compareUnsigned(run.scheduledAt(), now) > 0) {
      String when = Long.toUnsignedString(run.scheduledAt());
      reasons.add(new Blocker("not_due", "due at " + when, run.scheduledAt()));
    }
    TaskEntry task = run.task();
    if (task != null && task.unmetPrerequisites() > 0) {
      String unmet =
          task.prerequisites().stream()
              .filter(this::isUnmet)
              .map(TaskId::toString)
              .collect(Collectors.joining(", "));
      reasons.add(new Blocker("dependency", "waits for task " + unmet, null));
    }
  }

  private boolean isUnmet(TaskId id) {
    TaskEntry task = state.task(id);
    return task == null || task.outcome() != TaskEntry.Outcome.COMPLETED;
  }

  private void addHeldBack(RunEntry run, List<Blocker> reasons) {
    addKeys(run, reasons);
    TaskEntry task = run.task();
    if (task != null) {
      for (Scope scope : task.scopes()) {
        if (state.extensions().isPaused(scope)) {
          reasons.add(new Blocker("paused", scope.label() + " is paused", null));
        }
      }
    }
    for (BudgetDimension dimension : BudgetDimension.values()) {
      StateImage.Budget budget = state.budget(run.taskId(), dimension);
      if (budget != null && budget.exhausted()) {
        reasons.add(new Blocker("budget", "budget " + dimension.label() + " is used up", null));
      }
    }
  }

  private void addKeys(RunEntry run, List<Blocker> reasons) {
    TaskEntry task = run.task();
    if (task == null) {
      return;
    }
    String held =
        task.policy().keys(OfflineViews.key(run)).stream()
            .flatMap(key -> holder(run, task, key).stream().map(other -> told(key, other)))
            .collect(Collectors.joining(", "));
    if (!held.isEmpty()) {
      reasons.add(new Blocker("concurrency_key", held, null));
    }
  }

  private static String told(String key, RunEntry holder) {
    return "key '" + key + "' is held by run " + holder.id();
  }

  /// A run that holds the last permit of a key, from the point of view of one that needs it.
  private Optional<RunEntry> holder(RunEntry run, TaskEntry task, String key) {
    Limit limit = state.extensions().limit(new Scope.Key(task.spec().tenantId(), key));
    Integer permits = limit == null ? null : limit.permits();
    int allowed = permits == null ? task.policy().keyPermits() : permits;
    return state.runs().stream()
        .filter(
            other -> !other.id().equals(run.id()) && other.holdsKey() && needs(other, task, key))
        .skip(allowed - 1L)
        .findFirst();
  }

  private static boolean needs(RunEntry run, TaskEntry like, String key) {
    TaskEntry task = run.task();
    return task != null
        && Objects.equals(task.spec().tenantId(), like.spec().tenantId())
        && task.policy().keys(OfflineViews.key(run)).contains(key);
  }
}
