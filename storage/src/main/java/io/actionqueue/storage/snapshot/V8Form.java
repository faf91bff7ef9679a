package io.actionqueue.storage.snapshot;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a v8 snapshot stands for: the state that its readers arrive at (spec 01 §9.5), and which
/// states have such a form at all (S-33).
public final class V8Form {
  private static final Comparator<TaskId> ASCENDING =
      Comparator.comparingLong((TaskId id) -> id.high() + Long.MIN_VALUE)
          .thenComparingLong(id -> id.low() + Long.MIN_VALUE);

  private V8Form() {}

  /// The state that a snapshot stands for. What a reader derives is derived: attempt count and open
  /// attempt from the attempts, the last change from the history, exhaustion from the consumption;
  /// of what stands there twice the later one counts.
  ///
  /// @param snapshot satisfies [V8Rules]
  public static StateImage restore(V8Snapshot snapshot) {
    StateImage state = snapshot.state();
    record RoleKey(ActorId actor, TenantId tenant) {}
    record GrantKey(ActorId actor, Capability capability, TenantId tenant) {}
    return new StateImage(
        state.sequence(),
        state.tasks(),
        each(state.runs(), V8Form::restore),
        state.engine(),
        each(state.dependencies(), V8Form::restore),
        each(state.budgets(), V8Form::restore),
        state.subscriptions(),
        latest(state.actors(), StateImage.Actor::actorId),
        latest(state.tenants(), StateImage.Tenant::tenantId),
        latest(state.roles(), role -> new RoleKey(role.actorId(), role.tenantId())),
        latest(
            state.grants(),
            grant -> new GrantKey(grant.actorId(), grant.capability(), grant.tenantId())),
        state.ledger(),
        List.of());
  }

  /// Why a state has no v8 form that readers, the original included, would take for the same state;
  /// null if it has one. A text that is no Unicode, or a size beyond the limit, shows only on
  /// writing.
  public static @Nullable String whyNot(V8Snapshot snapshot) {
    List<ExtensionEvent> extensions = snapshot.state().extensions();
    if (!extensions.isEmpty()) {
      return "the state holds "
          + extensions.size()
          + " facts that the original does not know, such as "
          + extensions.getFirst().getClass().getSimpleName();
    }
    MappingViolation violation = V8Rules.check(snapshot);
    if (violation != null) {
      return violation.message();
    }
    try {
      for (StateImage.Run run : snapshot.state().runs()) {
        run.instance().checkDecoded();
      }
    } catch (InvalidValue refused) {
      return refused.getMessage();
    }
    return lost(snapshot.state(), restore(snapshot));
  }

  private static @Nullable String lost(StateImage state, StateImage restored) {
    if (!state.runs().equals(restored.runs())) {
      return "a run has fields that do not follow from its history and attempts";
    }
    return state.equals(restored) ? null : "the state has values that v8 does not keep";
  }

  /// How many events a reader applies that builds the state from a snapshot: the observation
  /// `snapshot_events_applied` (spec 01 §9.5).
  public static long restoreEvents(StateImage state) {
    return EventCount.of(state);
  }

  private static StateImage.Run restore(StateImage.Run run) {
    RunInstance read = run.instance();
    StateImage.HistoryEntry last = run.history().getLast();
    var derived =
        new RunInstance(
            read.id(),
            read.taskId(),
            last.to(),
            openAttempt(last.to(), run.attempts()),
            run.attempts().size(),
            read.createdAt(),
            read.scheduledAt(),
            read.effectivePriority(),
            last.timestamp());
    return derived.equals(read)
        ? run
        : new StateImage.Run(derived, run.history(), run.attempts(), run.lease());
  }

  private static @Nullable AttemptId openAttempt(
      RunState state, List<StateImage.Attempt> attempts) {
    if (state != RunState.RUNNING || attempts.isEmpty()) {
      return null;
    }
    StateImage.Attempt last = attempts.getLast();
    return last.finishedAt() == null ? last.attemptId() : null;
  }

  private static StateImage.Dependencies restore(StateImage.Dependencies declaration) {
    var ascending = new TreeSet<>(ASCENDING);
    ascending.addAll(declaration.dependsOn());
    return new StateImage.Dependencies(declaration.taskId(), List.copyOf(ascending));
  }

  private static StateImage.Budget restore(StateImage.Budget budget) {
    long consumed = budget.consumed();
    boolean reached = consumed != 0 && Long.compareUnsigned(consumed, budget.limit()) >= 0;
    return new StateImage.Budget(
        budget.taskId(),
        budget.dimension(),
        budget.limit(),
        consumed,
        budget.allocatedAt(),
        budget.exhausted() || reached);
  }

  private static <T> List<T> each(List<T> items, Function<T, T> change) {
    var changed = new ArrayList<T>(items.size());
    for (T item : items) {
      changed.add(change.apply(item));
    }
    return changed;
  }

  private static <T, K> List<T> latest(List<T> items, Function<T, K> key) {
    var byKey = LinkedHashMap.<K, T>newLinkedHashMap(items.size());
    for (T item : items) {
      byKey.put(key.apply(item), item);
    }
    return byKey.size() == items.size() ? items : List.copyOf(byKey.values());
  }
}
