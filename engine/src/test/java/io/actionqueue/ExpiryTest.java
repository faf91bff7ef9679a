package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.RunPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Runs that do not start in time and tasks that are not done in time (03-W-48, spec 03 §12.4).
class ExpiryTest {
  @RegisterExtension final World world = World.at(1_000_000);

  private String noteOf(RunId run) {
    return String.valueOf(world.recorded().extensions().note(run));
  }

  @Test
  void aRunThatDoesNotStartInTimeExpires() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    queue.pause().join();
    TaskId task =
        World.submit(queue, TaskRequest.forDefaultHandler().startWithin(Duration.ofMillis(1_500)));
    RunId run = World.runOf(queue, task);
    world.time.advanceMillis(1_499);
    queue.tick();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.SCHEDULED);
    world.time.advanceMillis(1);
    queue.tick();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.CANCELED);
    assertThat(noteOf(run)).isEqualTo("expired");
  }

  @Test
  void aRunThatHasStartedDoesNotExpire() {
    int[] calls = {0};
    ActionQueue queue =
        world.open(_ -> calls[0]++ == 0 ? Outcome.retryAfter("no", 100) : Outcome.success());
    TaskId task =
        World.submit(
            queue,
            TaskRequest.forDefaultHandler().maxAttempts(2).startWithin(Duration.ofSeconds(5)));
    queue.runUntilIdle();
    world.time.advanceSeconds(100);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
  }

  /// A deadline is kept by who opens the directory next, from the log and from a snapshot.
  @Test
  void aDeadlineOutlivesTheProcess() {
    for (boolean snapshot : new boolean[] {false, true}) {
      ActionQueue queue = world.open(_ -> Outcome.success());
      queue.pause().join();
      Instant end = Instant.ofEpochMilli(world.time.epochMillis() + 5_500);
      TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().deadline(end));
      if (snapshot) {
        var written = queue.snapshot();
        queue.tick();
        queue.tick();
        assertThat(written).isCompleted();
      }
      world.close();
      queue = world.open(_ -> Outcome.success());
      RunId run = World.runOf(queue, task);
      world.time.advanceMillis(5_499);
      queue.tick();
      assertThat(World.stateOf(queue, task)).isEqualTo(RunState.SCHEDULED);
      world.time.advanceMillis(1);
      queue.tick();
      assertThat(World.stateOf(queue, task)).isEqualTo(RunState.CANCELED);
      world.close();
      assertThat(noteOf(run)).isEqualTo("deadline");
    }
  }

  /// Found by the simulation, seed 141: a step makes runs in place of those that have expired, for
  /// slots that are over as well.
  @Test
  void aRunThatIsMadeTooLateDoesNotStart() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    queue.pause().join();
    var everySecond = new RunPolicy.Cron("* * * * * *", 40L);
    World.submit(
        queue,
        TaskRequest.forDefaultHandler()
            .runPolicy(everySecond)
            .startWithin(Duration.ofMillis(1_500)));
    world.time.advanceSeconds(20);
    queue.resume().join();
    assertThat(queue.tick().dispatched()).isZero();
    assertThat(queue.runUntilIdle().totalDispatched()).isEqualTo(2); // the last two slots
  }

  /// Found by the simulation, seed 114: a claim comes at any time, also right before the step that
  /// would have ended the run.
  @Test
  void aClaimStartsNothingThatIsTooLate() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    Crew.register(queue, Crew.registration(1, "far"));
    TaskId task = World.submit(queue, TaskRequest.of("far").startWithin(Duration.ofMillis(1_500)));
    queue.tick();
    world.time.advanceMillis(1_500);
    assertThat(Crew.claim(queue, 1, 1)).isEmpty();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.CANCELED);
  }

  /// What fell due while no engine ran is ended before anything starts.
  @Test
  void aRunExpiresWhileNoEngineRuns() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    queue.pause().join();
    TaskId task =
        World.submit(queue, TaskRequest.forDefaultHandler().startWithin(Duration.ofSeconds(5)));
    queue.resume().join();
    world.kill();
    world.time.advanceSeconds(6);
    ActionQueue again = world.open(_ -> Outcome.success());
    again.runUntilIdle();
    assertThat(World.stateOf(again, task)).isEqualTo(RunState.CANCELED);
    assertThat(noteOf(World.runOf(again, task))).isEqualTo("expired");
  }

  @Test
  void aTaskEndsAtItsDeadline() {
    List<Runnable> held = new ArrayList<>();
    ActionQueue queue =
        world.openWith(
            options -> options.handlerExecutor(held::add).defaultHandler(_ -> Outcome.success()));
    TaskId task =
        World.submit(
            queue,
            TaskRequest.forDefaultHandler()
                .repeat(3, 10)
                .deadline(Instant.ofEpochMilli(1_000_005_500L)));
    queue.tick();
    world.time.advanceMillis(5_499);
    queue.tick();
    assertThat(World.statesOf(queue, task))
        .containsExactly(RunState.RUNNING, RunState.SCHEDULED, RunState.SCHEDULED);
    world.time.advanceMillis(1);
    queue.tick();
    assertThat(World.statesOf(queue, task)).containsOnly(RunState.CANCELED);
    assertThat(queue.task(task).join().orElseThrow().canceledAt()).isNotNull();
    world
        .recordedRuns(task)
        .forEach(run -> assertThat(noteOf(run.instance().id())).isEqualTo("deadline"));
  }

  @Test
  void aCronTaskGetsNoMoreRunsAfterItsDeadline() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    TaskId task =
        World.submit(
            queue,
            TaskRequest.forDefaultHandler()
                .runPolicy(new io.actionqueue.core.task.RunPolicy.Cron("* * * * * *", null))
                .deadline(Instant.ofEpochSecond(1_000_003)));
    for (int i = 0; i < 10; i++) {
      queue.runUntilIdle();
      world.time.advanceSeconds(1);
    }
    assertThat(World.statesOf(queue, task).stream().filter(RunState.COMPLETED::equals).count())
        .isBetween(2L, 4L);
    assertThat(World.statesOf(queue, task).stream().allMatch(RunState::isTerminal)).isTrue();
  }

  @Test
  void aTaskThatIsDoneInTimeIsLeftAlone() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    TaskId task =
        World.submit(
            queue, TaskRequest.forDefaultHandler().deadline(Instant.ofEpochSecond(1_000_005)));
    queue.runUntilIdle();
    long sequence = world.recorded().latestSequence();
    world.time.advanceSeconds(10);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
    assertThat(world.recorded().latestSequence()).isEqualTo(sequence);
  }
}
