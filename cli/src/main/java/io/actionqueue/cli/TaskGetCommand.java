package io.actionqueue.cli;

import io.actionqueue.cli.queue.Listing;
import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.RunList;
import io.actionqueue.client.wire.TaskDetail;
import io.actionqueue.client.wire.TaskOptions;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.task.TaskConstraints;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// One task with its runs.
@Command(name = "get", sortOptions = false, header = "Show one task and its runs.")
final class TaskGetCommand extends QueueCommand {
  private static final int SHOWN_RUNS = 20;
  private static final int MAX_PAYLOAD = 400;

  @Parameters(paramLabel = "TASK_ID", description = "The task.")
  private String id = "";

  TaskGetCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    Ids.task(id);
  }

  @Override
  Answer ask(Queue queue) {
    TaskId taskId = Ids.task(id);
    TaskDetail task = queue.task(taskId);
    return new Answer(
        () -> document(task), () -> text(task, queue.runs(Listing.ofTask(taskId, SHOWN_RUNS))));
  }

  private Map<String, @Nullable Object> document(TaskDetail task) {
    Map<String, @Nullable Object> document = document("task get");
    document.put("task", Documents.of(task));
    return document;
  }

  private List<String> text(TaskDetail task, RunList runs) {
    var facts = new Facts(surroundings);
    facts.add("task", task.id().toString());
    facts.add("status", task.status().name().toLowerCase(Locale.ROOT));
    facts.add("created", facts.instant(task.createdAt()));
    if (task.canceledAt() != null) {
      facts.add("canceled", facts.instant(task.canceledAt()));
    }
    facts.add("policy", Words.plain(task.runPolicy().canonicalText()));
    addConstraints(facts, task.constraints(), furtherKeys(task));
    facts.add("priority", Integer.toString(task.metadata().priority()));
    facts.addUnless(
        task.metadata().tags().isEmpty(), "tags", String.join(", ", task.metadata().tags()));
    facts.addUnless(
        task.metadata().description() == null, "description", task.metadata().description());
    facts.addUnless(task.parentTaskId() == null, "parent", String.valueOf(task.parentTaskId()));
    facts.addUnless(task.tenantId() == null, "tenant", String.valueOf(task.tenantId()));
    facts.addUnless(task.contentType() == null, "content type", String.valueOf(task.contentType()));
    facts.add("payload", Words.bytes(task.payload(), MAX_PAYLOAD));
    var lines = new ArrayList<>(facts.lines());
    lines.add("");
    lines.addAll(RunTable.lines(surroundings, runs, RunTable.Columns.OF_ONE_TASK));
    return lines;
  }

  private static List<String> furtherKeys(TaskDetail task) {
    TaskOptions options = task.options();
    List<String> keys = options == null ? null : options.furtherKeys();
    return keys == null ? List.of() : keys;
  }

  private static void addConstraints(
      Facts facts, TaskConstraints constraints, List<String> furtherKeys) {
    List<String> capabilities = constraints.requiredCapabilities();
    facts.addUnless(
        capabilities == null,
        "action",
        capabilities == null ? "" : String.join(" + ", capabilities));
    facts.add("max attempts", Long.toString(constraints.maxAttempts()));
    Long timeout = constraints.timeoutSecs();
    facts.addUnless(
        timeout == null, "timeout", timeout == null ? "" : Long.toUnsignedString(timeout) + "s");
    String key = constraints.concurrencyKey();
    String keys = furtherKeys.isEmpty() ? key : key + " + " + String.join(" + ", furtherKeys);
    facts.addUnless(key == null, "key", keys + " (" + constraints.holdPolicy().wireName() + ")");
    facts.add("safety", constraints.safetyLevel().wireName());
  }
}
