package io.actionqueue.cli;

import io.actionqueue.cli.queue.Tenancy;
import io.actionqueue.cli.terminal.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Grants capabilities.
@Command(
    name = "add",
    sortOptions = false,
    header = "Grant a capability to an actor in a tenant.",
    description = "Needs a daemon. Holds at once.")
final class GrantAddCommand extends RightsCommand {
  @Parameters(
      index = "1",
      paramLabel = "CAPABILITY",
      description = {
        "CanSubmit, CanExecute, CanCancel, CanApprove, CanReview,",
        "CanOperate, or a name of your own."
      })
  private String capability = "";

  GrantAddCommand(Surroundings surroundings) {
    super(surroundings, "grant add");
  }

  @Override
  void check() {
    CapabilityText.parse(capability);
  }

  @Override
  void change(Tenancy tenancy, RightsOptions of) {
    tenancy.grant(of.actor(), CapabilityText.parse(capability), of.tenant());
  }
}
