package io.actionqueue.cli;

import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Whose rights, and where.
final class RightsOptions {
  @Parameters(index = "0", paramLabel = "ACTOR_ID", description = "The registered actor.")
  private String actor = "";

  @Option(
      names = "--tenant",
      required = true,
      paramLabel = "TENANT_ID",
      description = "The tenant in which it holds.")
  private String tenant = "";

  ActorId actor() {
    return Ids.of("ACTOR_ID", actor, ActorId::parse, "invalid_actor_id");
  }

  TenantId tenant() {
    return Ids.tenant(tenant);
  }
}
