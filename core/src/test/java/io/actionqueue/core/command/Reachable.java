package io.actionqueue.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What holds in every state that accepted commands lead to (spec 02 §8).
final class Reachable {
  private Reachable() {}

  static void check(QueueState state) {
    state.runs().forEach(Reachable::checkRun);
    for (TaskEntry task : state.tasks()) {
      assertThat(waitsFor(state, task.id(), task.id())).as("INV-46 %s", task.id()).isFalse();
      checkParents(state, task);
      Long canceledAt = task.canceledAt();
      if (canceledAt != null) {
        assertThat(canceledAt).isGreaterThanOrEqualTo(task.createdAt());
      }
    }
    StateImage.Engine engine = state.engine();
    Long resumedAt = engine.resumedAt();
    if (resumedAt != null) {
      assertThat(engine.pausedAt()).as("INV-43").isNotNull().isLessThanOrEqualTo(resumedAt);
    }
  }

  private static void checkRun(RunEntry run) {
    String label = run.image().toString();
    checkHistory(run, label);
    checkAttempts(run, label);
    boolean mayHoldLease =
        switch (run.state()) {
          case READY, LEASED, RUNNING -> true;
          case SCHEDULED, RETRY_WAIT, SUSPENDED, COMPLETED, FAILED, CANCELED -> false;
        };
    assertThat(run.lease() == null || mayHoldLease).as("INV-33, INV-34 %s", label).isTrue();
    assertThat(run.task()).as("INV-42 %s", label).isNotNull();
  }

  private static void checkHistory(RunEntry run, String label) {
    List<StateImage.HistoryEntry> history = run.history();
    assertThat(history.getFirst())
        .as("INV-7 %s", label)
        .isEqualTo(new StateImage.HistoryEntry(null, RunState.SCHEDULED, run.createdAt()));
    for (int i = 1; i < history.size(); i++) {
      var before = history.get(i - 1);
      var step = history.get(i);
      RunState from = step.from();
      assertThat(from).as("INV-8 %s", label).isEqualTo(before.to());
      assertThat(from != null && from.canMoveTo(step.to())).as("INV-8 %s", label).isTrue();
      assertThat(step.timestamp())
          .as("02-W-6 %s", label)
          .isGreaterThanOrEqualTo(before.timestamp());
    }
    assertThat(history.getLast().to()).as("INV-8 %s", label).isEqualTo(run.state());
    assertThat(run.lastStateChangeAt()).isEqualTo(history.getLast().timestamp());
  }

  private static void checkAttempts(RunEntry run, String label) {
    List<StateImage.Attempt> attempts = run.attempts();
    assertThat(attempts).as("INV-23 %s", label).hasSize((int) run.attemptCount());
    assertThat(attempts.stream().map(StateImage.Attempt::attemptId))
        .as("INV-27 %s", label)
        .doesNotHaveDuplicates();
    int counted = 0;
    for (StateImage.Attempt attempt : attempts) {
      Long finishedAt = attempt.finishedAt();
      if (finishedAt == null) {
        boolean last = attempt == attempts.getLast();
        boolean fits = run.state() == RunState.RUNNING || run.state() == RunState.CANCELED;
        assertThat(last && fits).as("INV-26 %s", label).isTrue();
        continue;
      }
      assertThat(finishedAt).as("INV-29 %s", label).isGreaterThanOrEqualTo(attempt.startedAt());
      counted += counts(attempt) ? 1 : 0;
    }
    assertThat(run.openAttempt() == null || run.state() == RunState.RUNNING)
        .as("INV-25 %s", label)
        .isTrue();
    TaskEntry task = run.task();
    if (task != null) {
      assertThat((long) counted)
          .as("INV-31 %s", label)
          .isLessThanOrEqualTo(task.spec().constraints().maxAttempts());
    }
  }

  private static boolean counts(StateImage.Attempt attempt) {
    AttemptResult result = attempt.result();
    assertThat(result).isNotNull();
    return result != null
        && result != AttemptResult.SUSPENDED
        && !new AttemptOutcome(result, attempt.error(), attempt.output()).isInterruption();
  }

  private static void checkParents(QueueState state, TaskEntry task) {
    int depth = 0;
    TaskId above = task.spec().parentTaskId();
    while (above != null) {
      assertThat(++depth).as("INV-46, RT-35 %s", task.id()).isLessThanOrEqualTo(8);
      TaskEntry parent = state.task(above);
      assertThat(parent).as("RT-35 %s", task.id()).isNotNull();
      above = parent == null ? null : parent.spec().parentTaskId();
    }
  }

  private static boolean waitsFor(QueueState state, TaskId from, TaskId target) {
    Set<TaskId> seen = new HashSet<>();
    List<TaskId> open = new ArrayList<>(List.of(from));
    while (!open.isEmpty()) {
      TaskEntry task = state.task(open.removeLast());
      if (task == null || !seen.add(task.id())) {
        continue;
      }
      if (task.prerequisites().contains(target)) {
        return true;
      }
      open.addAll(task.prerequisites());
    }
    return false;
  }

  /// What holds besides when only batches have spread cancellation: nothing waits for a task that
  /// has failed, and nothing below a canceled task goes on (03-RT-32, RT-36).
  static void checkCascades(QueueState state) {
    for (TaskEntry task : state.tasks()) {
      if (Fate.hasFailed(task)) {
        for (TaskId id : state.dependentsOf(task.id())) {
          TaskEntry dependent = state.task(id);
          assertThat(dependent == null || Fate.hasEnded(dependent))
              .as("RT-32 %s behind %s", id, task.id())
              .isTrue();
        }
      }
      if (task.isCanceled()) {
        assertThat(Fate.hasEnded(task) || task.runs().isEmpty()).as("RT-36 %s", task.id()).isTrue();
        for (TaskEntry child : state.childrenOf(task.id())) {
          assertThat(child.isCanceled() || Fate.hasEnded(child))
              .as("RT-36 %s below %s", child.id(), task.id())
              .isTrue();
        }
      }
    }
  }
}
