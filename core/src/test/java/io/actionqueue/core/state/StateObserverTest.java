package io.actionqueue.core.state;

import static io.actionqueue.core.run.RunState.COMPLETED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static io.actionqueue.core.state.Replay.OWNER;
import static io.actionqueue.core.state.Replay.RUN;
import static io.actionqueue.core.state.Replay.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.event.ActorEvent.ActorRegistered;
import io.actionqueue.core.event.BudgetEvent.BudgetAllocated;
import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.event.LeaseEvent.LeaseReleased;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionCreated;
import io.actionqueue.core.event.TaskEvent.DependencyDeclared;
import io.actionqueue.core.event.TaskEvent.TaskCanceled;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What observers are told, and in which order.
class StateObserverTest {
  /// Writes down every call as one line.
  private static final class Diary implements StateObserver {
    final List<String> lines = new ArrayList<>();

    @Override
    public void taskCreated(TaskEntry task) {
      lines.add("created " + task.id().low());
    }

    @Override
    public void taskChanged(TaskEntry task) {
      lines.add("changed " + task.id().low() + (task.isCanceled() ? " canceled" : ""));
    }

    @Override
    public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
      lines.add(from + "→" + run.state() + " at " + timestamp);
    }

    @Override
    public void leaseChanged(RunEntry run) {
      StateImage.Lease lease = run.lease();
      lines.add(lease == null ? "no lease in " + run.state() : "lease until " + lease.expiry());
    }

    @Override
    public void engineChanged(StateImage.Engine engine) {
      lines.add(engine.paused() ? "paused" : "not paused");
    }

    @Override
    public void budgetChanged(StateImage.Budget budget) {
      lines.add("budget " + budget.limit());
    }

    @Override
    public void subscriptionChanged(StateImage.Subscription subscription) {
      lines.add("subscription " + subscription.subscriptionId().low());
    }

    @Override
    public void actorChanged(StateImage.Actor actor) {
      lines.add("actor " + actor.identity());
    }

    List<String> take() {
      List<String> taken = List.copyOf(lines);
      lines.clear();
      return taken;
    }
  }

  private static final BudgetAllocated BUDGET =
      new BudgetAllocated(TASK, BudgetDimension.TOKEN, 9, 1);
  private static final SubscriptionCreated SUBSCRIPTION =
      new SubscriptionCreated(new SubscriptionId(5, 3), TASK, new EventFilter.Custom("x"), 1);
  private static final ActorRegistered ACTOR =
      new ActorRegistered(new ActorId(6, 4), "vessel", List.of("a"), null, 30, null, 1);

  @Test
  void anObserverIsToldFirstWhatIsThere() {
    Replay replay =
        Replay.leased()
            .apply(Replay.lease(5000))
            .apply(BUDGET)
            .apply(SUBSCRIPTION)
            .apply(ACTOR)
            .apply(new EnginePaused(7));
    var diary = new Diary();
    replay.state.observe(diary);
    assertThat(diary.take())
        .containsExactly(
            "created 1",
            "null→LEASED at 120",
            "lease until 5000",
            "paused",
            "budget 9",
            "subscription 3",
            "actor vessel");
  }

  @Test
  void everyChangeIsToldAfterItHappened() {
    Replay replay = Replay.empty();
    var diary = new Diary();
    replay.state.observe(diary);
    assertThat(diary.take()).containsExactly("not paused");
    replay.apply(Replay.task(TASK)).apply(Replay.run(RUN, TASK));
    assertThat(diary.take()).containsExactly("created 1", "null→SCHEDULED at 100");
    replay.move(SCHEDULED, READY, 110).apply(Replay.lease(5000)).move(READY, LEASED, 120);
    assertThat(diary.take())
        .containsExactly("SCHEDULED→READY at 110", "lease until 5000", "READY→LEASED at 120");
    replay
        .apply(new DependencyDeclared(TASK, List.of(new TaskId(1, 9)), 1))
        .apply(new TaskCanceled(TASK, 1));
    assertThat(diary.take()).containsExactly("changed 1", "changed 1 canceled");
    replay.apply(BUDGET).apply(SUBSCRIPTION).apply(ACTOR).apply(new EnginePaused(1));
    assertThat(diary.take())
        .containsExactly(
            "budget 9", "changed 1 canceled", "subscription 3", "actor vessel", "paused");
  }

  @Test
  void aCloseInLeasedTellsTheLeaseThenTheMove() {
    Replay replay = Replay.leased().apply(Replay.lease(5000));
    var diary = new Diary();
    replay.state.observe(diary);
    diary.take();
    replay.apply(new LeaseReleased(RUN, OWNER, 5000, 500));
    assertThat(diary.take()).containsExactly("no lease in LEASED", "LEASED→READY at 500");
  }

  @Test
  void aLeaseThatEndsWithItsRunIsTold() {
    Replay replay = Replay.leased().apply(Replay.lease(5000)).move(LEASED, RUNNING, 130);
    var diary = new Diary();
    replay.state.observe(diary);
    diary.take();
    replay.move(RUNNING, COMPLETED, 140);
    assertThat(diary.take()).containsExactly("no lease in COMPLETED", "RUNNING→COMPLETED at 140");
  }

  @Test
  void severalObserversAreToldInTheirOrder() {
    Replay replay = Replay.empty();
    var order = new ArrayList<String>();
    for (String name : List.of("first", "second")) {
      replay.state.observe(
          new StateObserver() {
            @Override
            public void taskCreated(TaskEntry task) {
              order.add(name);
            }
          });
    }
    replay.apply(Replay.task(TASK));
    assertThat(order).containsExactly("first", "second");
  }

  @Test
  void namedTasksAreNotTold() {
    Replay replay = Replay.empty();
    var diary = new Diary();
    replay.state.observe(diary);
    diary.take();
    replay.apply(new DependencyDeclared(TASK, List.of(new TaskId(1, 9)), 1));
    assertThat(diary.take()).isEmpty();
  }
}
