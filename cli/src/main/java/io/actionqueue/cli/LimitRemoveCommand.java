package io.actionqueue.cli;

import io.actionqueue.cli.queue.Oversight;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.ScopeAnswer;
import io.actionqueue.core.policy.Scope;
import picocli.CommandLine.Command;

/// Takes a limit away.
@Command(
    name = "remove",
    sortOptions = false,
    header = "Take the limit of an action, a key or a tenant away.",
    description = "Needs a daemon.")
final class LimitRemoveCommand extends ScopeCommand {
  LimitRemoveCommand(Surroundings surroundings) {
    super(surroundings, "limit remove");
  }

  @Override
  ScopeAnswer change(Oversight oversight, Scope of) {
    return oversight.unlimit(of);
  }
}
