package io.actionqueue.cli.queue;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.client.wire.ActorDetail;
import io.actionqueue.client.wire.ActorList;
import io.actionqueue.client.wire.BudgetDetail;
import io.actionqueue.client.wire.BudgetList;
import io.actionqueue.client.wire.EngineView;
import io.actionqueue.client.wire.RunList;
import io.actionqueue.client.wire.RunSummary;
import io.actionqueue.client.wire.RunsByState;
import io.actionqueue.client.wire.Stats;
import io.actionqueue.client.wire.TaskDetail;
import io.actionqueue.client.wire.TaskList;
import io.actionqueue.client.wire.TaskSummary;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A recorded state in the records of the wire, in the orders of the HTTP API.
final class OfflineViews {
  /// Highest priority first, then oldest, then by the text of the id (spec 04 §5.5).
  private static final Comparator<TaskEntry> TASKS =
      Comparator.comparing(
              (TaskEntry task) -> task.spec().metadata().priority(), Comparator.reverseOrder())
          .thenComparing(TaskEntry::createdAt, Long::compareUnsigned)
          .thenComparing(task -> task.id().toString());

  /// By due time, then by id (spec 04 §5.7).
  static final Comparator<RunEntry> RUNS =
      Comparator.comparing(RunEntry::scheduledAt, Long::compareUnsigned)
          .thenComparing(RunEntry::id);

  private OfflineViews() {}

  static TaskDetail detail(TaskEntry task) {
    return TaskDetail.of(
        task.spec(), task.createdAt(), task.canceledAt(), runsByState(task), task.policy());
  }

  static TaskList tasks(QueueState state, Listing listing) {
    requireBeginning(listing.after());
    String tag = listing.tag();
    List<TaskEntry> all =
        state.tasks().stream()
            .filter(task -> tag == null || task.spec().metadata().tags().contains(tag))
            .filter(task -> isOf(task, listing.tenant()))
            .filter(task -> listing.time().contains(task.createdAt()))
            .toList();
    List<TaskSummary> slice =
        all.stream()
            .sorted(TASKS)
            .skip(listing.offset())
            .limit(listing.limit())
            .map(OfflineViews::summary)
            .toList();
    return new TaskList(slice, listing.limit(), listing.offset(), all.size());
  }

  private static boolean isOf(@Nullable TaskEntry task, @Nullable TenantId tenant) {
    return tenant == null || (task != null && tenant.equals(task.spec().tenantId()));
  }

  private static TaskSummary summary(TaskEntry task) {
    return TaskSummary.of(task.spec(), task.createdAt(), task.canceledAt(), runsByState(task));
  }

  /// Without a daemon everything is read at once: there is no page to go on behind.
  static void requireBeginning(@Nullable String after) {
    if (after != null) {
      throw CliFailure.validation(
          "invalid_pagination", "--after goes on behind a page of a daemon: use --offset");
    }
  }

  static RunList runs(QueueState state, Listing listing) {
    requireBeginning(listing.after());
    List<RunEntry> all =
        state.runs().stream()
            .filter(run -> listing.state() == null || run.state() == listing.state())
            .filter(run -> listing.task() == null || run.taskId().equals(listing.task()))
            .filter(run -> isOf(run.task(), listing.tenant()))
            .filter(run -> listing.time().contains(run.scheduledAt()))
            .toList();
    List<RunSummary> slice =
        all.stream()
            .sorted(RUNS)
            .skip(listing.offset())
            .limit(listing.limit())
            .map(OfflineViews::summary)
            .toList();
    return new RunList(slice, listing.limit(), listing.offset(), all.size());
  }

  static RunSummary summary(RunEntry run) {
    return RunSummary.of(run.instance(), key(run), run.policy().furtherKeys());
  }

  static @Nullable String key(RunEntry run) {
    TaskEntry task = run.task();
    return task == null ? null : task.spec().constraints().concurrencyKey();
  }

  static Stats stats(QueueState state) {
    Map<RunState, Long> counts = new EnumMap<>(RunState.class);
    for (RunState each : RunState.values()) {
      counts.put(each, state.runsIn(each));
    }
    return new Stats(
        state.taskCount(),
        state.runCount(),
        state.attemptsTotal(),
        RunsByState.of(counts),
        state.latestSequence());
  }

  /// An engine that is not there: only what is recorded of it.
  static EngineView engine(QueueState state) {
    StateImage.Engine engine = state.engine();
    return new EngineView(
        engine.paused(),
        engine.pausedAt(),
        engine.resumedAt(),
        false,
        0,
        0,
        null,
        "closed",
        "none",
        List.of(),
        false);
  }

  private static RunsByState runsByState(TaskEntry task) {
    Map<RunState, Long> counts = new EnumMap<>(RunState.class);
    task.runs().forEach(run -> counts.merge(run.state(), 1L, Long::sum));
    return RunsByState.of(counts);
  }

  static BudgetList budgets(QueueState state, TaskId task) {
    var budgets = new ArrayList<BudgetDetail>();
    for (BudgetDimension dimension : BudgetDimension.values()) {
      StateImage.Budget budget = state.budget(task, dimension);
      if (budget != null) {
        budgets.add(detail(budget));
      }
    }
    return new BudgetList(task, budgets);
  }

  private static BudgetDetail detail(StateImage.Budget budget) {
    long left =
        Long.compareUnsigned(budget.consumed(), budget.limit()) >= 0
            ? 0
            : budget.limit() - budget.consumed();
    return new BudgetDetail(
        budget.dimension(),
        budget.limit(),
        budget.consumed(),
        left,
        percent(budget.consumed(), budget.limit()),
        budget.exhausted(),
        budget.allocatedAt());
  }

  /// Rounded down, 100 where all of it is used.
  private static int percent(long consumed, long limit) {
    if (Long.compareUnsigned(consumed, limit) >= 0) {
      return 100;
    }
    var hundredfold =
        new BigInteger(Long.toUnsignedString(consumed)).multiply(BigInteger.valueOf(100));
    return hundredfold.divide(new BigInteger(Long.toUnsignedString(limit))).intValue();
  }

  static ActorList actors(QueueState state, int limit, long offset) {
    Map<String, Long> leases = new HashMap<>();
    for (RunEntry run : state.runs()) {
      if (run.lease() != null) {
        leases.merge(run.lease().owner(), 1L, Long::sum);
      }
    }
    List<StateImage.Actor> all = List.copyOf(state.actors());
    return new ActorList(
        all.stream().skip(offset).limit(limit).map(actor -> detail(actor, leases)).toList(),
        limit,
        offset,
        all.size());
  }

  private static ActorDetail detail(StateImage.Actor actor, Map<String, Long> leases) {
    return new ActorDetail(
        actor.actorId(),
        actor.identity(),
        actor.capabilities(),
        actor.department(),
        actor.tenantId(),
        actor.heartbeatIntervalSecs(),
        actor.registeredAt(),
        actor.deregisteredAt(),
        null, // signs of life are not recorded
        actor.isActive() ? leases.getOrDefault(actor.identity(), 0L) : 0);
  }
}
