package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Table;
import io.actionqueue.cli.terminal.Table.Cell;
import io.actionqueue.cli.terminal.Tone;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.TenantDetail;
import io.actionqueue.client.wire.TenantList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// Tenants as a table.
@Command(name = "list", sortOptions = false, header = "List the tenants in order of creation.")
final class TenantListCommand extends QueueCommand {
  TenantListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Answer ask(Queue queue) {
    TenantList list = queue.tenancy().tenants();
    return new Answer(() -> document(list), () -> text(surroundings, list.tenants()));
  }

  private Map<String, @Nullable Object> document(TenantList list) {
    Map<String, @Nullable Object> document = document("tenant list");
    document.putAll(Documents.of(list));
    return document;
  }

  static List<String> text(Surroundings surroundings, List<TenantDetail> tenants) {
    if (tenants.isEmpty()) {
      return List.of("No tenants.");
    }
    long now = surroundings.time().epochSeconds();
    var table = Table.of("TENANT", "~NAME", "CREATED");
    for (TenantDetail tenant : tenants) {
      table.row(
          Cell.of(tenant.tenantId()),
          Cell.of(Words.plain(tenant.name())),
          Cell.of(Words.distance(tenant.createdAt(), now), Tone.FAINT));
    }
    return table.lines(surroundings);
  }
}
