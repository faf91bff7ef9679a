package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.RunDetail;
import io.actionqueue.client.wire.RunOrder;
import io.actionqueue.core.id.RunId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Adds a run to a task.
@Command(
    name = "add",
    sortOptions = false,
    header = "Add a run to a task, now or at a time.",
    description = {
      "Needs a daemon. The run comes beside those that the task's policy implies, of a cron task",
      "as one of its occurrences. A task that has ended takes none."
    })
final class RunAddCommand extends QueueCommand {
  @Parameters(paramLabel = "TASK_ID", description = "The task.")
  private String task = "";

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description = "When it is due, such as 2026-11-26T08:00:00Z, or in epoch seconds (now).")
  private @Nullable String at;

  @Option(
      names = "--id",
      paramLabel = "RUN_ID",
      description = "Its id, so that repeating adds no second one (random).")
  private @Nullable String id;

  RunAddCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    Ids.task(task);
    order();
  }

  private RunOrder order() {
    RunId given = id == null ? null : Ids.of("--id", id, RunId::parse, "invalid_run_id");
    return new RunOrder(given, at == null ? null : (Long) FilterOptions.second("--at", at));
  }

  @Override
  Answer ask(Queue queue) {
    RunDetail run = queue.addRun(Ids.task(task), order());
    return new Answer(
        () -> document(run),
        () ->
            List.of("run " + run.runId() + " is due " + Words.distance(run.scheduledAt(), now())));
  }

  private Map<String, @Nullable Object> document(RunDetail run) {
    Map<String, @Nullable Object> document = document("run add");
    document.put("run_id", run.runId().toString());
    document.put("task_id", run.taskId().toString());
    document.put("scheduled_at", run.scheduledAt());
    return document;
  }
}
