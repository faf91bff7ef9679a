package io.actionqueue.core.state;

import static io.actionqueue.core.run.RunState.CANCELED;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static io.actionqueue.core.state.Replay.RUN;
import static io.actionqueue.core.state.Replay.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.event.BudgetEvent.BudgetAllocated;
import io.actionqueue.core.event.ExtensionEvent.RunNoted;
import io.actionqueue.core.event.ExtensionEvent.TaskPolicySet;
import io.actionqueue.core.event.ExtensionEvent.TasksDropped;
import io.actionqueue.core.event.RunEvent.RunStateChanged;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionCreated;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionTriggered;
import io.actionqueue.core.event.TaskEvent.DependencyDeclared;
import io.actionqueue.core.event.TaskEvent.TaskCanceled;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tasks that have ended leave the state with all that belongs to them (S-21).
class TaskDropTest {
  private static final TaskId SECOND = new TaskId(1, 2);
  private static final SubscriptionId SUBSCRIPTION = new SubscriptionId(4, 1);

  private static TasksDropped drop(TaskId... ids) {
    return new TasksDropped(List.of(ids), 5_000);
  }

  private static Replay canceled() {
    return Replay.scheduled().move(SCHEDULED, CANCELED, 110);
  }

  private static Replay complete(Replay replay, TaskId task, RunId run) {
    replay.apply(Replay.task(task)).apply(Replay.run(run, task));
    RunState[] life = {
      SCHEDULED, RunState.READY, RunState.LEASED, RunState.RUNNING, RunState.COMPLETED
    };
    for (int i = 1; i < life.length; i++) {
      replay.apply(new RunStateChanged(run, life[i - 1], life[i], 110 + i));
    }
    return replay;
  }

  @Test
  void everythingOfTheTaskIsGone() {
    Replay replay =
        canceled()
            .apply(new TaskPolicySet(TASK, TaskPolicy.NONE.withKeyPermits(2), 1))
            .apply(new BudgetAllocated(TASK, BudgetDimension.TOKEN, 5, 1))
            .apply(new RunNoted(RUN, "expired", 1))
            .apply(new SubscriptionCreated(SUBSCRIPTION, TASK, new EventFilter.Custom("k"), 1))
            .apply(new SubscriptionTriggered(SUBSCRIPTION, 2))
            .apply(drop(TASK));
    QueueState state = replay.state;
    assertThat(state.task(TASK)).isNull();
    assertThat(state.run(RUN)).isNull();
    assertThat(state.taskCount()).isZero();
    assertThat(state.runCount()).isZero();
    assertThat(state.runsIn(CANCELED)).isZero();
    assertThat(state.extensions().policy(TASK)).isEqualTo(TaskPolicy.NONE);
    assertThat(state.extensions().note(RUN)).isNull();
    assertThat(state.isTriggerPending(SUBSCRIPTION)).isFalse();
    StateImage empty = QueueState.empty().image();
    StateImage image = state.image();
    assertThat(image.tasks()).isEqualTo(empty.tasks());
    assertThat(image.runs()).isEqualTo(empty.runs());
    assertThat(image.budgets()).isEmpty();
    assertThat(image.subscriptions()).isEmpty();
    assertThat(image.extensions()).isEmpty();
  }

  @Test
  void itsIdsCanComeAgain() {
    Replay replay = canceled().apply(drop(TASK));
    replay.apply(Replay.task(TASK)).apply(Replay.run(RUN, TASK));
    assertThat(replay.run().state()).isEqualTo(SCHEDULED);
    assertThat(replay.state.tasks()).hasSize(1);
  }

  @Test
  void whatHasNotEndedIsRefused() {
    assertThat(Replay.scheduled().refusal(drop(TASK)).detail()).isEqualTo("TaskOpen");
    assertThat(Replay.empty().apply(Replay.task(TASK)).refusal(drop(TASK)).detail())
        .isEqualTo("TaskOpen");
    assertThat(canceled().refusal(drop(SECOND)).detail()).isEqualTo("UnknownTask");
    assertThat(canceled().refusal(drop(TASK, TASK)).detail()).isEqualTo("DuplicateTask");
    assertThat(canceled().refusal(drop()).detail()).isEqualTo("EmptyList");
  }

  @Test
  void aCanceledTaskWithoutRunsCanGo() {
    Replay replay = Replay.empty().apply(Replay.task(TASK)).apply(new TaskCanceled(TASK, 110));
    replay.apply(drop(TASK));
    assertThat(replay.state.task(TASK)).isNull();
  }

  @Test
  void aTaskThatSomebodyWaitsForStays() {
    Replay replay =
        complete(Replay.empty(), TASK, RUN)
            .apply(Replay.task(SECOND))
            .apply(new DependencyDeclared(SECOND, List.of(TASK), 120));
    assertThat(replay.refusal(drop(TASK)).detail()).isEqualTo("DependentOpen");
    assertThat(replay.taskOf(SECOND).unmetPrerequisites()).isZero();
  }

  @Test
  void aParentOfAnOpenChildStays() {
    Replay replay = complete(Replay.empty(), TASK, RUN);
    replay.apply(new TaskCreated(TaskSpec.of(SECOND, TaskPayload.EMPTY).withParent(TASK), 120));
    assertThat(replay.refusal(drop(TASK)).detail()).isEqualTo("ChildOpen");
  }

