package io.actionqueue.simulation;

import io.actionqueue.TickResult;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.RunPolicy;
import java.util.List;

/// What must hold when a step has ended: nothing is left that the step had to do.
final class TickJudge {
  private static final int WINDOW = 5;

  private final Knowledge known;
  private final Verdicts verdicts;
  private final List<Concern> concerns;

  TickJudge(Knowledge known, Verdicts verdicts, List<Concern> concerns) {
    this.concerns = concerns;
    this.known = known;
    this.verdicts = verdicts;
  }

  /// Before a step.
  void begin() {
    concerns.forEach(Concern::stepBegins);
  }

  /// After a step that began at a second.
  void check(long second, TickResult result) {
    verdicts.expect(
        "RT-26",
        result.enginePaused() == known.state.isPaused(),
        () -> "the step says paused: " + result.enginePaused());
    for (RunEntry run : known.live()) {
      checkRun(run, second);
    }
    known.state.tasks().forEach(this::checkWindow);
    for (Act act : known.acts.values()) {
      checkAnswer(act);
    }
    known.acts.values().removeIf(act -> act.taken);
    concerns.forEach(Concern::stepEnded);
  }

  /// What an expired run has held up goes on in the next step, since a run may expire behind the
  /// promotions.
  private void checkRun(RunEntry run, long second) {
    TaskEntry task = Knowledge.taskOf(run);
    verdicts.expect(
        "RT-36", !task.isCanceled(), () -> run.id() + " lives on in the canceled " + task.id());
    verdicts.expect(
        "RT-32", !known.prerequisiteFailed(task), () -> run.id() + " waits for what has failed");
    boolean held = known.state.isPaused();
    switch (run.state()) {
      case SCHEDULED ->
          verdicts.expect(
              "RT-10, RT-31",
              held
                  || known.young.contains(run.id())
                  || (known.expired && !task.prerequisites().isEmpty())
                  || run.scheduledAt() > second
                  || !known.prerequisitesCompleted(task),
              () -> run.id() + " was due at " + run.scheduledAt() + ", it is " + second);
      case RETRY_WAIT -> {
        Long readyAt = known.readyAt.get(run.id());
        verdicts.expect(
            "RT-11",
            held || (readyAt != null && readyAt > known.stepMillis()),
            () -> run.id() + " should go on at " + readyAt + ", it is " + known.stepMillis());
      }
      case READY ->
          verdicts.expect(
              "RT-18",
              held || known.executing().size() >= known.settings.slots() || !known.couldStart(run),
              () -> run.id() + " could have started");
      case RUNNING -> checkLease(run, second);
      case LEASED ->
          verdicts.expect("RT-15", false, () -> run.id() + " is leased and has no attempt");
      case SUSPENDED, COMPLETED, FAILED, CANCELED -> {}
    }
  }

  /// 03 §4.2: whoever executes here renews in time.
  private void checkLease(RunEntry run, long second) {
    StateImage.Lease lease = run.lease();
    verdicts.expect(
        "RT-15",
        lease != null && lease.expiry() > second && run.openAttempt() != null,
        () -> run.id() + " is Running at " + second + " with " + lease);
  }

  /// RT-7, 03-W-12: the window is full.
  private void checkWindow(TaskEntry task) {
    if (task.isCanceled() || !(task.spec().runPolicy() instanceof RunPolicy.Cron cron)) {
      return;
    }
    long left = cron.maxRuns() - task.terminalRuns();
    long live = (long) task.runCount() - task.terminalRuns();
    boolean full = live == Math.min(WINDOW, left);
    boolean more = known.additions.hasAny(task) && live > Math.min(WINDOW, left);
    verdicts.expect("RT-7", full || more, () -> task.id() + " has " + live + " runs ahead");
  }

  /// RT-23, RT-37: what was answered in time is recorded, anything else is dropped.
  private void checkAnswer(Act act) {
    RunEntry run = known.state.run(act.run);
    boolean open =
        run != null && run.state() == RunState.RUNNING && act.attempt.equals(run.openAttempt());
    verdicts.expect(
        "RT-23", !(act.taken && open), () -> act.attempt + " was answered and is still open");
    verdicts.expect(
        "RT-37", open || act.recorded, () -> act.attempt + " is closed without a record");
  }
}
