package io.actionqueue.server.api;

import io.actionqueue.ActionQueue;
import io.actionqueue.server.http.Route;
import java.util.List;
import java.util.stream.Stream;

/// The routes that need a live engine, beside those of [ApiRoutes].
public final class EngineRoutes {
  private EngineRoutes() {}

  /// The routes over an engine.
  ///
  /// @param reads how the engine is asked about tasks
  public static List<Route> of(ActionQueue engine, QueueReads reads) {
    return Stream.of(
            new BudgetRoutes(engine.budgets()).routes(),
            new WorkflowRoutes(reads, engine.workflow()).routes(),
            new ActorRoutes(engine.workers()).routes(),
            new AttemptRoutes(engine.workers()).routes(),
            new SubscriptionRoutes(engine.subscriptions()).routes(),
            new TenantRoutes(engine.platform(), engine.workers()).routes())
        .flatMap(List::stream)
        .toList();
  }
}
