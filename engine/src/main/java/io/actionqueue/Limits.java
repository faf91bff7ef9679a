package io.actionqueue;

import io.actionqueue.core.command.Extend;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.state.Extensions;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Limits and pauses of actions, keys and tenants, and the tenants' shares: durable, in force at
/// once, told by `explain` as `limit`, `rate_limit` and `paused`. Thread-safe; what is said of
/// futures at [ActionQueue] holds here.
///
/// What a [Session] gives is about the session's tenant and its keys, and shows only those: to
/// change something needs `CanOperate`. Another tenant's scope is refused with `unknown_tenant`,
/// that of an action, which all tenants share, with `missing_capability`.
///
/// Permits count runs that are Leased or Running, and handlers of this process that have not
/// returned. The permits of a key say how many runs may hold it: without a limit as many as a
/// task's own option says, else one. A rate is a token bucket: each start takes a token, a retry
/// too. How full it is follows from the recorded starts, so that a restart never allows more than
/// the limit says; its first tokens may come up to a second late then.
public final class Limits {
  private final ActionQueue queue;
  private final Engine engine;
  private final Principal principal;

  Limits(ActionQueue queue, Engine engine, Principal principal) {
    this.queue = queue;
    this.engine = engine;
    this.principal = principal;
  }

  /// A limit in force.
  ///
  /// @param scope whom it concerns
  /// @param limit how many, how fast
  public record ScopeLimit(Scope scope, Limit limit) {}

  /// Limits a scope, in place of the limit that it has. Runs that execute are left alone.
  public CompletableFuture<ScopeLimit> set(Scope scope, Limit limit) {
    return queue.command(() -> {
      engine.access.requireOperator(principal, scope);
      record(new ExtensionEvent.LimitSet(scope, limit, engine.clock.millis()));
      return new ScopeLimit(scope, limit);
    });
  }

  /// Takes the limit of a scope away. The answer says whether there was one.
  public CompletableFuture<Boolean> clear(Scope scope) {
    return queue.command(() -> {
      engine.access.requireOperator(principal, scope);
      boolean known = extensions().limit(scope) != null;
      if (known) {
        record(new ExtensionEvent.LimitCleared(scope, engine.clock.millis()));
      }
      return known;
    });
  }

  /// The limits in force, in the order in which they were set first.
  public CompletableFuture<List<ScopeLimit>> list() {
    return queue.query(() -> {
      engine.access.requireMember(principal);
      return extensions().limits().stream()
          .filter(set -> Access.sees(principal, set.scope()))
          .map(set -> new ScopeLimit(set.scope(), set.limit()))
          .toList();
    });
  }

  /// Holds the starts of a scope until [#resume]; handlers that execute are left alone, and runs
  /// still become Ready. Pausing a paused scope changes nothing; the answer says whether it was
  /// paused now.
  public CompletableFuture<Boolean> pause(Scope scope) {
    return queue.command(() -> {
      engine.access.requireOperator(principal, scope);
      boolean paused = extensions().isPaused(scope);
      if (!paused) {
        record(new ExtensionEvent.ScopePaused(scope, engine.clock.millis()));
      }
      return !paused;
    });
  }

  /// Ends a pause. Resuming a scope that is not paused changes nothing; the answer says whether it
  /// was resumed now.
  public CompletableFuture<Boolean> resume(Scope scope) {
    return queue.command(() -> {
      engine.access.requireOperator(principal, scope);
      boolean paused = extensions().isPaused(scope);
      if (paused) {
        record(new ExtensionEvent.ScopeResumed(scope, engine.clock.millis()));
      }
      return paused;
    });
  }

  /// The scopes that are paused, in order of their pauses.
  public CompletableFuture<List<Scope>> paused() {
    return queue.query(() -> {
      engine.access.requireMember(principal);
      return extensions().paused().stream()
          .map(ExtensionEvent.ScopePaused::scope)
          .filter(scope -> Access.sees(principal, scope))
          .toList();
    });
  }

  /// Sets a tenant's share of the starts, compared with those of the others; it counts where starts
  /// are shared out (see [ActionQueueOptions#shareBetweenTenants]). Refused with `not_replayable`
  /// for a tenant that does not exist, and with `missing_capability` for everybody but whoever
  /// embeds the engine.
  ///
  /// @param weight 1 by default, at least 1
  public CompletableFuture<Integer> weight(TenantId tenant, int weight) {
    if (weight < 1) {
      throw new IllegalArgumentException("a weight must be at least 1, was " + weight);
    }
    return queue.command(() -> {
      engine.access.requireEmbedder(principal, "shares are weighed against those of others");
      record(new ExtensionEvent.TenantWeightSet(tenant, weight, engine.clock.millis()));
      return weight;
    });
  }

  /// Gives a Ready run another priority until it starts (S-38). Refused with `unknown_run`, and
  /// with `not_replayable` for a run that is not Ready.
  ///
  /// @param priority larger is more urgent
  public CompletableFuture<RunView> reprioritise(RunId id, int priority) {
    return queue.command(() -> {
      engine.access.require(principal, Capability.CAN_OPERATE);
      var run = engine.access.run(principal, id);
      record(new ExtensionEvent.RunReprioritised(id, priority, engine.clock.millis()));
      return engine.views.run(run);
    });
  }

  private Extensions extensions() {
    return engine.lane.state().extensions();
  }

  private void record(ExtensionEvent event) {
    engine.controls.carryOut(new Extend(event));
  }
}
