package io.actionqueue.server.api;

import io.actionqueue.ActionQueue;
import io.actionqueue.Workers;
import io.actionqueue.server.http.Caller;
import io.actionqueue.server.http.Route;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// The routes that need a live engine, beside those of [ApiRoutes].
public final class EngineRoutes {
  private EngineRoutes() {}

  /// The routes over an engine.
  ///
  /// @param reads how the engine is asked about tasks, as a caller has them
  public static List<Route> of(ActionQueue engine, Function<Caller, ? extends QueueReads> reads) {
    Function<Caller, Workers> workers = caller -> engine.as(caller.principal()).workers();
    return Stream.of(
            new BudgetRoutes(caller -> engine.as(caller.principal()).budgets()).routes(),
            new WorkflowRoutes(reads, caller -> engine.as(caller.principal()).workflow()).routes(),
            new ActorRoutes(workers).routes(),
            new AttemptRoutes(workers).routes(),
            new SubscriptionRoutes(caller -> engine.as(caller.principal()).subscriptions())
                .routes(),
            new TenantRoutes(engine.platform(), engine.workers()).routes(),
            new ApprovalRoutes(caller -> engine.as(caller.principal()).approvals()).routes(),
            new LedgerRoutes(caller -> engine.as(caller.principal()).ledger(), engine.workers())
                .routes(),
            new DeadLetterRoutes(caller -> engine.as(caller.principal()).deadLetters()).routes(),
            new ScheduleRoutes(caller -> engine.as(caller.principal())).routes(),
            new LimitRoutes(caller -> engine.as(caller.principal()).limits(), engine.platform())
                .routes())
        .flatMap(List::stream)
        .toList();
  }
}
