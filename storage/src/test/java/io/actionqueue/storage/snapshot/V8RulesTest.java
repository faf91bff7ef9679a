package io.actionqueue.storage.snapshot;

import static io.actionqueue.core.run.RunState.CANCELED;
import static io.actionqueue.core.run.RunState.COMPLETED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RETRY_WAIT;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static io.actionqueue.core.run.RunState.SUSPENDED;
import static io.actionqueue.storage.snapshot.Images.ATTEMPT;
import static io.actionqueue.storage.snapshot.Images.OPEN;
import static io.actionqueue.storage.snapshot.Images.finished;
import static io.actionqueue.storage.snapshot.Images.run;
import static io.actionqueue.storage.snapshot.Images.runId;
import static io.actionqueue.storage.snapshot.Images.state;
import static io.actionqueue.storage.snapshot.Images.task;
import static io.actionqueue.storage.snapshot.Images.taskId;
import static io.actionqueue.storage.snapshot.Images.with;
import static io.actionqueue.storage.snapshot.Images.withAttempts;
import static io.actionqueue.storage.snapshot.Images.withBudgets;
import static io.actionqueue.storage.snapshot.Images.withDependencies;
import static io.actionqueue.storage.snapshot.Images.withHistory;
import static io.actionqueue.storage.snapshot.Images.withLease;
import static io.actionqueue.storage.snapshot.Images.withScheduledAt;
import static io.actionqueue.storage.snapshot.Images.withSubscriptions;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.StateImage.HistoryEntry;
import io.actionqueue.core.subscription.EventFilter;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each rule of spec 01 §8.6 with what breaks it and the values that the violation carries.
class V8RulesTest {
  private static final StateImage ONE_TASK = state(List.of(task(1)), List.of());

  private static void holds(StateImage.Run run) {
    assertThat(V8Rules.check(V8Snapshot.capture(state(List.of(task(1)), List.of(run)), 500)))
        .isNull();
  }

  private static void breaks(StateImage state, MappingRule rule, Object... values) {
    breaks(V8Snapshot.capture(state, 500), rule, values);
  }

  private static void breaks(V8Snapshot snapshot, MappingRule rule, Object... values) {
    assertThat(V8Rules.check(snapshot)).isEqualTo(MappingViolation.of(rule, values));
    assertThat(MappingViolation.of(rule, values).message()).doesNotContain("%");
  }

  private static void breaks(StateImage.Run run, MappingRule rule, Object... values) {
    breaks(state(List.of(task(1)), List.of(run)), rule, values);
  }

  @Nested
  class Counts {
    @Test
    @DisplayName("A-434 another schema version")
    void schemaVersion() {
      var other = new V8Snapshot(4, 500, 9, 1, 0, ONE_TASK, List.of());
      breaks(other, MappingRule.UNSUPPORTED_SCHEMA_VERSION, 8, 9);
    }

    @Test
    @DisplayName("A-806 A-813 a number of tasks or runs that is not the actual one")
    void counts() {
      var tasks = new V8Snapshot(4, 500, 8, 99, 0, ONE_TASK, List.of());
      breaks(tasks, MappingRule.TASK_COUNT_MISMATCH, 99, 1);
      var runs = new V8Snapshot(4, 500, 8, 1, -1, ONE_TASK, List.of());
      breaks(runs, MappingRule.RUN_COUNT_MISMATCH, "18446744073709551615", 0);
    }
  }

  @Nested
  class Tasks {
    @Test
    void aTaskStandsThereOnce() {
      breaks(state(List.of(task(1), task(1)), List.of()), MappingRule.DUPLICATE_TASK_ID, taskId(1));
    }

    @Test
    @DisplayName("A-438 canceled before it was created")
    void canceledBeforeCreated() {
      var task = new StateImage.Task(task(1).spec(), 100, 99L);
      breaks(
          state(List.of(task), List.of()),
          MappingRule.INVALID_TASK_CANCELED_AT_CAUSALITY,
          taskId(1),
          100,
          99);
      var atOnce = new StateImage.Task(task(1).spec(), 100, 100L);
      assertThat(V8Rules.check(V8Snapshot.capture(state(List.of(atOnce), List.of()), 0))).isNull();
    }
  }

  @Nested
  class Runs {
    @Test
    void idsAreNotNil() {
      var nil = new RunInstance(new RunId(0, 0), taskId(1), SCHEDULED, null, 0, 100, 100, 0, 100);
      breaks(
          new StateImage.Run(nil, run(1).history(), List.of(), null),
          MappingRule.INVALID_RUN_ID,
          nil.id());
      var task = new TaskId(0, 0);
      var nilTask = new RunInstance(runId(1), task, SCHEDULED, null, 0, 100, 100, 0, 100);
      breaks(
          new StateImage.Run(nilTask, run(1).history(), List.of(), null),
          MappingRule.INVALID_TASK_ID,
          runId(1),
          task);
    }

