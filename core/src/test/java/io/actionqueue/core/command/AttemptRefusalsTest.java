package io.actionqueue.core.command;

import static io.actionqueue.core.command.Scene.NOW;
import static io.actionqueue.core.command.Scene.attempt;
import static io.actionqueue.core.command.Scene.run;
import static io.actionqueue.core.command.Scene.spec;
import static io.actionqueue.core.command.Scene.task;
import static io.actionqueue.core.run.RunState.CANCELED;
import static io.actionqueue.core.run.RunState.COMPLETED;
import static io.actionqueue.core.run.RunState.FAILED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RETRY_WAIT;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.run.RunState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.command.AttemptRejection.AttemptCapReached;
import io.actionqueue.core.command.AttemptRejection.AttemptCountOverflow;
import io.actionqueue.core.command.AttemptRejection.AttemptFinishAttemptMismatch;
import io.actionqueue.core.command.AttemptRejection.AttemptFinishMissingActive;
import io.actionqueue.core.command.AttemptRejection.AttemptFinishRequiresRunning;
import io.actionqueue.core.command.AttemptRejection.AttemptFinishUnknownRun;
import io.actionqueue.core.command.AttemptRejection.AttemptIdReused;
import io.actionqueue.core.command.AttemptRejection.AttemptInProgress;
import io.actionqueue.core.command.AttemptRejection.AttemptStartAlreadyActive;
import io.actionqueue.core.command.AttemptRejection.AttemptStartRequiresRunning;
import io.actionqueue.core.command.AttemptRejection.AttemptStartUnknownRun;
import io.actionqueue.core.command.SequenceRejection.NotReplayable;
import io.actionqueue.core.event.AttemptEvent.AttemptStarted;
import io.actionqueue.core.event.RunEvent.RunCreated;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.Interruption;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.TaskConstraints;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Refusals about attempts, in the order of spec 02 §4.4.
class AttemptRefusalsTest {
  private static final AttemptOutcome FAILURE = AttemptOutcome.failure("broken");

  @TestFactory
  List<DynamicTest> attempts() {
    RefusalCases cases = RefusalCases.of(AttemptRejection.class);
    addStarts(cases);
    addLimits(cases);
    addProgress(cases);
    addFinishes(cases);
    return cases.tests();
  }

  private static void addStarts(RefusalCases cases) {
    cases
        .add("A-349", new Scene(), start(9, 1), new AttemptStartUnknownRun(run(9)))
        .add(
            "in Ready, of a canceled task",
            new Scene().readyRun(1).with(new TaskCancel(task(1), NOW)),
            start(1, 1),
            new AttemptStartRequiresRunning(run(1), READY))
        .add(
            "another is open, and the task canceled",
            new Scene().runningRun(1).with(start(1, 1), new TaskCancel(task(1), NOW)),
            start(1, 1),
            new AttemptStartAlreadyActive(run(1), attempt(1)));
  }

  private static void addLimits(RefusalCases cases) {
    Scene once = new Scene().runningRun(1).with(start(1, 1), finish(1, 1));
    Scene thrice = runningWithCap(3).with(start(1, 1), finish(1, 1));
    Scene ready = runningWithCap(2).with(start(1, 1), finish(1, 1));
    ready.move(1, RETRY_WAIT).move(1, READY);
    Scene spent = new Scene().startedRun(1, 1);
    cases
        .add("same id at the cap", once, start(1, 1), new AttemptCapReached(run(1), 1))
        .add(
            "02-S-17 same id below the cap",
            thrice,
            start(1, 1),
            new AttemptIdReused(run(1), attempt(1)))
        .add(
            "same id by batch",
            ready,
            new StartRun(run(1), attempt(1), "runtime", NOW, NOW),
            new AttemptIdReused(run(1), attempt(1)))
        .add(
            "no attempt left for the retry",
            spent,
            new FinishRun(run(1), attempt(1), FAILURE, RETRY_WAIT, List.of(), NOW),
            new AttemptCapReached(run(1), 1))
        .add("A-559", worn(), start(1, 1), new AttemptCountOverflow(run(1)));
  }

