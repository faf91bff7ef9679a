package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.client.wire.ScopeDetail;
import io.actionqueue.core.policy.Scope;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a limit or a pause is about.
final class ScopeOptions {
  @Option(
      names = "--action",
      paramLabel = "NAME",
      description = "The runs of tasks with this action; '' for those that name none.")
  private @Nullable String action;

  @Option(names = "--key", paramLabel = "TEXT", description = "The runs with this concurrency key.")
  private @Nullable String key;

  @Option(
      names = "--tenant",
      paramLabel = "TENANT_ID",
      description = "The runs of this tenant; with --key, the tenant of the key.")
  private @Nullable String tenant;

  /// The scope, checked.
  Scope scope() {
    try {
      return new ScopeDetail(action, key, tenant == null ? null : Ids.tenant(tenant)).toScope();
    } catch (IllegalArgumentException _) {
      throw CliFailure.badInput("name one of --action, --key (perhaps with --tenant) or --tenant");
    }
  }
}
