package io.actionqueue.cli;

import io.actionqueue.cli.queue.Oversight;
import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.ScopeAnswer;
import io.actionqueue.core.policy.Scope;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/// A change of a scope that is answered with one word.
abstract class ScopeCommand extends QueueCommand {
  private final String name;

  @Mixin private final ScopeOptions scope = new ScopeOptions();

  ScopeCommand(Surroundings surroundings, String name) {
    super(surroundings);
    this.name = name;
  }

  /// Asks for the change.
  abstract ScopeAnswer change(Oversight oversight, Scope of);

  @Override
  final void prepare() {
    scope.scope();
  }

  @Override
  final Answer ask(Queue queue) {
    ScopeAnswer answer = change(queue.oversight(), scope.scope());
    String label = Words.plain(answer.scope().toScope().label());
    return new Answer(
        () -> document(answer), () -> List.of(label + " " + answer.status().replace('_', ' ')));
  }

  private Map<String, @Nullable Object> document(ScopeAnswer answer) {
    Map<String, @Nullable Object> document = document(name);
    document.putAll(Documents.of(answer));
    return document;
  }
}
