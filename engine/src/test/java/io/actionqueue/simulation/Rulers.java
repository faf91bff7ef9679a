package io.actionqueue.simulation;

import io.actionqueue.Limits;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.testkit.SeededRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Callers who limit and pause actions, keys and tenants, and weigh tenants.
final class Rulers {
  private final SeededRandom random;
  private final Verdicts verdicts;
  private final Knowledge known;
  private final Life life;

  Rulers(SeededRandom random, Life.Cast cast, Life life) {
    this.random = random;
    this.life = life;
    verdicts = cast.verdicts();
    known = cast.known();
  }

  /// One of them rules something.
  void act() {
    Scope scope = scope();
    Limits limits = life.call().limits();
    boolean limited = known.state.extensions().limit(scope) != null;
    boolean paused = known.state.extensions().isPaused(scope);
    known.beginStep();
    switch (random.below(9)) {
      case 8 -> weigh();
      case 0 -> expect(true, life.answer(limits.set(scope, permits())) != null, scope);
      case 1 -> expect(true, life.answer(limits.set(scope, rate())) != null, scope);
      case 2, 3 -> tells(limited, life.answer(limits.clear(scope)), scope);
      case 4 -> tells(!paused, life.answer(limits.pause(scope)), scope);
      default -> tells(paused, life.answer(limits.resume(scope)), scope);
    }
  }

  /// 03-W-33: the share of a tenant that exists.
  private void weigh() {
    TenantId tenant = Workload.tenant(random.below(2));
    int weight = random.between(1, 4);
    boolean there = known.state.tenant(tenant) != null;
    boolean told = life.answer(life.call().limits().weight(tenant, weight)) != null;
    boolean right = told == there && (!there || known.state.extensions().weight(tenant) == weight);
    verdicts.expect(
        "03-W-33", right || life.isDown(), () -> tenant + " was given " + weight + ": " + told);
  }

  private void tells(boolean expected, @Nullable Boolean told, Scope scope) {
    expect(expected, told == null ? expected : told, scope);
  }

  private void expect(boolean expected, boolean told, Scope scope) {
    verdicts.expect(
        "03-W-33", told == expected || life.isDown(), () -> scope + " was answered " + told);
  }

  private Scope scope() {
    return switch (random.below(4)) {
      case 3 -> new Scope.Tenant(Workload.tenant(random.below(2)));
      case 0 -> new Scope.Key(null, random.pick("k0", "k1", "m0"));
      default -> new Scope.Action(random.pick("", "single", "pair"));
    };
  }

  private Limit permits() {
    Limit.Rate rate = random.chance(1, 4) ? rate().rate() : null;
    return new Limit(random.between(1, 3), rate);
  }

  private Limit rate() {
    return Limit.ofRate(
        new Limit.Rate(random.between(1, 3), random.between(500, 8000), random.between(1, 3)));
  }

  /// Ends every pause, and half of the limits.
  void relent() {
    Limits limits = life.call().limits();
    for (var paused : List.copyOf(known.state.extensions().paused())) {
      life.answer(limits.resume(paused.scope()));
    }
    for (var set : List.copyOf(known.state.extensions().limits())) {
      if (random.coin()) {
        life.answer(limits.clear(set.scope()));
      }
    }
  }
}
