package io.actionqueue.cli;

import io.actionqueue.cli.queue.Tenancy;
import io.actionqueue.cli.terminal.Surroundings;
import picocli.CommandLine.Command;

/// Shows rights.
@Command(
    name = "get",
    sortOptions = false,
    header = "Show what an actor is and may do in a tenant.")
final class RoleGetCommand extends RightsCommand {
  RoleGetCommand(Surroundings surroundings) {
    super(surroundings, "role get");
  }

  @Override
  void change(Tenancy tenancy, RightsOptions of) {}
}
