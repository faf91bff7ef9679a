package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the worker in this process can do (D7, S-48): the actions that it has handlers for, and its
/// labels. It serves every tenant. Confined to the engine thread.
final class LocalWorker {
  private final ActionSlots actions;
  private final Set<String> labels = new HashSet<>();

  LocalWorker(ActionSlots actions) {
    this.actions = actions;
  }

  void label(String label) {
    labels.add(label);
  }

  /// Whether it can execute the run: the first required capability is an action of its own, it
  /// holds the others; a run that requires nothing is for the default handler.
  boolean covers(RunEntry run) {
    return firstMissing(Routes.required(run)) == null;
  }

  /// The best candidate of a need that waits for a slot here, left in; null if there is none.
  @Nullable Candidate peekWaiting(Routes.Need need) {
    return actions.peekWaiting(need);
  }

  /// Takes out what [#peekWaiting] showed.
  @Nullable Candidate pollWaiting(Routes.Need need) {
    return actions.pollWaiting(need);
  }

  /// The first required capability that it lacks, empty for the default handler; null if it has
  /// all.
  @Nullable String firstMissing(List<String> required) {
    if (required.isEmpty()) {
      return actions.isKnown("") ? null : "";
    }
    if (!actions.isKnown(required.getFirst())) {
      return required.getFirst();
    }
    for (int i = 1; i < required.size(); i++) {
      String each = required.get(i);
      if (!labels.contains(each) && !actions.isKnown(each)) {
        return each;
      }
    }
    return null;
  }

  /// Whether a remote worker could do some of what this one does.
  boolean overlaps(RemoteWorker worker) {
    return actions.isKnown("") || worker.capabilities().stream().anyMatch(actions::isKnown);
  }
}
