package io.actionqueue.cli;

import io.actionqueue.cli.queue.Tenancy;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.core.platform.Role;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Gives roles.
@Command(
    name = "assign",
    sortOptions = false,
    header = "Give an actor a role in a tenant, in place of the one that it has.",
    description = "Needs a daemon. Who has no role in a tenant is nothing there.")
final class RoleAssignCommand extends RightsCommand {
  @Parameters(
      index = "1",
      paramLabel = "ROLE",
      description = {"Operator, Auditor, Gatekeeper,", "or a name of your own."})
  private String role = "";

  RoleAssignCommand(Surroundings surroundings) {
    super(surroundings, "role assign");
  }

  private Role role() {
    return Stream.of(Role.OPERATOR, Role.AUDITOR, Role.GATEKEEPER)
        .filter(each -> each.name().equals(role))
        .findFirst()
        .orElseGet(() -> new Role.Custom(role));
  }

  @Override
  void check() {
    role();
  }

  @Override
  void change(Tenancy tenancy, RightsOptions of) {
    tenancy.assign(of.actor(), role(), of.tenant());
  }
}
