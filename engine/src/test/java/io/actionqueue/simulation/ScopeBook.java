package io.actionqueue.simulation;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What limits and pauses of actions, keys and tenants allow, computed from what is known: permits
/// are counted anew for each question, tokens by an account of starts that outlives processes.
final class ScopeBook implements Concern {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Knowledge known;
  private final Map<Scope, Bucket> buckets = new HashMap<>();
  private boolean clockWasSet;

  /// Tokens of one scope: each start uses one, and they come back one after the other. What is not
  /// known exactly lies between two accounts.
  private static final class Bucket {
    private long intervalNanos = 1;
    private int size = 1;
    private long missingAtLeastUntil;
    private long missingAtMostUntil;

    void limit(Limit.Rate rate, long now) {
      intervalNanos = Math.ceilDiv(rate.perMillis() * 1_000_000L, rate.tokens());
      size = rate.burst();
      missingAtLeastUntil = bounded(missingAtLeastUntil, now);
      missingAtMostUntil = bounded(missingAtMostUntil, now);
    }

    private long bounded(long until, long now) {
      return now + Math.clamp(until - now, 0, size * intervalNanos);
    }

    /// Nobody knows how many tokens are left.
    void forget(long now) {
      missingAtLeastUntil = now;
      missingAtMostUntil = now + size * intervalNanos;
    }

    /// Recorded starts tell seconds.
    void restart(long now) {
      missingAtLeastUntil = bounded(missingAtLeastUntil - NANOS_PER_SECOND, now);
      missingAtMostUntil = now + size * intervalNanos;
    }

    boolean mayHaveToken(long now) {
      return missingAtLeastUntil - now <= (size - 1) * intervalNanos;
    }

    boolean hasToken(long now) {
      return missingAtMostUntil - now <= (size - 1) * intervalNanos;
    }

    void take(long now) {
      missingAtLeastUntil = Math.max(missingAtLeastUntil, now) + intervalNanos;
      perhapsTake(now);
    }

    /// Whoever is rejected does not start; nobody gets more by that.
    void perhapsTake(long now) {
      missingAtMostUntil = bounded(Math.max(missingAtMostUntil, now) + intervalNanos, now);
    }
  }

  ScopeBook(Knowledge known) {
    this.known = known;
  }

  /// The wall clock is set: a later process cannot tell how long ago recorded starts were.
  void clockIsSet() {
    clockWasSet = true;
  }

  @Override
  public void follow() {
    long now = known.time.monotonicNanos();
    buckets.keySet().removeIf(scope -> known.state.extensions().limit(scope) == null);
    buckets
        .values()
        .forEach(bucket -> {
          if (clockWasSet) {
            bucket.forget(now);
          } else {
            bucket.restart(now);
          }
        });
    for (ExtensionEvent.LimitSet set : known.state.extensions().limits()) {
      limit(set.scope(), set.limit(), now);
    }
    clockWasSet = false;
  }

  private void limit(Scope scope, Limit limit, long now) {
    Limit.Rate rate = limit.rate();
    Bucket bucket = buckets.get(scope);
    if (rate == null) {
      buckets.remove(scope);
    } else if (bucket != null) {
      bucket.limit(rate, now);
    } else {
      bucket = new Bucket();
      bucket.limit(rate, now);
      bucket.forget(now);
      buckets.put(scope, bucket);
    }
  }

  @Override
  public void before(Event event) {
    switch (event) {
      case ExtensionEvent.LimitSet(var scope, var limit, _) ->
          limit(scope, limit, known.stepNanos());
      case ExtensionEvent.LimitCleared(var scope, _) -> {
        buckets.remove(scope);
        known.shares.cleared(scope);
      }
      default -> {}
    }
  }

  @Override
  public void moved(RunEntry run, RunState from) {
    if (run.state() != RunState.LEASED) {
      return;
    }
    for (Scope scope : scopesOf(run)) {
      Bucket bucket = buckets.get(scope);
      if (bucket != null && run.id().equals(known.rejecting)) {
        bucket.perhapsTake(known.stepNanos());
      } else if (bucket != null) {
        bucket.take(known.stepNanos());
      }
      if (known.state.extensions().limit(scope) != null) {
        known.shares.startsUnder(scope, run);
      }
    }
  }

