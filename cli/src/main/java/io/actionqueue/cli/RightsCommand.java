package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.queue.Tenancy;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.RightsDetail;
import io.actionqueue.core.InvalidValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/// What an actor is and may do in a tenant, perhaps after a change.
abstract class RightsCommand extends QueueCommand {
  private final String name;

  @Mixin private final RightsOptions whose = new RightsOptions();

  RightsCommand(Surroundings surroundings, String name) {
    super(surroundings);
    this.name = name;
  }

  /// Changes something, or nothing.
  abstract void change(Tenancy tenancy, RightsOptions of);

  /// Checks what is wanted.
  ///
  /// @throws InvalidValue if it breaks a rule
  void check() {}

  @Override
  final void prepare() {
    whose.actor();
    whose.tenant();
    try {
      check();
    } catch (InvalidValue e) {
      throw CliFailure.validation(e.code(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  final Answer ask(Queue queue) {
    Tenancy tenancy = queue.tenancy();
    change(tenancy, whose);
    RightsDetail now = tenancy.rights(whose.actor(), whose.tenant());
    return new Answer(() -> document(now), () -> text(now));
  }

  private Map<String, @Nullable Object> document(RightsDetail now) {
    Map<String, @Nullable Object> document = document(name);
    document.putAll(Documents.of(now));
    return document;
  }

  private static List<String> text(RightsDetail now) {
    String role = now.role();
    return List.of(
        "actor         " + now.actorId(),
        "tenant        " + now.tenantId(),
        "role          " + (role == null ? "-" : Words.plain(role)),
        "capabilities  "
            + (now.capabilities().isEmpty()
                ? "-"
                : Words.plain(String.join(", ", now.capabilities()))));
  }
}