  /// A run whose counter an old log has set to its end; the log lacks the run's task, so that no
  /// cap comes first.
  private static Scene worn() {
    RunInstance run =
        new RunInstance(run(1), task(1), RunState.SCHEDULED, null, 0xffff_ffffL, NOW, NOW, 0, NOW);
    return new Scene()
        .replay(new RunCreated(run))
        .move(1, READY)
        .move(1, RunState.LEASED)
        .move(1, RUNNING);
  }

  private static Scene runningWithCap(long attempts) {
    TaskConstraints constraints = TaskConstraints.DEFAULT.withMaxAttempts(attempts);
    return new Scene()
        .scheduledRun(1, spec(1).withConstraints(constraints))
        .move(1, READY)
        .move(1, RunState.LEASED)
        .move(1, RUNNING);
  }

  private static void addProgress(RefusalCases cases) {
    Scene scene = new Scene().startedRun(1, 1); // with a lease, too
    for (RunState target : List.of(RETRY_WAIT, SUSPENDED, COMPLETED, FAILED)) {
      cases.add(
          "02-S-14 to " + target,
          scene,
          new RunStateTransition(run(1), RUNNING, target, NOW),
          new AttemptInProgress(run(1), attempt(1)));
    }
    cases.add(
        "02-S-15 suspension",
        scene,
        new RunSuspend(run(1), null, NOW),
        new AttemptInProgress(run(1), attempt(1)));
  }

  private static void addFinishes(RefusalCases cases) {
    Scene canceled = new Scene().startedRun(1, 1).move(1, CANCELED);
    Scene open = new Scene().startedRun(1, 1);
    Scene between = new Scene().runningRun(1).with(start(1, 1), finish(1, 1));
    List<Command> unknown = endings(9, 1);
    List<Command> known = endings(1, 1);
    List<Command> other = endings(1, 2);
    for (int i = 0; i < known.size(); i++) {
      String by = " by " + known.get(i).getClass().getSimpleName();
      cases
          .add("nothing" + by, open, unknown.get(i), new AttemptFinishUnknownRun(run(9)))
          .add(
              "02-S-13 late" + by,
              canceled,
              known.get(i),
              new AttemptFinishRequiresRunning(run(1), CANCELED))
          .add(
              "02-S-5 A-041 twice" + by,
              between,
              known.get(i),
              new AttemptFinishMissingActive(run(1)))
          .add(
              "02-S-6 A-350 other" + by,
              open,
              other.get(i),
              new AttemptFinishAttemptMismatch(run(1), attempt(1), attempt(2)));
    }
  }

  private static List<Command> endings(long run, long attempt) {
    return List.of(
        finish(run, attempt),
        new FinishRun(run(run), attempt(attempt), FAILURE, FAILED, List.of(), NOW),
        new InterruptRun(
            run(run), attempt(attempt), Interruption.SHUTDOWN, RecoveryPolicy.DEFAULT, NOW));
  }

  /// An old log may use an attempt's id twice; replay would then refuse the end of the second one.
  @Test
  void anEndThatReplayWouldRefuseIsRefused() {
    Scene scene = runningWithCap(3).with(start(1, 1), finish(1, 1));
    scene.replay(new AttemptStarted(run(1), attempt(1), NOW));
    assertThat(scene.refuse(finish(1, 1)))
        .isInstanceOfSatisfying(
            NotReplayable.class,
            refusal -> assertThat(refusal.refusal()).isEqualTo("CorruptedData"));
  }

  private static AttemptStart start(long run, long attempt) {
    return new AttemptStart(run(run), attempt(attempt), NOW);
  }

  private static AttemptFinish finish(long run, long attempt) {
    return new AttemptFinish(run(run), attempt(attempt), FAILURE, NOW);
  }
}
