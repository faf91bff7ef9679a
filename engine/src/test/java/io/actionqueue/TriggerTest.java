package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.task.RunPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a trigger promotes, how often, and what a crash leaves of it (spec 03 §9.6).
class TriggerTest {
  @RegisterExtension final World world = World.at(1000);

  private ActionQueue open() {
    return world.open(_ -> Outcome.success());
  }

  private static TaskRequest request(String payload) {
    return TaskRequest.forDefaultHandler().payload(payload);
  }

  private static SubscriptionView show(ActionQueue queue, SubscriptionView view) {
    return queue.subscriptions().show(view.id()).join().orElseThrow();
  }

  private static void assertCompleted(ActionQueue queue, TaskId task, int runs) {
    assertThat(World.statesOf(queue, task))
        .filteredOn(state -> state == RunState.COMPLETED)
        .hasSize(runs);
  }

  /// 03-W-13, 03-RT-42, A-715, A-722, A-726: a one-shot subscription promotes once in its life: not
  /// again by a later event, not after a restart from the log or from a snapshot.
  @Test
  void oneShotPromotesOnceInItsLife() {
    ActionQueue queue = open();
    TaskId a = World.submit(queue, request("a").runPolicy(new RunPolicy.Cron("0 0 0 1 1 *", null)));
    var subscription = queue.subscriptions().create(a, new EventFilter.Custom("go")).join();
    assertThat(queue.subscriptions().fire("go").join()).isEqualTo(1);
    queue.runUntilIdle();
    assertCompleted(queue, a, 1);
    assertThat(queue.subscriptions().fire("go").join()).isZero();
    queue.runUntilIdle();
    world.kill();
    queue = open();
    queue.runUntilIdle();
    assertCompleted(queue, a, 1);
    assertThat(show(queue, subscription).status()).isEqualTo(SubscriptionView.Status.CONSUMED);
    world.close();
    queue =
        world.openWith(options ->
            options
                .snapshotEventThreshold(OptionalLong.of(1))
                .defaultHandler(_ -> Outcome.success()));
    TaskId other = World.submit(queue, request("other"));
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, other)).isEqualTo(RunState.COMPLETED);
    world.kill();
    assertThat(world.loadReport().snapshotLoaded()).isTrue();
    queue = open();
    queue.runUntilIdle();
    assertCompleted(queue, a, 1);
    assertThat(queue.subscriptions().fire("go").join()).isZero();
  }

  /// 03-W-13: a trigger that was recorded before the crash promotes after it, once.
  @Test
  void triggerSurvivesACrashBeforeThePromotion() {
    ActionQueue queue = open();
    TaskId a = World.submit(queue, request("a").runPolicy(new RunPolicy.Cron("0 0 0 1 1 *", null)));
    var subscription = queue.subscriptions().create(a, new EventFilter.Custom("go")).join();
    queue.subscriptions().fire("go").join();
    assertThat(show(queue, subscription).status()).isEqualTo(SubscriptionView.Status.TRIGGERED);
    world.kill();
    queue = open();
    assertThat(show(queue, subscription).status()).isEqualTo(SubscriptionView.Status.TRIGGERED);
    queue.runUntilIdle();
    assertCompleted(queue, a, 1);
    world.kill();
    queue = open();
    queue.runUntilIdle();
    assertCompleted(queue, a, 1);
  }

  /// Repeating: each event is good for one promotion, and credits survive a crash.
  @Test
  void repeatingSubscriptionKeepsItsCredits() {
    ActionQueue queue = open();
    TaskId a = World.submit(queue, request("a").runPolicy(new RunPolicy.Cron("0 0 0 1 1 *", null)));
    var subscription =
        queue
            .subscriptions()
            .create(a, new EventFilter.Custom("go"), SubscriptionOptions.defaults().repeating())
            .join();
    queue.pause().join();
    for (int i = 0; i < 3; i++) {
      assertThat(queue.subscriptions().fire("go").join()).isEqualTo(1);
    }
    queue.runUntilIdle();
    assertCompleted(queue, a, 0); // 03-RT-43: a pause holds what a trigger would promote
    world.kill();
    queue = open();
    queue.resume().join();
    queue.runUntilIdle();
    assertCompleted(queue, a, 3);
    assertThat(show(queue, subscription).status()).isEqualTo(SubscriptionView.Status.ACTIVE);
    world.kill();
    queue = open();
    queue.runUntilIdle();
    assertCompleted(queue, a, 3);
    queue.subscriptions().fire("go").join();
    queue.runUntilIdle();
    assertCompleted(queue, a, 4);
  }

  /// All runs: as in the original, every Scheduled run of the task.
  @Test
  void allRunsArePromotedWhereAskedFor() {
    ActionQueue queue = open();
    TaskId a = World.submit(queue, request("a").repeat(4, 10_000));
    queue.runUntilIdle();
    queue
        .subscriptions()
        .create(a, new EventFilter.Custom("go"), SubscriptionOptions.defaults().allRuns())
        .join();
    queue.subscriptions().fire("go").join();
    assertThat(queue.tick().promotedScheduled()).isEqualTo(3);
    queue.runUntilIdle();
    assertCompleted(queue, a, 4);
  }

  /// The default promotes the earliest Scheduled run only; two subscriptions promote two.
  @Test
  void nextRunIsTheEarliest() {
    ActionQueue queue = open();
    TaskId a = World.submit(queue, request("a").repeat(4, 10_000));
    queue.runUntilIdle();
    queue.subscriptions().create(a, new EventFilter.Custom("go")).join();
    queue.subscriptions().fire("go").join();
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, a))
        .containsExactly(
            RunState.COMPLETED, RunState.COMPLETED, RunState.SCHEDULED, RunState.SCHEDULED);
    queue.subscriptions().create(a, new EventFilter.Custom("go")).join();
    queue.subscriptions().create(a, new EventFilter.Custom("go")).join();
    assertThat(queue.subscriptions().fire("go").join()).isEqualTo(2);
    queue.runUntilIdle();
    assertCompleted(queue, a, 4);
  }

  /// 03-RT-43: a trigger does not get a run past its prerequisites; it waits for them.
  @Test
  void triggerWaitsForPrerequisites() {
    ActionQueue queue = open();
    TaskId gate = World.submit(queue, request("gate").repeat(2, 100));
    TaskId a =
        World.submit(
            queue,
            request("a").runPolicy(new RunPolicy.Cron("0 0 0 1 1 *", 1L)).after(List.of(gate)));
    queue.subscriptions().create(a, new EventFilter.Custom("go")).join();
    queue.subscriptions().fire("go").join();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, a)).isEqualTo(RunState.SCHEDULED);
    world.time.advanceSeconds(100);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, a)).isEqualTo(RunState.COMPLETED);
  }

  /// Without a Scheduled run the trigger stays, and promotes one that is made later.
  @Test
  void triggerWaitsForARun() {
    var held = new ArrayList<Runnable>();
    ActionQueue queue =
        world.openWith(
            options -> options.handlerExecutor(held::add).defaultHandler(_ -> Outcome.success()));
    TaskId a = World.submit(queue, request("a").runPolicy(new RunPolicy.Cron("0 0 0 1 1 *", null)));
    for (int i = 0; i < 6; i++) {
      queue.subscriptions().create(a, new EventFilter.Custom("go")).join();
    }
    var late =
        queue
            .subscriptions()
            .create(a, new EventFilter.Custom("late"), SubscriptionOptions.defaults().repeating())
            .join();
    queue.subscriptions().fire("go").join(); // six triggers for the five runs of the window
    queue.tick();
    assertThat(World.statesOf(queue, a)).doesNotContain(RunState.SCHEDULED);
    queue.subscriptions().fire("late").join();
    queue.tick();
    assertThat(show(queue, late).status()).isEqualTo(SubscriptionView.Status.TRIGGERED);
    List.copyOf(held).forEach(Runnable::run); // four slots: four runs end, the window is refilled
    queue.tick();
    assertThat(show(queue, late).status()).isEqualTo(SubscriptionView.Status.ACTIVE);
    assertThat(World.statesOf(queue, a))
        .filteredOn(state -> state == RunState.SCHEDULED)
        .hasSize(3);
    held.clear();
  }

  /// Two tasks that wake each other do not keep a step from ending.
  @Test
  void subscriptionsInACircleEnd() {
    ActionQueue queue = open();
    TaskId a = World.submit(queue, request("a").runPolicy(new RunPolicy.Cron("0 0 0 1 1 *", 8L)));
    TaskId b = World.submit(queue, request("b").runPolicy(new RunPolicy.Cron("0 0 0 1 1 *", 8L)));
    var repeating = SubscriptionOptions.defaults().repeating();
    Subscriptions subscriptions = queue.subscriptions();
    subscriptions.create(a, new EventFilter.RunStateChanged(b, RunState.READY), repeating).join();
    subscriptions.create(b, new EventFilter.RunStateChanged(a, RunState.READY), repeating).join();
    subscriptions.create(a, new EventFilter.Custom("go")).join();
    subscriptions.fire("go").join();
    queue.runUntilIdle();
    assertCompleted(queue, a, 8);
    assertCompleted(queue, b, 8);
  }
}
