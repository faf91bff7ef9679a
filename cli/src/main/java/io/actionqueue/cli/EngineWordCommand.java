package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.StatusAnswer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A change of the engine that is answered with one word.
abstract class EngineWordCommand extends QueueCommand {
  private final String name;

  EngineWordCommand(Surroundings surroundings, String name) {
    super(surroundings);
    this.name = name;
  }

  /// Asks for the change.
  abstract StatusAnswer change(Queue queue);

  @Override
  final Answer ask(Queue queue) {
    String status = change(queue).status();
    return new Answer(() -> answered(status), () -> List.of("engine " + status.replace('_', ' ')));
  }

  private Map<String, @Nullable Object> answered(String status) {
    Map<String, @Nullable Object> document = document(name);
    document.put("status", status);
    return document;
  }
}
