package io.actionqueue.cli;

import io.actionqueue.cli.queue.Tenancy;
import io.actionqueue.cli.terminal.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Takes capabilities back.
@Command(
    name = "remove",
    sortOptions = false,
    header = "Take a capability back.",
    description = "Needs a daemon. Holds at once.")
final class GrantRemoveCommand extends RightsCommand {
  @Parameters(
      index = "1",
      paramLabel = "CAPABILITY",
      description = {
        "CanSubmit, CanExecute, CanCancel, CanApprove, CanReview,",
        "CanOperate, or a name of your own."
      })
  private String capability = "";

  GrantRemoveCommand(Surroundings surroundings) {
    super(surroundings, "grant remove");
  }

  @Override
  void check() {
    CapabilityText.parse(capability);
  }

  @Override
  void change(Tenancy tenancy, RightsOptions of) {
    tenancy.revoke(of.actor(), CapabilityText.parse(capability), of.tenant());
  }
}
