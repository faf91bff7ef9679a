package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;

/// A command that asks a queue once and prints the answer.
abstract class QueueCommand extends PlacedCommand {
  QueueCommand(Surroundings surroundings) {
    super(surroundings);
  }

  /// Asks and answers.
  abstract Answer ask(Queue queue);

  @Override
  final int work(Queue queue) {
    return print(ask(queue));
  }
}
