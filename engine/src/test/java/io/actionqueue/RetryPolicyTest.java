package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.ExtensionEvent.RunDelayed;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.RetryPolicy;
import io.actionqueue.core.policy.RetryPolicy.Jitter;
import io.actionqueue.core.policy.RetryPolicy.Strategy;
import io.actionqueue.core.run.RunState;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Retry policies of tasks and delays that handlers choose: recorded, to the millisecond (spec 03
/// §12.4; 03-W-34).
class RetryPolicyTest {
  @RegisterExtension final World world = World.at(1_000_000);

  private static TaskRequest retrying(RetryPolicy policy) {
    return TaskRequest.forDefaultHandler().maxAttempts(10).retry(policy);
  }

  private RunDelayed delayOf(TaskId task) {
    var run = world.recordedRuns(task).getFirst().instance().id();
    return Objects.requireNonNull(world.recorded().extensions().delay(run));
  }

  @Test
  void theDelayGrowsAsThePolicySays() {
    ActionQueue queue = world.open(_ -> Outcome.retry("no"));
    TaskId task = World.submit(queue, retrying(RetryPolicy.of(Strategy.EXPONENTIAL, 250, 600)));
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.RETRY_WAIT);
    long[] delays = {250, 500, 600, 600};
    for (int i = 0; i < delays.length; i++) {
      world.time.advanceMillis(delays[i] - 1);
      assertThat(queue.tick().dispatched()).as("before delay %d", i).isZero();
      world.time.advanceMillis(1);
      assertThat(queue.runUntilIdle().totalDispatched()).as("after delay %d", i).isEqualTo(1);
    }
  }

  /// The instant is chosen once: a crash neither shortens nor lengthens the wait.
  @Test
  void aKillKeepsTheInstant() {
    ActionQueue queue = world.open(_ -> Outcome.retry("no"));
    TaskId task =
        World.submit(
            queue,
            retrying(RetryPolicy.of(Strategy.FIXED, 90_000, 90_000).withJitter(Jitter.EQUAL)));
    queue.runUntilIdle();
    RunDelayed before = delayOf(task);
    assertThat(before.readyAtMillis() - before.timestampMillis()).isBetween(45_000L, 90_000L);
    world.kill();
    world.time.advance(Duration.ofSeconds(10));
    ActionQueue again = world.open(_ -> Outcome.success());
    again.runUntilIdle();
    assertThat(delayOf(task)).isEqualTo(before);
    world.time.advanceMillis(before.readyAtMillis() - world.time.epochMillis() - 1);
    assertThat(again.runUntilIdle().totalDispatched()).isZero();
    assertThat(World.onlyRun(again, task).blockedBy().getFirst().code()).isEqualTo("backoff");
    world.time.advanceMillis(1);
    assertThat(again.runUntilIdle().totalDispatched()).isEqualTo(1);
    assertThat(World.stateOf(again, task)).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void aHandlersDelaySurvivesAKillToo() {
    ActionQueue queue = world.open(_ -> Outcome.retryAfter("later", 3600));
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().maxAttempts(2));
    queue.runUntilIdle();
    world.kill();
    ActionQueue again = world.open(_ -> Outcome.success());
    world.time.advanceSeconds(3599);
    assertThat(again.runUntilIdle().totalDispatched()).isZero();
    world.time.advanceSeconds(1);
    assertThat(again.runUntilIdle().totalDispatched()).isEqualTo(1);
    assertThat(World.stateOf(again, task)).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void aPolicyBoundsWhatAHandlerAsksFor() {
    ActionQueue queue = world.open(_ -> Outcome.retryAfter("later", 3600));
    World.submit(queue, retrying(RetryPolicy.of(Strategy.FIXED, 100, 2_000)));
    queue.runUntilIdle();
    world.time.advanceMillis(2_000);
    assertThat(queue.runUntilIdle().totalDispatched()).isEqualTo(1);
  }

  /// An earlier wait's instant does not count for a later wait without one.
  @Test
  void aDelayCountsForItsOwnWaitOnly() {
    int[] calls = {0};
    ActionQueue queue =
        world.open(_ -> calls[0]++ == 0 ? Outcome.retryAfter("a", 50) : Outcome.retry("b"));
    World.submit(queue, TaskRequest.forDefaultHandler().maxAttempts(3));
    queue.runUntilIdle();
    world.time.advanceSeconds(50);
    queue.runUntilIdle();
    assertThat(calls[0]).isEqualTo(3); // the engine's back-off is zero here
  }

  @Test
  void tryingEndsWhenItsTimeIsOver() {
    ActionQueue queue = world.open(_ -> Outcome.retry("no"));
    TaskId task =
        World.submit(
            queue, retrying(RetryPolicy.of(Strategy.FIXED, 1_000, 1_000).withMaxElapsed(2_500)));
    queue.runUntilIdle();
    world.time.advanceMillis(1_000);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.RETRY_WAIT);
    world.time.advanceMillis(1_000);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.FAILED);
    assertThat(World.onlyRun(queue, task).run().instance().attemptCount()).isEqualTo(3);
  }

  /// S-35: the task's own bound of interruptions takes the place of the engine's.
  @Test
  void aTaskMayAllowFewerInterruptions() {
    var held = new java.util.ArrayList<Runnable>();
    ActionQueue queue =
        world.openWith(
            options -> options.handlerExecutor(held::add).defaultHandler(_ -> Outcome.success()));
    TaskId task =
        World.submit(
            queue,
            TaskRequest.forDefaultHandler()
                .policy(io.actionqueue.core.policy.TaskPolicy.NONE.withInterruptions(0, null)));
    queue.tick();
    world.kill();
    ActionQueue again = world.open(_ -> Outcome.success());
    again.runUntilIdle();
    assertThat(World.stateOf(again, task)).isEqualTo(RunState.FAILED);
  }
}
