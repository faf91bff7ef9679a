package io.actionqueue.core.command;

import static io.actionqueue.core.command.Scene.NOW;
import static io.actionqueue.core.command.Scene.attempt;
import static io.actionqueue.core.command.Scene.run;
import static io.actionqueue.core.command.Scene.scheduled;
import static io.actionqueue.core.command.Scene.spec;
import static io.actionqueue.core.command.Scene.task;
import static io.actionqueue.core.run.RunState.CANCELED;
import static io.actionqueue.core.run.RunState.COMPLETED;
import static io.actionqueue.core.run.RunState.FAILED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RETRY_WAIT;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static io.actionqueue.core.run.RunState.SUSPENDED;

import io.actionqueue.core.command.RunRejection.InvalidTransition;
import io.actionqueue.core.command.RunRejection.LeaseStillOpen;
import io.actionqueue.core.command.RunRejection.PreviousStateMismatch;
import io.actionqueue.core.command.RunRejection.RunAlreadyExists;
import io.actionqueue.core.command.RunRejection.RunAlreadyTerminal;
import io.actionqueue.core.command.RunRejection.RunCreateRequiresFresh;
import io.actionqueue.core.command.RunRejection.RunCreateRequiresScheduled;
import io.actionqueue.core.command.RunRejection.RunResumeRequiresSuspended;
import io.actionqueue.core.command.RunRejection.RunSuspendRequiresRunning;
import io.actionqueue.core.command.RunRejection.RunsExceedPolicy;
import io.actionqueue.core.command.RunRejection.UnknownRun;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.RunPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Refusals about runs and their states, in the order of spec 02 §4.3.
class RunRefusalsTest {

  @TestFactory
  List<DynamicTest> runs() {
    RefusalCases cases = RefusalCases.of(RunRejection.class);
    addCreation(cases);
    addUnknown(cases);
    addMoves(cases);
    addLeases(cases);
    addStates(cases);
    return cases.tests();
  }

  private static void addCreation(RefusalCases cases) {
    Scene scene = new Scene().scheduledRun(1);
    Scene canceled = new Scene().scheduledRun(1).with(new TaskCancel(task(1), NOW));
    cases
        .add(
            "known id, and not even Scheduled",
            scene,
            new RunCreate(RunInstance.ready(run(1), task(1), NOW, NOW, 0)),
            new RunAlreadyExists(run(1)))
        .add(
            "known id in a submission",
            scene,
            new SubmitTask(
                spec(2),
                List.of(RunInstance.scheduled(run(1), task(2), NOW, NOW)),
                List.of(task(9)),
                NOW),
            new RunAlreadyExists(run(1)))
        .add(
            "born Ready",
            canceled,
            new RunCreate(RunInstance.ready(run(2), task(1), NOW, NOW, 5)),
            new RunCreateRequiresScheduled(run(2), READY))
        .add(
            "born with attempts",
            canceled,
            new RunCreate(preset(null, 3, 0, NOW)),
            new RunCreateRequiresFresh(run(2), "attempt_count"))
        .add(
            "born with an open attempt",
            canceled,
            new RunCreate(preset(attempt(1), 0, 0, NOW)),
            new RunCreateRequiresFresh(run(2), "current_attempt_id"))
        .add(
            "born with a priority",
            canceled,
            new RunCreate(preset(null, 0, 7, NOW)),
            new RunCreateRequiresFresh(run(2), "effective_priority"))
        .add(
            "born with another past",
            canceled,
            new RunCreate(preset(null, 0, 0, NOW + 1)),
            new RunCreateRequiresFresh(run(2), "last_state_change_at"))
        .add(
            "one more than Once implies",
            scene,
            new CreateRuns(task(1), List.of(scheduled(1, 1))),
            new RunsExceedPolicy(task(1), 1, 2))
        .add(
            "known id among the missing runs",
            new Scene().scheduledRun(1, spec(1).withRunPolicy(new RunPolicy.Repeat(3, 60))),
            new CreateRuns(task(1), List.of(scheduled(2, 1), scheduled(1, 1))),
            new RunAlreadyExists(run(1)));
  }

  private static RunInstance preset(
      @Nullable AttemptId open, long attempts, int priority, long lastChange) {
    return new RunInstance(
        run(2), task(1), SCHEDULED, open, attempts, NOW, NOW, priority, lastChange);
  }

