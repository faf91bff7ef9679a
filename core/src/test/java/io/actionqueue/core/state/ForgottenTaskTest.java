package io.actionqueue.core.state;

import static io.actionqueue.core.run.RunState.CANCELED;
import static io.actionqueue.core.run.RunState.COMPLETED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static io.actionqueue.core.state.Replay.RUN;
import static io.actionqueue.core.state.Replay.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.event.BudgetEvent.BudgetAllocated;
import io.actionqueue.core.event.ExtensionEvent.TasksDropped;
import io.actionqueue.core.event.RunEvent.RunStateChanged;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionCreated;
import io.actionqueue.core.event.TaskEvent.DependencyDeclared;
import io.actionqueue.core.event.TaskEvent.TaskCanceled;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What stays of the others when tasks are forgotten. The catalogue forgets in the trackers of the
/// original; here a task is forgotten as a whole, by retention (S-21, and S-21's row in the table
/// of changed cases).
class ForgottenTaskTest {
  private static final TaskId OTHER = new TaskId(1, 2);
  private static final TaskId THIRD = new TaskId(1, 3);
  private static final RunId OTHER_RUN = new RunId(2, 2);

  private static TasksDropped drop(TaskId... ids) {
    return new TasksDropped(List.of(ids), 5_000);
  }

  private static Replay completed() {
    return Replay.scheduled()
        .move(SCHEDULED, READY, 110)
        .move(READY, LEASED, 111)
        .move(LEASED, RUNNING, 112)
        .move(RUNNING, COMPLETED, 113);
  }

  private static Replay canceled() {
    return Replay.scheduled().move(SCHEDULED, CANCELED, 110);
  }

  /// nobody can take the completed prerequisite from a dependent that has not ended.
  @Test
  void aDependentOfACompletedTaskStaysEligible() {
    Replay replay =
        completed()
            .apply(Replay.task(OTHER))
            .apply(new DependencyDeclared(OTHER, List.of(TASK), 120));
    assertThat(replay.refusal(drop(TASK)).detail()).isEqualTo("DependentOpen");
    assertThat(replay.taskOf(OTHER).unmetPrerequisites()).isZero();
  }

  /// the dependent of a failure has failed, and stays so.
  @Test
  void aDependentOfAFailedTaskStaysFailed() {
    Replay replay =
        Replay.scheduled()
            .apply(Replay.task(OTHER))
            .apply(Replay.run(OTHER_RUN, OTHER))
            .apply(new DependencyDeclared(OTHER, List.of(TASK), 105))
            .move(SCHEDULED, CANCELED, 110)
            .apply(new TaskCanceled(OTHER, 111))
            .apply(new RunStateChanged(OTHER_RUN, SCHEDULED, CANCELED, 112))
            .apply(drop(TASK));
    assertThat(replay.taskOf(OTHER).outcome()).isEqualTo(TaskEntry.Outcome.FAILED);
    String before = replay.state.digest();
    assertThat(replay.refusal(drop(TASK)).detail()).isEqualTo("UnknownTask");
    assertThat(replay.state.digest()).isEqualTo(before);
    assertThat(replay.taskOf(OTHER).outcome()).isEqualTo(TaskEntry.Outcome.FAILED);
  }

  /// a family goes together, and once.
  @Test
  void aFamilyGoesAsAWhole() {
    Replay replay =
        canceled()
            .apply(new TaskCreated(TaskSpec.of(OTHER, TaskPayload.EMPTY).withParent(TASK), 120))
            .apply(new TaskCreated(TaskSpec.of(THIRD, TaskPayload.EMPTY).withParent(OTHER), 121))
            .apply(new TaskCanceled(OTHER, 122))
            .apply(new TaskCanceled(THIRD, 123))
            .apply(drop(TASK, OTHER, THIRD));
    assertThat(replay.state.taskCount()).isZero();
    assertThat(replay.state.childrenOf(TASK)).isEmpty();
    assertThat(replay.state.childrenOf(OTHER)).isEmpty();
    String before = replay.state.digest();
    assertThat(replay.refusal(drop(TASK, OTHER, THIRD)).detail()).isEqualTo("UnknownTask");
    assertThat(replay.state.digest()).isEqualTo(before);
  }

  /// all dimensions of the task go, and nothing of another one.
  @Test
  void budgetsGoWithTheirTask() {
    Replay replay = canceled().apply(Replay.task(OTHER));
    for (BudgetDimension dimension : BudgetDimension.values()) {
      replay
          .apply(new BudgetAllocated(TASK, dimension, 5, 120))
          .apply(new BudgetAllocated(OTHER, dimension, 7, 121));
    }
    replay.apply(drop(TASK));
    for (BudgetDimension dimension : BudgetDimension.values()) {
      assertThat(replay.state.budget(TASK, dimension)).isNull();
      assertThat(replay.state.budget(OTHER, dimension).limit()).isEqualTo(7);
    }
    assertThat(replay.refusal(drop(TASK)).detail()).isEqualTo("UnknownTask");
    assertThat(replay.state.image().budgets()).hasSize(BudgetDimension.values().length);
  }

  /// subscriptions go with the task that they are for.
  @Test
  void subscriptionsGoWithTheirTask() {
    var own = new SubscriptionId(4, 1);
    var others = new SubscriptionId(4, 2);
    Replay replay =
        canceled()
            .apply(Replay.task(OTHER))
            .apply(new SubscriptionCreated(own, TASK, new EventFilter.Custom("k"), 120))
            .apply(new SubscriptionCreated(others, OTHER, new EventFilter.Custom("k"), 121))
            .apply(drop(TASK));
    assertThat(replay.state.subscription(own)).isNull();
    assertThat(replay.state.subscription(others)).isNotNull();
    assertThat(replay.refusal(drop(TASK)).detail()).isEqualTo("UnknownTask");
    assertThat(replay.state.subscription(others)).isNotNull();
    assertThat(replay.state.run(RUN)).isNull();
  }
}