  /// A parent that is gone waits for nobody.
  @Test
  void aChildCanGoAfterAParentThatWaitedForIt() {
    Replay replay = complete(Replay.empty(), TASK, RUN);
    replay.apply(failing(TASK));
    endedChild(replay).apply(drop(TASK)).apply(drop(SECOND));
    assertThat(replay.state.taskCount()).isZero();
  }

  /// What a task is follows from what is recorded: a child that it failed with goes no sooner.
  @Test
  void aChildThatItsParentFailedWithStaysOrBothGo() {
    Replay replay = complete(Replay.empty(), TASK, RUN);
    endedChild(replay.apply(failing(TASK)));
    assertThat(replay.taskOf(TASK).outcome()).isEqualTo(TaskEntry.Outcome.FAILED);
    assertThat(replay.refusal(drop(SECOND)).detail()).isEqualTo("ParentFailed");
    replay.apply(drop(SECOND, TASK));
    assertThat(replay.state.taskCount()).isZero();
  }

  /// Seed 238 of the histories: options that came after the child was gone brought it back.
  @Test
  void aChildThatIsGoneDoesNotCountForOptionsThatComeLater() {
    Replay replay = complete(Replay.empty(), TASK, RUN);
    endedChild(replay).apply(drop(SECOND)).apply(failing(TASK));
    assertThat(replay.taskOf(TASK).outcome()).isEqualTo(TaskEntry.Outcome.COMPLETED);
    var restarted = QueueState.of(replay.state.image());
    assertThat(restarted.task(TASK).outcome()).isEqualTo(TaskEntry.Outcome.COMPLETED);
  }

  /// A task that comes again under its id finds the children that stayed, alive as after a restart.
  @Test
  void childrenThatStayedCountForTheNextTaskOfTheId() {
    Replay replay = complete(Replay.empty(), TASK, RUN);
    endedChild(replay).apply(drop(TASK));
    complete(replay, TASK, new RunId(2, 9)).apply(failing(TASK));
    assertThat(replay.taskOf(TASK).outcome()).isEqualTo(TaskEntry.Outcome.FAILED);
    var restarted = QueueState.of(replay.state.image());
    assertThat(restarted.task(TASK).outcome()).isEqualTo(TaskEntry.Outcome.FAILED);
  }

  private static TaskPolicySet failing(TaskId parent) {
    return new TaskPolicySet(
        parent, TaskPolicy.NONE.withAwaitChildren(AwaitChildren.FAIL_PARENT), 1);
  }

  private static Replay endedChild(Replay replay) {
    var run = new RunId(2, 5);
    return replay
        .apply(new TaskCreated(TaskSpec.of(SECOND, TaskPayload.EMPTY).withParent(TASK), 120))
        .apply(Replay.run(run, SECOND))
        .apply(new RunStateChanged(run, SCHEDULED, CANCELED, 121));
  }

  /// For an ended dependent that stays it is as if the task had never been: so it is after a
  /// restart.
  @Test
  void tasksThatStayGoOnNamingTheDroppedOne() {
    Replay replay =
        complete(Replay.empty(), TASK, RUN)
            .apply(Replay.task(SECOND))
            .apply(new DependencyDeclared(SECOND, List.of(TASK), 120))
            .apply(new TaskCanceled(SECOND, 121))
            .apply(drop(TASK));
    assertThat(replay.taskOf(SECOND).prerequisites()).containsExactly(TASK);
    assertThat(replay.taskOf(SECOND).unmetPrerequisites()).isEqualTo(1);
    assertThat(replay.state.dependentsOf(TASK)).containsExactly(SECOND);
    QueueState restored = QueueState.of(replay.state.image());
    assertThat(restored.image()).isEqualTo(replay.state.image());
    assertThat(restored.dependentsOf(TASK)).containsExactly(SECOND);
    replay.apply(drop(SECOND));
    assertThat(replay.state.dependentsOf(TASK)).isEmpty();
  }

  @Test
  void bothEndsOfADependencyCanGoAtOnce() {
    Replay replay =
        complete(Replay.empty(), TASK, RUN)
            .apply(Replay.task(SECOND))
            .apply(new DependencyDeclared(SECOND, List.of(TASK), 120))
            .apply(new TaskCanceled(SECOND, 121))
            .apply(drop(TASK, SECOND));
    assertThat(replay.state.taskCount()).isZero();
    assertThat(replay.state.image().dependencies()).isEmpty();
  }

  @Test
  void observersAreToldEachTask() {
    Replay replay = canceled();
    List<TaskId> told = new ArrayList<>();
    replay.state.observe(
        new StateObserver() {
          @Override
          public void taskDropped(TaskEntry task) {
            told.add(task.id());
            assertThat(task.runs()).hasSize(1);
            assertThat(replay.state.task(task.id())).isNull();
          }
        });
    replay.apply(drop(TASK));
    assertThat(told).containsExactly(TASK);
  }

  @Test
  void listsStayInOrderWhileMuchIsDropped() {
    Replay replay = Replay.empty();
    List<TaskId> expected = new ArrayList<>();
    for (int i = 1; i <= 3000; i++) {
      var id = new TaskId(9, i);
      replay.apply(Replay.task(id)).apply(new TaskCanceled(id, 101));
      if (i % 3 == 0) {
        replay.apply(drop(new TaskId(9, i - 1)));
        expected.remove(new TaskId(9, i - 1));
      }
      expected.add(id);
    }
    assertThat(replay.state.tasks().stream().map(TaskEntry::id)).isEqualTo(expected);
    assertThat(replay.state.tasks().get(1500).id()).isEqualTo(expected.get(1500));
    assertThat(replay.state.taskCount()).isEqualTo(expected.size());
  }
}
