package io.actionqueue.simulation;

import io.actionqueue.core.cron.CronExpression;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.schedule.MisfirePolicy;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.RunPolicy;

/// Slots that were missed (03-W-30): none is passed over that was not, and as many run late as the
/// task's policy says.
final class MisfireJudge implements Concern {
  private final Knowledge known;
  private final Verdicts verdicts;

  /// How many runs the batch that is heard cancels because their slots are passed over.
  private long canceled;

  /// The latest of these slots.
  private long latest;

  MisfireJudge(Knowledge known, Verdicts verdicts) {
    this.known = known;
    this.verdicts = verdicts;
  }

  private MisfirePolicy policyOf(TaskEntry task) {
    MisfirePolicy own = known.state.extensions().policy(task.id()).misfire();
    return own == null ? MisfirePolicy.standard() : own;
  }

  /// The last second that counts as missed.
  private long missedUntil(MisfirePolicy policy) {
    return known.stepMillis() / 1000 - policy.graceSecs() - 1;
  }

  /// How many missed slots run all the same.
  private static long kept(MisfirePolicy policy) {
    return switch (policy) {
      case MisfirePolicy.CatchUpAll _ -> Long.MAX_VALUE;
      case MisfirePolicy.CatchUpLast(var count, _) -> count;
      case MisfirePolicy.Skip _ -> 0;
      case MisfirePolicy.Coalesce _ -> 1;
    };
  }

  /// The slots of a task that still wait, behind one instant up to another: those of its Scheduled
  /// runs, and those that have no run yet.
  private long waiting(TaskEntry task, long after, long until) {
    long made =
        known.additions.ofPolicy(task).stream()
            .filter(run -> run.state() == RunState.SCHEDULED)
            .filter(run -> run.scheduledAt() > after && run.scheduledAt() <= until)
            .count();
    return made + unmade(task, after, until);
  }

  private long unmade(TaskEntry task, long after, long until) {
    if (!(task.spec().runPolicy() instanceof RunPolicy.Cron cron)
        || task.runCount() >= cron.maxRuns()) {
      return 0;
    }
    long from = Math.max(after, task.createdAt() - 1);
    for (RunEntry run : known.additions.ofPolicy(task)) {
      from = Math.max(from, run.scheduledAt());
    }
    var passed = known.state.extensions().passedOver(task.id());
    from = passed == null ? from : Math.max(from, passed.lastSlot());
    CronExpression expression = CronExpression.parse(cron.expression());
    long slots = 0;
    for (long next = next(expression, from); next <= until; next = next(expression, next)) {
      slots++;
    }
    return slots;
  }

  private static long next(CronExpression expression, long after) {
    return expression.nextAfter(after).orElse(Long.MAX_VALUE);
  }

  /// A run that somebody asked for is no slot.
  private void noted(RunEntry run) {
    long until = missedUntil(policyOf(Knowledge.taskOf(run)));
    verdicts.expect(
        "03-W-30",
        !known.additions.has(run) && run.scheduledAt() <= until,
        () -> run.id() + " of " + run.scheduledAt() + " was passed over, and was added or not due");
    canceled++;
    latest = Math.max(latest, run.scheduledAt());
  }

  @Override
  public void before(Event event) {
    if (event instanceof ExtensionEvent.RunNoted(var id, var reason, _)
        && reason.equals("passed over")
        && known.state.run(id) instanceof RunEntry run) {
      noted(run);
    }
    if (event instanceof ExtensionEvent.SlotsPassedOver passed
        && known.state.task(passed.taskId()) instanceof TaskEntry task) {
      MisfirePolicy policy = policyOf(task);
      long until = missedUntil(policy);
      verdicts.expect("03-W-30", passed.lastSlot() <= until, () -> passed + " was not missed");
      long all = canceled + unmade(task, passed.firstSlot() - 1, passed.lastSlot());
      verdicts.expect(
          "03-W-30",
          passed.count() == all && latest <= passed.lastSlot(),
          () -> passed + " should be " + all);
      long left = waiting(task, passed.lastSlot(), until);
      verdicts.expect(
          "03-W-30",
          left == kept(policy),
          () -> passed + " leaves " + left + " missed slots under " + policy);
      canceled = 0;
      latest = 0;
    }
  }

  /// A run of a missed slot becomes Ready only if it is one of the last ones. What a trigger
  /// promotes is not looked at.
  @Override
  public void moved(RunEntry run, RunState from) {
    TaskEntry task = Knowledge.taskOf(run);
    if (from != RunState.SCHEDULED
        || run.state() != RunState.READY
        || task.spec().runPolicy() instanceof RunPolicy.Once
        || known.additions.has(run)
        || !known.state.extensions().subscriptionsOf(task.id()).isEmpty()) {
      return;
    }
    MisfirePolicy policy = policyOf(task);
    long until = missedUntil(policy);
    boolean missed = run.scheduledAt() <= until;
    long later = missed ? waiting(task, run.scheduledAt(), until) : 0;
    verdicts.expect(
        "03-W-30",
        !missed || later < kept(policy),
        () -> run.id() + " of " + run.scheduledAt() + " should be passed over by " + policy);
  }
}
