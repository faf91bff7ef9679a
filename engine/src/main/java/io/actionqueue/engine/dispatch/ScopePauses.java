package io.actionqueue.engine.dispatch;

import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.state.Extensions;
import io.actionqueue.core.state.RunEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// No run starts whose action, key or tenant is paused. A run that was refused waits at one pause
/// and is not looked at again before that ends. Confined to the engine thread.
final class ScopePauses implements Check {
  private final Extensions extensions;
  private final Map<Scope, Waiters> waiting = new HashMap<>();

  ScopePauses(Extensions extensions) {
    this.extensions = extensions;
  }

  /// Lets everything that waited for the end of a pause try again.
  void resumed(Scope scope, Consumer<Candidate> again) {
    Waiters waiters = waiting.remove(scope);
    if (waiters != null) {
      waiters.drain(again);
    }
  }

  @Override
  public boolean refuses(RunEntry run) {
    return extensions.hasPauses() && pausing(run) != null;
  }

  @Override
  public Block describe(RunEntry run) {
    Scope scope = pausing(run);
    return new Block("paused", (scope == null ? "it" : scope.label()) + " is paused", null);
  }

  @Override
  public void park(Candidate candidate) {
    Scope scope = pausing(candidate.run());
    if (scope != null) {
      waiting.computeIfAbsent(scope, _ -> new Waiters()).add(candidate);
    }
  }

  private @Nullable Scope pausing(RunEntry run) {
    for (Scope scope : RunScopes.of(run)) {
      if (extensions.isPaused(scope)) {
        return scope;
      }
    }
    return null;
  }
}
