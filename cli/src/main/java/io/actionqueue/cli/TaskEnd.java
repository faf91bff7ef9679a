package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.queue.Listing;
import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Progress;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.RunDetail;
import io.actionqueue.client.wire.RunDetail.AttemptDetail;
import io.actionqueue.client.wire.RunSummary;
import io.actionqueue.client.wire.TaskDetail;
import io.actionqueue.client.wire.TaskStatus;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a task that was waited for ended: completed, or a failure of the command.
///
/// @param runs its runs with their attempts, by due time; the first [#MAX_RUNS]
record TaskEnd(List<RunDetail> runs) {
  private static final int MAX_RUNS = 100;
  private static final int MAX_OUTPUT = 2000;
  private static final Duration WAIT = Duration.ofSeconds(20);

  /// Waits for the end.
  ///
  /// @throws CliFailure `task_failed` or `task_canceled` if it did not complete
  static TaskEnd await(Queue queue, TaskId id, Surroundings surroundings) {
    TaskDetail task;
    try (Progress _ = Progress.of(surroundings, "waiting for task " + id)) {
      do {
        task = queue.await(id, WAIT);
      } while (!task.status().isTerminal());
    } catch (CliFailure lost) {
      throw new CliFailure(
          lost.kind(),
          lost.code(),
          "task " + id + " is on disk, but its end is not known: " + lost.sentence());
    }
    List<RunDetail> runs =
        queue.runs(Listing.ofTask(id, MAX_RUNS)).runs().stream()
            .map(RunSummary::runId)
            .map(queue::run)
            .toList();
    return switch (task.status()) {
      case COMPLETED, OPEN -> new TaskEnd(runs);
      case FAILED, CANCELED -> throw failure(task, runs);
    };
  }

  private static CliFailure failure(TaskDetail task, List<RunDetail> runs) {
    boolean canceled = task.status() == TaskStatus.CANCELED;
    String sentence = "task " + task.id() + (canceled ? " was canceled" : " failed");
    for (RunDetail run : runs.reversed()) {
      if (run.state() == RunState.FAILED && !run.attempts().isEmpty()) {
        String error = run.attempts().getLast().error();
        String attempts = Words.count(run.attemptCount(), "attempt");
        sentence += " after " + attempts + " of run " + run.runId() + ": " + error;
        break;
      }
    }
    return CliFailure.runtime(canceled ? "task_canceled" : "task_failed", sentence);
  }

  Map<String, @Nullable Object> document() {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("status", "completed");
    document.put("runs", runs.stream().map(TaskEnd::document).toList());
    return document;
  }

  private static Map<String, @Nullable Object> document(RunDetail run) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("run_id", run.runId().toString());
    document.put("state", run.state().wireName());
    document.put("attempt_count", run.attemptCount());
    document.put("output_text", output(run));
    return document;
  }

  List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add("status=completed");
    for (RunDetail run : runs) {
      lines.add("run_id=" + run.runId());
      lines.add("attempts=" + run.attemptCount());
      String output = output(run);
      if (output != null) {
        lines.add("output=" + Words.brief(output, MAX_OUTPUT));
      }
    }
    return lines;
  }

  /// What the last attempt left, null if it left nothing or no text.
  private static @Nullable String output(RunDetail run) {
    if (run.attempts().isEmpty()) {
      return null;
    }
    AttemptDetail last = run.attempts().getLast();
    return last.output() == null ? null : Words.text(last.output());
  }
}
