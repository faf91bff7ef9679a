package io.actionqueue.server.api;

import io.actionqueue.BlockReason;
import io.actionqueue.EngineStatus;
import io.actionqueue.Explanation;
import io.actionqueue.Page;
import io.actionqueue.Progress;
import io.actionqueue.QueueStats;
import io.actionqueue.RunQuery;
import io.actionqueue.RunRow;
import io.actionqueue.RunView;
import io.actionqueue.TaskQuery;
import io.actionqueue.TaskView;
import io.actionqueue.client.wire.Blocker;
import io.actionqueue.client.wire.EngineView;
import io.actionqueue.client.wire.RunDetail;
import io.actionqueue.client.wire.RunExplanation;
import io.actionqueue.client.wire.RunList;
import io.actionqueue.client.wire.RunSummary;
import io.actionqueue.client.wire.RunsByState;
import io.actionqueue.client.wire.Stats;
import io.actionqueue.client.wire.TaskDetail;
import io.actionqueue.client.wire.TaskList;
import io.actionqueue.client.wire.TaskSummary;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Puts the engine's views into the words of the wire.
final class WireViews {
  private WireViews() {}

  static Stats stats(QueueStats stats) {
    return new Stats(
        stats.totalTasks(),
        stats.totalRuns(),
        stats.attemptsTotal(),
        RunsByState.of(stats.runsByState()),
        stats.latestSequence());
  }

  static TaskDetail detail(TaskView task) {
    return TaskDetail.of(
        task.spec(),
        task.createdAt(),
        task.canceledAt(),
        RunsByState.of(task.runsByState()),
        task.policy());
  }

  static TaskList list(Page<TaskView> page, TaskQuery query) {
    return new TaskList(
        page.items().stream().map(WireViews::summary).toList(),
        query.limit(),
        query.offset(),
        counted(page),
        page.next());
  }

  /// How many there are, null if nobody has counted.
  static @Nullable Long counted(Page<?> page) {
    return page.total() == Page.UNCOUNTED ? null : (Long) page.total();
  }

  private static TaskSummary summary(TaskView task) {
    return TaskSummary.of(
        task.spec(), task.createdAt(), task.canceledAt(), RunsByState.of(task.runsByState()));
  }

  static RunDetail detail(RunView run) {
    Progress progress = run.progress();
    return RunDetail.of(
        run.run(),
        run.countedAttempts(),
        blockers(run.blockedBy()),
        progress == null
            ? null
            : new RunDetail.ProgressDetail(progress.percent(), progress.message()),
        run.notes().stream()
            .map(note -> new RunDetail.AttemptNote(note.attemptId(), note.text(), note.atMillis()))
            .toList());
  }

  /// The row of a run in a list.
  static RunSummary summary(RunView run) {
    return RunSummary.of(run.run().instance(), run.concurrencyKey(), run.furtherKeys());
  }

  static RunList list(Page<RunRow> page, RunQuery query) {
    return new RunList(
        page.items().stream()
            .map(row -> RunSummary.of(row.run(), row.concurrencyKey(), row.furtherKeys()))
            .toList(),
        query.limit(),
        query.offset(),
        counted(page),
        page.next());
  }

  static RunExplanation explanation(Explanation explanation) {
    return new RunExplanation(
        explanation.runId(),
        explanation.state(),
        explanation.summary(),
        blockers(explanation.blockedBy()));
  }

  static EngineView engine(EngineStatus status, boolean readOnly) {
    return new EngineView(
        status.paused(),
        status.pausedAt(),
        status.resumedAt(),
        status.phase() == EngineStatus.Phase.DRAINING,
        status.inFlight(),
        status.concurrency(),
        status.lastTickAt(),
        status.phase().name().toLowerCase(Locale.ROOT),
        status.durability(),
        status.actions(),
        readOnly);
  }

  private static List<Blocker> blockers(List<BlockReason> reasons) {
    return reasons.stream()
        .map(reason -> new Blocker(reason.code(), reason.detail(), reason.untilSecond()))
        .toList();
  }
}