  private static void addUnknown(RefusalCases cases) {
    Scene scene = new Scene();
    UnknownRun expected = new UnknownRun(run(9));
    cases
        .add("move", scene, move(9, SCHEDULED, RUNNING), expected)
        .add("suspend", scene, new RunSuspend(run(9), null, NOW), expected)
        .add("resume", scene, new RunResume(run(9), NOW), expected)
        .add("suspend by batch", scene, new SuspendRun(run(9), null, NOW), expected)
        .add("resume by batch", scene, new ResumeRun(run(9), NOW), expected)
        .add("cancel", scene, new CancelRun(run(9), NOW), expected)
        .add("recover", scene, new RecoverRun(run(9), RecoveryPolicy.DEFAULT, NOW), expected)
        .add("start", scene, new StartRun(run(9), attempt(1), "runtime", NOW, NOW), expected);
  }

  private static void addMoves(RefusalCases cases) {
    Scene scene = new Scene().scheduledRun(1);
    cases
        .add(
            "02-S-3 A-330 believed Running, and no such move",
            scene,
            move(1, RUNNING, SCHEDULED),
            new PreviousStateMismatch(run(1), RUNNING, SCHEDULED))
        .add(
            "start of a run that is not Ready",
            scene,
            new StartRun(run(1), attempt(1), "runtime", NOW, NOW),
            new PreviousStateMismatch(run(1), READY, SCHEDULED))
        .add(
            "A-634 promoting a Scheduled run as if it waited for a retry",
            scene,
            move(1, RETRY_WAIT, READY),
            new PreviousStateMismatch(run(1), RETRY_WAIT, SCHEDULED))
        .add(
            "02-S-4 A-040 skipping",
            scene,
            move(1, SCHEDULED, RUNNING),
            new InvalidTransition(run(1), SCHEDULED, RUNNING))
        .add(
            "02-S-4 A-037",
            new Scene().completedTask(1),
            move(1, COMPLETED, READY),
            new InvalidTransition(run(1), COMPLETED, READY))
        .add(
            "02-S-4 A-038",
            new Scene().failedTask(1),
            move(1, FAILED, RUNNING),
            new InvalidTransition(run(1), FAILED, RUNNING));
    Scene canceled = new Scene().readyRun(1).move(1, CANCELED);
    for (RunState target : List.of(READY, LEASED, RUNNING, SCHEDULED)) {
      cases.add(
          "02-S-4 A-034 A-039 canceled",
          canceled,
          move(1, CANCELED, target),
          new InvalidTransition(run(1), CANCELED, target));
    }
  }

  private static void addLeases(RefusalCases cases) {
    Scene leased = new Scene().readyRun(1).move(1, LEASED);
    leased.with(new LeaseAcquire(run(1), "worker", NOW + 9, NOW));
    Scene running = new Scene().readyRun(1).move(1, LEASED);
    running.with(new LeaseAcquire(run(1), "worker", NOW + 9, NOW)).move(1, RUNNING);
    cases
        .add(
            "02-S-20 to RetryWait",
            running,
            move(1, RUNNING, RETRY_WAIT),
            new LeaseStillOpen(run(1), RUNNING, RETRY_WAIT))
        .add(
            "to Suspended",
            running,
            move(1, RUNNING, SUSPENDED),
            new LeaseStillOpen(run(1), RUNNING, SUSPENDED))
        .add(
            "suspension",
            running,
            new RunSuspend(run(1), null, NOW),
            new LeaseStillOpen(run(1), RUNNING, SUSPENDED))
        .add(
            "back to Ready",
            leased,
            move(1, LEASED, READY),
            new LeaseStillOpen(run(1), LEASED, READY));
  }

  private static void addStates(RefusalCases cases) {
    Scene ready = new Scene().readyRun(1);
    cases
        .add(
            "A-363",
            ready,
            new RunSuspend(run(1), "why", NOW),
            new RunSuspendRequiresRunning(run(1), READY))
        .add(
            "by batch",
            ready,
            new SuspendRun(run(1), null, NOW),
            new RunSuspendRequiresRunning(run(1), READY))
        .add(
            "A-364",
            ready,
            new RunResume(run(1), NOW),
            new RunResumeRequiresSuspended(run(1), READY))
        .add(
            "by batch",
            ready,
            new ResumeRun(run(1), NOW),
            new RunResumeRequiresSuspended(run(1), READY))
        .add(
            "cancel a completed run",
            new Scene().completedTask(1),
            new CancelRun(run(1), NOW),
            new RunAlreadyTerminal(run(1), COMPLETED))
        .add(
            "cancel twice",
            new Scene().readyRun(1).with(new CancelRun(run(1), NOW)),
            new CancelRun(run(1), NOW),
            new RunAlreadyTerminal(run(1), CANCELED));
  }

  private static RunStateTransition move(long run, RunState from, RunState to) {
    return new RunStateTransition(run(run), from, to, NOW);
  }
}