    @Test
    void aReadyRunWasDueWhenItWasCreated() {
      breaks(
          withScheduledAt(run(1, READY), 2000),
          MappingRule.INVALID_READY_SCHEDULE_CAUSALITY,
          runId(1),
          2000,
          100);
      holds(withScheduledAt(run(1), 2000));
      holds(withScheduledAt(run(1, READY, LEASED), 2000));
    }

    @Test
    void anAttemptIsOpenInRunningOnlyOrLeftOpenByACancel() {
      breaks(
          with(run(1, READY), ATTEMPT, 1),
          MappingRule.INVALID_ATTEMPT_LINEAGE_STATE,
          runId(1),
          "Ready");
      breaks(
          with(run(1, READY, LEASED, RUNNING), ATTEMPT, 0),
          MappingRule.INVALID_ATTEMPT_LINEAGE_COUNT,
          runId(1),
          0);
      holds(withAttempts(with(run(1, READY, LEASED, RUNNING, CANCELED), ATTEMPT, 1), OPEN));
    }

    @Test
    @DisplayName("A-436 no history, or one that does not start at the creation")
    void initialHistory() {
      var birth = new HistoryEntry(null, SCHEDULED, 100);
      var empty = withHistory(run(1));
      breaks(empty, MappingRule.MISSING_INITIAL_RUN_STATE_HISTORY, runId(1));
      var late = withHistory(run(1), new HistoryEntry(null, SCHEDULED, 101));
      breaks(late, MappingRule.MISSING_INITIAL_RUN_STATE_HISTORY, runId(1));
      var ready = withHistory(run(1, READY), new HistoryEntry(null, READY, 100));
      breaks(ready, MappingRule.MISSING_INITIAL_RUN_STATE_HISTORY, runId(1));
      holds(withHistory(run(1), birth));
    }

    @Test
    void theHistoryIsAChainOfLegalMovesUpToTheState() {
      var birth = new HistoryEntry(null, SCHEDULED, 100);
      var rule = MappingRule.INVALID_RUN_STATE_HISTORY_TRANSITION;
      var skipping = withHistory(run(1, READY), birth, new HistoryEntry(SCHEDULED, RUNNING, 101));
      breaks(skipping, rule, runId(1), "Scheduled", "Running");
      var broken = withHistory(run(1, READY), birth, new HistoryEntry(READY, LEASED, 101));
      breaks(broken, rule, runId(1), "Ready", "Leased");
      var fromNothing = withHistory(run(1, READY), birth, new HistoryEntry(null, READY, 101));
      breaks(fromNothing, rule, runId(1), "null", "Ready");
      var short1 = withHistory(run(1, READY), birth);
      breaks(short1, rule, runId(1), "Scheduled", "Ready");
    }

    @Test
    @DisplayName("A-437 a counted attempt without an entry")
    void attemptCount() {
      breaks(
          with(run(1, READY), null, 1), MappingRule.INVALID_ATTEMPT_HISTORY_COUNT, runId(1), 1, 0);
    }

    @Test
    void anOpenAttemptHasExactlyOneEntryWithoutAnEnd() {
      var running = run(1, READY, LEASED, RUNNING);
      var rule = MappingRule.INVALID_ACTIVE_ATTEMPT_HISTORY;
      var done = finished(AttemptResult.SUCCESS, null);
      breaks(withAttempts(with(running, ATTEMPT, 1), done), rule, runId(1));
      breaks(withAttempts(with(running, ATTEMPT, 2), OPEN, OPEN), rule, runId(1));
      holds(withAttempts(with(running, ATTEMPT, 1), OPEN));
      holds(withAttempts(with(running, null, 1), OPEN));
    }

    @ParameterizedTest
    @EnumSource(RunState.class)
    void aLeaseIsHeldInReadyLeasedAndRunningOnly(RunState state) {
      RunState[] path =
          switch (state) {
            case SCHEDULED -> new RunState[] {};
            case READY -> new RunState[] {READY};
            case LEASED -> new RunState[] {READY, LEASED};
            case RUNNING -> new RunState[] {READY, LEASED, RUNNING};
            case RETRY_WAIT, SUSPENDED, COMPLETED, FAILED, CANCELED ->
                new RunState[] {READY, LEASED, RUNNING, state};
          };
      var leased = withLease(run(1, path));
      if (state == READY || state == LEASED || state == RUNNING) {
        holds(leased);
      } else {
        breaks(leased, MappingRule.INVALID_LEASE_PRESENCE, runId(1), state.wireName());
      }
    }

