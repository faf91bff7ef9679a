package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.core.id.TenantId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes a tenant.
@Command(
    name = "create",
    sortOptions = false,
    header = "Make a tenant.",
    description = "Needs a daemon.")
final class TenantCreateCommand extends QueueCommand {
  @Parameters(paramLabel = "NAME", description = "What people call it.")
  private String name = "";

  @Option(
      names = "--id",
      paramLabel = "TENANT_ID",
      description = "Its id, so that repeating makes no second one (random).")
  private @Nullable String id;

  private @Nullable TenantId made;

  TenantCreateCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    tenant();
  }

  private TenantId tenant() {
    TenantId known = made;
    if (known == null) {
      known =
          id == null
              ? TenantId.random(surroundings.random())
              : Ids.of("--id", id, TenantId::parse, "invalid_tenant_id");
      made = known;
    }
    return known;
  }

  @Override
  Answer ask(Queue queue) {
    queue.tenancy().create(tenant(), name);
    return new Answer(this::document, () -> List.of("tenant " + tenant() + " created"));
  }

  private Map<String, @Nullable Object> document() {
    Map<String, @Nullable Object> document = document("tenant create");
    document.put("tenant_id", tenant().toString());
    document.put("name", name);
    return document;
  }
}
