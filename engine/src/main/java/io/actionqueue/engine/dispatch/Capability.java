package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The local worker must hold every capability that a task requires (D7, S-48). Handlers are
/// registered before the engine starts, so nothing that was refused is ever asked again.
final class Capability implements Check {
  private final ActionSlots actions;

  Capability(ActionSlots actions) {
    this.actions = actions;
  }

  @Override
  public boolean refuses(RunEntry run) {
    return firstMissing(run) != null;
  }

  @Override
  public Block describe(RunEntry run) {
    String missing = firstMissing(run);
    boolean isDefault = missing == null || missing.isEmpty();
    String what =
        isDefault ? "no default handler is registered" : "nobody here can do '" + missing + "'";
    return new Block("no_capable_actor", what, null);
  }

  @Override
  public void park(Candidate candidate) {
    // It stays Ready, for a worker or a later process that can do it.
  }

  /// The first required capability that the local worker lacks, null if it has all.
  private @Nullable String firstMissing(RunEntry run) {
    TaskEntry task = run.task();
    List<String> required = task == null ? null : task.spec().constraints().requiredCapabilities();
    if (required == null) {
      return actions.isKnown("") ? null : "";
    }
    for (int i = 0; i < required.size(); i++) {
      if (!actions.isKnown(required.get(i))) {
        return required.get(i);
      }
    }
    return null;
  }
}
