package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Sets a tenant's share.
@Command(
    name = "weight",
    sortOptions = false,
    header = "Set a tenant's share of the starts, compared with those of the others.",
    description = "Needs a daemon. A tenant of which nothing was said has the weight 1.")
final class TenantWeightCommand extends QueueCommand {
  @Parameters(index = "0", paramLabel = "TENANT_ID", description = "The tenant.")
  private String id = "";

  @Parameters(index = "1", paramLabel = "WEIGHT", description = "At least 1.")
  private String weight = "";

  TenantWeightCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    Ids.tenant(id);
    weight();
  }

  private int weight() {
    return NumberText.in("WEIGHT", weight, 1, Integer.MAX_VALUE);
  }

  @Override
  Answer ask(Queue queue) {
    queue.tenancy().weigh(Ids.tenant(id), weight());
    return new Answer(
        this::document, () -> List.of("tenant " + Ids.tenant(id) + " has weight " + weight()));
  }

  private Map<String, @Nullable Object> document() {
    Map<String, @Nullable Object> document = document("tenant weight");
    document.put("tenant_id", Ids.tenant(id).toString());
    document.put("weight", weight());
    return document;
  }
}
