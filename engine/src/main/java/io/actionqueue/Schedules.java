package io.actionqueue;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.TimeRange;
import io.actionqueue.core.cron.CronExpression;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.schedule.Slots;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.engine.index.Slice;
import io.actionqueue.engine.index.Start;
import io.actionqueue.engine.index.TaskRunIndex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// When tasks are due: previews of schedules, and what became of slots that were missed (spec 03
/// §1.5, §12.4). Thread-safe. What a [Session] gives tells of the tasks of its tenant.
public final class Schedules {
  /// The most firings that one preview tells.
  public static final int MAX_PREVIEW = 1000;

  private final ActionQueue queue;
  private final Engine engine;
  private final Principal principal;

  Schedules(ActionQueue queue, Engine engine, Principal principal) {
    this.queue = queue;
    this.engine = engine;
    this.principal = principal;
  }

  /// The next instants, strictly after one, at which a cron expression fires, in UTC; fewer where
  /// its years end.
  ///
  /// @param expression six or seven fields, or a shorthand such as `@daily`
  /// @param count how many at most, 1 to 1,000
  /// @throws InvalidValue kind `CronPolicyError` if the expression cannot be parsed
  public static List<Instant> preview(String expression, Instant after, int count) {
    requireCount(count);
    CronExpression parsed = CronExpression.parse(expression);
    var found = new ArrayList<Instant>();
    OptionalLong next = parsed.nextAfter(Math.max(0, after.getEpochSecond()));
    while (next.isPresent() && found.size() < count) {
      found.add(Instant.ofEpochSecond(next.getAsLong()));
      next = parsed.nextAfter(next.getAsLong());
    }
    return List.copyOf(found);
  }

  /// The next instants at which a cron expression fires, in UTC, after the engine's now; see
  /// [#preview].
  ///
  /// @throws InvalidValue kind `CronPolicyError` or `InvalidPreviewCount`
  public CompletableFuture<List<Instant>> upcoming(String expression, int count) {
    return upcoming(expression, null, count);
  }

  /// The next instants at which a cron expression fires, in UTC; see [#preview].
  ///
  /// @param after strictly after this one; null for the engine's now
  /// @throws InvalidValue kind `CronPolicyError` or `InvalidPreviewCount`
  public CompletableFuture<List<Instant>> upcoming(
      String expression, @Nullable Instant after, int count) {
    requireCount(count);
    CronExpression.parse(expression);
    return queue.query(() -> {
      engine.access.requireMember(principal);
      Instant start = after == null ? Instant.ofEpochSecond(engine.clock.second()) : after;
      return preview(expression, start, count);
    });
  }

  /// The next instants at which a task is due, by its Scheduled runs and, for a cron task, by the
  /// slots that will get runs later. Refused with `unknown_task`.
  ///
  /// @param count how many at most, 1 to 1,000
  public CompletableFuture<List<Instant>> next(TaskId task, int count) {
    requireCount(count);
    return queue.query(
        () -> next(engine.access.readable(principal, task), engine.views.taskRuns, count));
  }

  /// The slots of a task that got no run by its misfire policy; empty if there are none. Refused
  /// with `unknown_task`.
  public CompletableFuture<Optional<PassedOverSlots>> passedOver(TaskId task) {
    return queue.query(() -> {
      var known = engine.access.readable(principal, task);
      return Optional.ofNullable(engine.lane.state().extensions().passedOver(known.id()))
          .map(all -> new PassedOverSlots(all.count(), all.firstSlot(), all.lastSlot()));
    });
  }

  private static List<Instant> next(TaskEntry task, TaskRunIndex runs, int count) {
    var slots = new ArrayList<Long>();
    long last = task.lastSlot();
    Slice<RunEntry> scheduled = scheduled(task, runs, Start.at(0), count);
    Start next = scheduled.next();
    scheduled.items().forEach(run -> slots.add(run.scheduledAt()));
    while (slots.size() < count && next != null) {
      scheduled = scheduled(task, runs, next, count - slots.size());
      scheduled.items().forEach(run -> slots.add(run.scheduledAt()));
      next = scheduled.next();
    }
    long left = task.mayGetMoreRuns() ? task.spec().runPolicy().maxRuns() - task.runCount() : 0;
    Slots policy = Slots.of(task.spec().runPolicy(), task.createdAt());
    for (OptionalLong slot = policy.nextAfter(last);
        slot.isPresent() && slots.size() < count && left-- > 0;
        slot = policy.nextAfter(last)) {
      last = slot.getAsLong();
      slots.add(last);
    }
    return slots.stream().limit(count).map(Instant::ofEpochSecond).toList();
  }

  private static Slice<RunEntry> scheduled(
      TaskEntry task, TaskRunIndex runs, Start start, int limit) {
    return runs.page(task, RunState.SCHEDULED, TimeRange.ALL, start, limit);
  }

  private static void requireCount(int count) {
    if (count < 1 || count > MAX_PREVIEW) {
      throw new InvalidValue(
          "InvalidPreviewCount",
          "a preview tells 1 to " + MAX_PREVIEW + " firings, was asked for " + count);
    }
  }
}
