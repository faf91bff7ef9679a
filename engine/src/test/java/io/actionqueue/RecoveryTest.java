package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.task.SafetyLevel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The engine's first act after a kill (02 §7.2, S-1 to S-4, S-35, S-40).
class RecoveryTest {
  @RegisterExtension final World world = World.at(1000);

  /// Handlers that are started and never run: the process dies before.
  private ActionQueue openDoomed() {
    return world.openWith(
        options -> options.handlerExecutor(_ -> {}).defaultHandler(_ -> Outcome.success()));
  }

  private static List<String> errors(StateImage.Run run) {
    return run.attempts().stream().map(StateImage.Attempt::error).toList();
  }

  /// 02-S-34, 03-W-1, 03-RT-28, 03-RT-9: the attempt is recorded as interrupted, does not count,
  /// and the same run goes on at once.
  @Test
  void killedAttemptIsRecordedAndTheRunGoesOn() {
    ActionQueue queue = openDoomed();
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().maxAttempts(2));
    queue.tick();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.RUNNING);
    world.kill();
    assertThat(world.recordedStates(task)).containsExactly(RunState.RUNNING);

    world.time.advanceSeconds(60);
    queue = world.open(_ -> Outcome.success());
    StateImage.Run recovered = World.onlyRun(queue, task).run();
    assertThat(recovered.instance().state()).isEqualTo(RunState.READY);
    assertThat(recovered.lease()).isNull();
    assertThat(errors(recovered)).containsExactly("interrupted: crash");
    assertThat(World.onlyRun(queue, task).countedAttempts()).isZero();

    queue.runUntilIdle();
    StateImage.Run run = World.onlyRun(queue, task).run();
    assertThat(run.instance().state()).isEqualTo(RunState.COMPLETED);
    assertThat(run.instance().id()).isEqualTo(recovered.instance().id());
    assertThat(run.attempts())
        .extracting(StateImage.Attempt::result)
        .containsExactly(AttemptResult.FAILURE, AttemptResult.SUCCESS);
    assertThat(World.onlyRun(queue, task).countedAttempts()).isEqualTo(1);
    assertThat(queue.stats().join().interruptedAttempts()).isEqualTo(1);
    assertThat(queue.stats().join().finishedAttempts())
        .containsEntry(AttemptResult.SUCCESS, 1L)
        .containsEntry(AttemptResult.FAILURE, 0L);
  }

  /// S-2, S-35: the fourth interruption ends the run.
  @Test
  void payloadThatKillsItsProcessEndsFailed() {
    TaskId task = World.submit(openDoomed(), TaskRequest.forDefaultHandler().maxAttempts(9));
    for (int i = 0; i < 4; i++) {
      world.close();
      openDoomed().tick();
      world.kill();
    }
    openDoomed();
    world.close();
    StateImage.Run run = world.recordedRuns(task).getFirst();
    assertThat(run.instance().state()).isEqualTo(RunState.FAILED);
    assertThat(errors(run))
        .containsExactly(
            "interrupted: crash",
            "interrupted: crash",
            "interrupted: crash",
            "interrupted: crash; too often");
  }

  /// S-4: transactional tasks after an interruption.
  @ParameterizedTest
  @CsvSource({"FAIL,FAILED", "SUSPEND,SUSPENDED", "RETRY,READY"})
  void transactionalTaskFollowsTheOption(OnUncertain option, RunState expected) {
    ActionQueue queue = openDoomed();
    var request = TaskRequest.forDefaultHandler().safetyLevel(SafetyLevel.TRANSACTIONAL);
    TaskId task = World.submit(queue, request);
    queue.tick();
    world.kill();
    queue =
        world.openWith(
            options -> options.onUncertain(option).defaultHandler(_ -> Outcome.success()));
    StateImage.Run run = World.onlyRun(queue, task).run();
    assertThat(run.instance().state()).isEqualTo(expected);
    assertThat(errors(run).getFirst()).startsWith("interrupted: crash");
    if (option == OnUncertain.FAIL) {
      assertThat(errors(run)).containsExactly("interrupted: crash; uncertain");
    }
  }

  /// 03-RT-16, 03-W-14: keys are known again before anything starts.
  @Test
  void keysAreHeldAgainAfterAKill() {
    var order = new ArrayList<String>();
    ActionQueue queue = openDoomed();
    var hold = io.actionqueue.core.task.HoldPolicy.HOLD_DURING_RETRY;
    World.submit(queue, TaskRequest.forDefaultHandler().concurrencyKey("k", hold).payload("first"));
    queue.tick();
    World.submit(
        queue,
        TaskRequest.forDefaultHandler().concurrencyKey("k", hold).priority(9).payload("second"));
    world.kill();
    queue =
        world.open(context -> {
          order.add(context.payload().toUtf8());
          return Outcome.success();
        });
    queue.runUntilIdle();
    assertThat(order).containsExactly("first", "second");
  }

  /// what has ended stays as it is, and opening again writes nothing (02-INV-22).
  @Test
  void endedRunsAreLeftAloneAndOpeningIsSilent() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    World.submit(queue, TaskRequest.forDefaultHandler());
    World.submit(queue, TaskRequest.forDefaultHandler().repeat(3, 100));
    queue.runUntilIdle();
    world.close();
    String digest = world.recorded().digest();
    for (int i = 0; i < 3; i++) {
      world.open(_ -> Outcome.success());
      world.close();
    }
    assertThat(world.recorded().digest()).isEqualTo(digest);
  }

  /// S-40: interrupted runs become Ready also while the engine is paused; they do not start.
  @Test
  void recoveryRunsWhilePaused() {
    ActionQueue queue = openDoomed();
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.tick();
    queue.pause().join();
    world.kill();
    queue = world.open(_ -> Outcome.success());
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.READY);
    assertThat(queue.runUntilIdle().totalDispatched()).isZero();
    queue.resume().join();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
  }

  /// 03-RT-29: a kill between any two steps leads to the same outcomes as none.
  @Test
  void killAtAnyStepLeadsToTheSameOutcomes() {
    for (int killAfter = 0; killAfter < 6; killAfter++) {
      var small = World.at(1000);
      ActionQueue queue = small.open(context -> outcomeOf(context));
      var ids = new ArrayList<TaskId>();
      for (String text : List.of("ok", "fail", "retry", "ok")) {
        ids.add(World.submit(queue, TaskRequest.forDefaultHandler().payload(text).maxAttempts(2)));
      }
      for (int i = 0; i < killAfter; i++) {
        queue.tick();
      }
      small.kill();
      queue = small.open(context -> outcomeOf(context));
      queue.runUntilIdle();
      small.close();
      var states = ids.stream().map(id -> small.recordedStates(id).getFirst()).toList();
      assertThat(states)
          .describedAs("killed after %d ticks", killAfter)
          .containsExactly(
              RunState.COMPLETED, RunState.FAILED, RunState.COMPLETED, RunState.COMPLETED);
    }
  }

  private static Outcome outcomeOf(RunContext context) {
    return switch (context.payload().toUtf8()) {
      case "fail" -> Outcome.fail("for good");
      case "retry" -> context.countedAttempt() == 1 ? Outcome.retry("x") : Outcome.success();
      default -> Outcome.success();
    };
  }
}
