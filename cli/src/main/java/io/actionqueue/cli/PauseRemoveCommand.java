package io.actionqueue.cli;

import io.actionqueue.cli.queue.Oversight;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.ScopeAnswer;
import io.actionqueue.core.policy.Scope;
import picocli.CommandLine.Command;

/// Ends the pause of a scope.
@Command(
    name = "remove",
    sortOptions = false,
    header = "Let an action, a key or a tenant go on.",
    description = "Needs a daemon.")
final class PauseRemoveCommand extends ScopeCommand {
  PauseRemoveCommand(Surroundings surroundings) {
    super(surroundings, "pause remove");
  }

  @Override
  ScopeAnswer change(Oversight oversight, Scope of) {
    return oversight.resume(of);
  }
}