    @Test
    @DisplayName("A-432 a run that stands there twice")
    void duplicateRun() {
      breaks(
          state(List.of(task(1)), List.of(run(1), run(1))), MappingRule.DUPLICATE_RUN_ID, runId(1));
    }

    @Test
    void theTaskOfARunIsThere() {
      breaks(
          state(List.of(task(2)), List.of(run(1))),
          MappingRule.RUN_REFERENCES_UNKNOWN_TASK,
          runId(1),
          taskId(1));
    }

    @Test
    @DisplayName("A-445 a suspended run with its five steps")
    void suspendedRun() {
      var run = run(1, READY, LEASED, RUNNING, SUSPENDED);
      assertThat(run.history()).hasSize(5);
      assertThat(run.history().getLast().from()).isEqualTo(RUNNING);
      holds(run);
    }

    @Test
    @DisplayName("A-441 a timed-out attempt of a run in RetryWait")
    void timedOutAttempt() {
      var run = with(run(1, READY, LEASED, RUNNING, RETRY_WAIT), null, 1);
      holds(withAttempts(run, finished(AttemptResult.TIMEOUT, "attempt timed out after 5s")));
    }

    @Test
    void completedRunsKeepTheirWholeHistory() {
      holds(run(1, READY, LEASED, RUNNING, COMPLETED));
    }
  }

  @Nested
  class Engine {
    private void engine(StateImage.Engine engine, MappingRule rule, Object... values) {
      breaks(state(List.of(), List.of(), engine), rule, values);
    }

    @Test
    @DisplayName("A-439 paused without a time")
    void pausedWithoutTime() {
      engine(new StateImage.Engine(true, null, null), MappingRule.INVALID_ENGINE_PAUSED_CAUSALITY);
    }

    @Test
    void aResumeBelongsToAPause() {
      var rule = MappingRule.INVALID_ENGINE_RESUMED_CAUSALITY;
      engine(new StateImage.Engine(true, 1L, 2L), rule);
      engine(new StateImage.Engine(false, null, 2L), rule);
      engine(new StateImage.Engine(false, 1L, null), rule);
    }

    @Test
    @DisplayName("A-440 resumed before it was paused")
    void resumedBeforePaused() {
      var rule = MappingRule.INVALID_ENGINE_PAUSE_RESUME_ORDERING;
      engine(new StateImage.Engine(false, 200L, 199L), rule, 200, 199);
      engine(new StateImage.Engine(false, -1L, 1L), rule, "18446744073709551615", 1);
    }
  }

  @Nested
  class Relations {
    private static final StateImage TWO_TASKS = state(List.of(task(1), task(2)), List.of());

    @Test
    void aTaskDeclaresOnceAndOnlyKnownTasks() {
      var one = new StateImage.Dependencies(taskId(1), List.of(taskId(2)));
      breaks(
          withDependencies(TWO_TASKS, one, one),
          MappingRule.DUPLICATE_DEPENDENCY_DECLARATION,
          taskId(1));
      breaks(
          withDependencies(TWO_TASKS, new StateImage.Dependencies(taskId(3), List.of())),
          MappingRule.DEPENDENCY_DECLARATION_UNKNOWN_TASK,
          taskId(3));
      breaks(
          withDependencies(
              TWO_TASKS, new StateImage.Dependencies(taskId(1), List.of(taskId(2), taskId(3)))),
          MappingRule.DEPENDENCY_REFERENCES_UNKNOWN_TASK,
          taskId(1),
          taskId(3));
    }

    @Test
    void aBudgetStandsThereOnceAndItsTaskIsThere() {
      var budget = new StateImage.Budget(taskId(1), BudgetDimension.TOKEN, 5, 1, 50, false);
      breaks(
          withBudgets(TWO_TASKS, budget, budget),
          MappingRule.DUPLICATE_BUDGET_ALLOCATION,
          taskId(1),
          "Token");
      breaks(
          withBudgets(
              TWO_TASKS, new StateImage.Budget(taskId(3), BudgetDimension.TOKEN, 5, 1, 50, false)),
          MappingRule.BUDGET_REFERENCES_UNKNOWN_TASK,
          taskId(3));
    }

    @Test
    void aSubscriptionStandsThereOnceAndItsTaskIsThere() {
      var id = new SubscriptionId(3, 1);
      var filter = new EventFilter.Custom("k");
      var known = new StateImage.Subscription(id, taskId(1), filter, 30, null, null);
      breaks(withSubscriptions(TWO_TASKS, known, known), MappingRule.DUPLICATE_SUBSCRIPTION_ID, id);
      var orphan = new StateImage.Subscription(id, taskId(3), filter, 30, null, null);
      breaks(
          withSubscriptions(TWO_TASKS, orphan),
          MappingRule.SUBSCRIPTION_REFERENCES_UNKNOWN_TASK,
          id,
          taskId(3));
    }
  }
}
