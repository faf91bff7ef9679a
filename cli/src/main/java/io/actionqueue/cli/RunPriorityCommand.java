package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.RunDetail;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Gives a run another priority.
@Command(
    name = "priority",
    sortOptions = false,
    header = "Give a Ready run another priority until it starts.",
    description = "Needs a daemon.")
final class RunPriorityCommand extends QueueCommand {
  @Parameters(index = "0", paramLabel = "RUN_ID", description = "The run.")
  private String id = "";

  @Parameters(index = "1", paramLabel = "PRIORITY", description = "Larger is more urgent.")
  private String priority = "";

  RunPriorityCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    Ids.run(id);
    priority();
  }

  private int priority() {
    return NumberText.in("PRIORITY", priority, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  @Override
  Answer ask(Queue queue) {
    RunDetail run = queue.reprioritise(Ids.run(id), priority());
    return new Answer(
        () -> document(run), () -> List.of("run " + run.runId() + " has priority " + priority()));
  }

  private Map<String, @Nullable Object> document(RunDetail run) {
    Map<String, @Nullable Object> document = document("run priority");
    document.put("run_id", run.runId().toString());
    document.put("priority", priority());
    return document;
  }
}
