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

  /// The slots of a task behind one instant up to another.
  private static long slotsBetween(TaskEntry task, long after, long until) {
    return switch (task.spec().runPolicy()) {
      case RunPolicy.Once _ -> 0;
      case RunPolicy.Repeat(var count, var interval) -> {
        long slots = 0;
        for (long i = 0; i < count; i++) {
          long slot = task.createdAt() + i * interval;
          slots += slot > after && slot <= until ? 1 : 0;
        }
        yield slots;
      }
      case RunPolicy.Cron(var text, _) -> {
        CronExpression expression = CronExpression.parse(text);
        long slots = 0;
        long from = Math.max(after, task.createdAt() - 1);
        for (long next = next(expression, from); next <= until; next = next(expression, next)) {
          slots++;
        }
        yield slots;
      }
    };
  }

  /// Slots up to an instant, or to where a task has its last run, if its schedule makes no more.
  private long ending(TaskEntry task, long from, long until) {
    boolean goesOn =
        task.spec().runPolicy() instanceof RunPolicy.Cron cron && task.runCount() < cron.maxRuns();
    long last =
        known.additions.ofPolicy(task).stream()
            .filter(run -> run.state() == RunState.SCHEDULED)
            .mapToLong(RunEntry::scheduledAt)
            .reduce(from, Math::max);
    return goesOn ? until : Math.min(until, last);
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
      long most = slotsBetween(task, passed.firstSlot() - 1, passed.lastSlot());
      verdicts.expect("03-W-30", passed.count() <= most, () -> passed + " of " + most + " slots");
      long left = slotsBetween(task, passed.lastSlot(), ending(task, passed.lastSlot(), until));
      verdicts.expect(
          "03-W-30",
          left == kept(policy),
          () -> passed + " leaves " + left + " missed slots under " + policy);
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
    long end = ending(task, run.scheduledAt(), until);
    long later = missed ? slotsBetween(task, run.scheduledAt(), end) : 0;
    verdicts.expect(
        "03-W-30",
        !missed || later < kept(policy),
        () -> run.id() + " of " + run.scheduledAt() + " should be passed over by " + policy);
  }
}