  private static List<Scope> scopesOf(RunEntry run) {
    return scopesOf(Knowledge.taskOf(run).spec(), KeyBook.keysOf(run));
  }

  private static List<Scope> scopesOf(TaskSpec spec, Collection<KeyBook.Key> keys) {
    var scopes = new ArrayList<Scope>();
    var required = spec.constraints().requiredCapabilities();
    scopes.add(new Scope.Action(required == null ? "" : required.getFirst()));
    for (KeyBook.Key key : keys) {
      scopes.add(new Scope.Key(key.tenant(), key.text()));
    }
    if (spec.tenantId() != null) {
      scopes.add(new Scope.Tenant(spec.tenantId()));
    }
    return scopes;
  }

  /// Which pause or limit stands in a run's way, null if none does.
  @Nullable String obstacle(RunEntry run) {
    for (Scope scope : scopesOf(run)) {
      if (known.state.extensions().isPaused(scope)) {
        return scope + " is paused";
      }
      Bucket bucket = buckets.get(scope);
      if (bucket != null && !bucket.mayHaveToken(known.stepNanos())) {
        return scope + " has no token";
      }
      Limit limit = known.state.extensions().limit(scope);
      Integer permits = limit == null || scope instanceof Scope.Key ? null : limit.permits();
      if (permits != null && inUse(scope) >= permits) {
        return scope + " has no permit";
      }
    }
    return null;
  }

  /// Whether what a Ready run needs is promised to another one that is not behind it: a key or a
  /// limit that becomes free goes to the first that waits for it, also if that has to wait for a
  /// slot or for a worker then.
  ///
  /// @param starting does not count; null for none
  /// @param idle who may wait for that, in spite of a promise; whoever may not should have started
  boolean isBeaten(RunEntry run, @Nullable RunEntry starting, Predicate<RunEntry> idle) {
    for (RunEntry other : known.live()) {
      if (other.state() == RunState.READY
          && other != run
          && other != starting
          && compete(run, other)
          && (areLimited(run, other)
              || known.shares.shareAction(run, other)
              || !known.precedence.precedes(run, other))
          && idle.test(other)
          && known.sharedObstacle(other) == null) {
        return true;
      }
    }
    return false;
  }

  /// Whether two runs need a key together, or are limited together.
  private boolean compete(RunEntry a, RunEntry b) {
    if (!Collections.disjoint(KeyBook.keysOf(a), KeyBook.keysOf(b))) {
      return true;
    }
    return areLimited(a, b) || known.shares.shareAction(a, b);
  }

  /// Whether two runs are limited together. What was let go for a token may be behind what came
  /// later.
  boolean areLimited(RunEntry a, RunEntry b) {
    var common = new HashSet<>(scopesOf(a));
    common.retainAll(scopesOf(b));
    return common.stream().anyMatch(scope -> known.state.extensions().limit(scope) != null);
  }

  /// Whether tokens may be missing for a run, as far as anybody knows.
  boolean mayLackToken(RunEntry run) {
    for (Scope scope : scopesOf(run)) {
      Bucket bucket = buckets.get(scope);
      if (bucket != null && !bucket.hasToken(known.stepNanos())) {
        return true;
      }
    }
    return false;
  }

  /// The runs of a scope that are leased or execute.
  private int inUse(Scope scope) {
    Set<RunId> using = new HashSet<>();
    for (RunEntry run : known.live()) {
      boolean leased = run.state() == RunState.LEASED || run.state() == RunState.RUNNING;
      if (leased && scopesOf(run).contains(scope)) {
        using.add(run.id());
      }
    }
    for (Act act : known.executing()) {
      if (scopesOf(act.spec, act.keys.keySet()).contains(scope)) {
        using.add(act.run);
      }
    }
    return using.size();
  }
}
