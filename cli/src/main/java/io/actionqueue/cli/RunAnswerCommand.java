package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.RunAnswer;
import io.actionqueue.core.id.RunId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/// A change of one run that is answered with one word.
abstract class RunAnswerCommand extends QueueCommand {
  private final String name;

  @Parameters(paramLabel = "RUN_ID", description = "The run.")
  private String id = "";

  RunAnswerCommand(Surroundings surroundings, String name) {
    super(surroundings);
    this.name = name;
  }

  /// Asks for the change.
  abstract RunAnswer change(Queue queue, RunId run);

  @Override
  void prepare() {
    Ids.run(id);
  }

  @Override
  final Answer ask(Queue queue) {
    RunAnswer answer = change(queue, Ids.run(id));
    return new Answer(
        () -> document(answer),
        () -> List.of("run " + answer.runId() + " " + answer.status().replace('_', ' ')));
  }

  private Map<String, @Nullable Object> document(RunAnswer answer) {
    Map<String, @Nullable Object> document = document(name);
    document.putAll(Documents.of(answer));
    return document;
  }
}
