package io.actionqueue;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.AttemptTally;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.engine.dispatch.Block;
import io.actionqueue.engine.dispatch.Dispatcher;
import io.actionqueue.engine.index.RunIndex;
import io.actionqueue.engine.index.TaskIndex;
import io.actionqueue.engine.index.TaskRunIndex;
import io.actionqueue.engine.index.TenantIndex;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What callers see of the state. Confined to the engine thread; the views leave it when they are
/// durable.
final class Views {
  private static final RunState[] RUN_STATES = RunState.values();

  private final QueueState state;
  private final Dispatcher dispatcher;
  private final StepClock clock;
  private final AttemptTally attempts;
  private final Flights flights;
  private final Causes causes;
  final TaskIndex tasks = TaskIndex.create();
  final RunIndex runs;
  final TaskRunIndex taskRuns;
  final TenantIndex tenants = TenantIndex.create();

  /// Views of the engine's state.
  Views(Engine engine, QueueState state, Causes causes) {
    this.state = state;
    this.dispatcher = engine.dispatcher;
    this.flights = engine.flights;
    this.clock = engine.clock;
    this.attempts = state.attemptTally();
    this.causes = causes;
    this.runs = RunIndex.of(state);
    this.taskRuns = TaskRunIndex.of(state);
  }

  static TaskView task(TaskEntry task) {
    var byState = new EnumMap<RunState, Integer>(RunState.class);
    for (RunState each : RUN_STATES) {
      int count = task.runsIn(each);
      if (count > 0) {
        byState.put(each, count);
      }
    }
    return new TaskView(task.spec(), task.createdAt(), task.canceledAt(), byState, task.policy());
  }

  private static @Nullable String keyOf(RunEntry run) {
    TaskEntry task = run.task();
    return task == null ? null : task.spec().constraints().concurrencyKey();
  }

  private static RunRow row(RunEntry run) {
    return new RunRow(run.instance(), keyOf(run), run.policy().furtherKeys());
  }

  RunView run(RunEntry run) {
    Progress progress = run.state() == RunState.RUNNING ? flights.progressOf(run.id()) : null;
    return new RunView(
        run.image(),
        keyOf(run),
        run.policy().furtherKeys(),
        run.countedAttempts(),
        blocks(run),
        progress,
        notes(run.id()));
  }

  private List<AttemptNote> notes(RunId id) {
    return state.extensions().attemptNotes(id).stream()
        .map(note -> new AttemptNote(note.attemptId(), note.note(), note.timestampMillis()))
        .toList();
  }

  Page<TaskView> tasks(TaskQuery query) {
    return tasks(query, Principal.SYSTEM);
  }

  /// The tasks that a principal sees.
  Page<TaskView> tasks(TaskQuery query, Principal principal) {
    TenantId tenant = query.tenant();
    if (!Access.mayAsk(principal, tenant)) {
      return Page.empty();
    }
    TenantId only = Access.tenantOf(principal, tenant);
    TaskIndex index = only == null ? tasks : tenants.tasks(only);
    if (index == null) {
      return Page.empty();
    }
    var found = index.page(query.tag(), query.created(), query.start(), query.limit());
    return PageMark.TASKS.page(found, Views::task);
  }

  /// The runs that a principal sees, with all that is known of each.
  Page<RunView> runs(RunQuery query, Principal principal) {
    return runs(query, principal, this::run);
  }

  /// The same runs, a row of each.
  Page<RunRow> runRows(RunQuery query, Principal principal) {
    return runs(query, principal, Views::row);
  }

  private <V> Page<V> runs(RunQuery query, Principal principal, Function<RunEntry, V> view) {
    TenantId tenant = query.tenant();
    if (!Access.mayAsk(principal, tenant)) {
      return Page.empty();
    }
    TenantId only = Access.tenantOf(principal, tenant);
    if (query.taskId() != null) {
      TaskEntry task = state.task(query.taskId());
      return task == null || (only != null && !only.equals(task.spec().tenantId()))
          ? Page.empty()
          : runsOf(task, query, view);
    }
    RunIndex index = only == null ? runs : tenants.runs(only);
    if (index == null) {
      return Page.empty();
    }
    var found = index.page(query.state(), query.due(), query.start(), query.limit());
    return PageMark.RUNS.page(found, view);
  }

  private <V> Page<V> runsOf(TaskEntry task, RunQuery query, Function<RunEntry, V> view) {
    var found = taskRuns.page(task, query.state(), query.due(), query.start(), query.limit());
    return PageMark.RUNS.page(found, view);
  }

  Explanation explain(RunEntry run) {
    List<BlockReason> reasons = blocks(run);
    return new Explanation(run.id(), run.state(), summary(run, reasons), reasons);
  }

  QueueStats stats() {
    Map<RunState, Long> byState = new EnumMap<>(RunState.class);
    for (RunState each : RunState.values()) {
      byState.put(each, state.runsIn(each));
    }
    return new QueueStats(
        state.taskCount(),
        state.runCount(),
        state.attemptsTotal(),
        byState,
        attempts.finished(),
        attempts.interrupted(),
        state.latestSequence());
  }

  private List<BlockReason> blocks(RunEntry run) {
    return dispatcher.explain(run, clock.second()).stream()
        .map(block -> reason(run, block))
        .toList();
  }

  private BlockReason reason(RunEntry run, Block block) {
    if (block.code().equals("suspended")) {
      if (Suspensions.FOR_BUDGET.equals(state.extensions().note(run.id()))) {
        String detail = "set aside until its budget is replenished, or it is resumed";
        return new BlockReason(block.code(), detail, null);
      }
      for (var gate : state.extensions().gates(run.id())) {
        if (gate.decision() == null) {
          String detail = "waits at gate '" + gate.name() + "' until somebody decides";
          return new BlockReason(block.code(), detail, null);
        }
      }
    }
    return new BlockReason(block.code(), block.detail(), block.untilSecond());
  }

  private String summary(RunEntry run, List<BlockReason> reasons) {
    if (!reasons.isEmpty()) {
      var details = reasons.stream().map(BlockReason::detail).toList();
      return "The run waits: " + String.join("; ", details) + ".";
    }
    return switch (run.state()) {
      case SCHEDULED, RETRY_WAIT -> "The run becomes ready at the next step.";
      case READY -> "The run starts at the next step.";
      case LEASED, RUNNING -> "The run is executing.";
      case SUSPENDED -> "The run is set aside until it is resumed.";
      case COMPLETED, FAILED -> "The run has ended: " + run.state().label() + ".";
      case CANCELED -> "The run has ended: canceled" + causes.words(run) + ".";
    };
  }
}
