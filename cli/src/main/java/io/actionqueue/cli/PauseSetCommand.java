package io.actionqueue.cli;

import io.actionqueue.cli.queue.Oversight;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.ScopeAnswer;
import io.actionqueue.core.policy.Scope;
import picocli.CommandLine.Command;

/// Pauses a scope.
@Command(
    name = "set",
    sortOptions = false,
    header = "Hold the starts of an action, a key or a tenant.",
    description =
        "Needs a daemon. Runs that execute are left alone; the others still become Ready.")
final class PauseSetCommand extends ScopeCommand {
  PauseSetCommand(Surroundings surroundings) {
    super(surroundings, "pause set");
  }

  @Override
  ScopeAnswer change(Oversight oversight, Scope of) {
    return oversight.pause(of);
  }
}
