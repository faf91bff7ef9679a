package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.TenantDetail;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// One tenant.
@Command(name = "get", sortOptions = false, header = "Show a tenant.")
final class TenantGetCommand extends QueueCommand {
  @Parameters(paramLabel = "TENANT_ID", description = "The tenant.")
  private String id = "";

  TenantGetCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    Ids.tenant(id);
  }

  @Override
  Answer ask(Queue queue) {
    TenantDetail tenant = queue.tenancy().tenant(Ids.tenant(id));
    return new Answer(
        () -> document(tenant), () -> TenantListCommand.text(surroundings, List.of(tenant)));
  }

  private Map<String, @Nullable Object> document(TenantDetail tenant) {
    Map<String, @Nullable Object> document = document("tenant get");
    document.putAll(Documents.of(tenant));
    return document;
  }
}
