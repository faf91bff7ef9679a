package io.actionqueue.engine.index;

import io.actionqueue.core.TimeRange;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.state.StateImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Workers in order of first registration, those of each tenant and the active ones apart. Confined
/// to the engine thread.
public final class WorkerIndex {
  private static final class Entry implements Numbered {
    private final long number;
    private StateImage.Actor actor;

    Entry(long number, StateImage.Actor actor) {
      this.number = number;
      this.actor = actor;
    }

    @Override
    public long number() {
      return number;
    }
  }

  private record Selection(@Nullable TenantId tenant, boolean activeOnly) {}

  private final Map<ActorId, Entry> entries = new HashMap<>();
  private final Map<Selection, TimeOrder<Entry>> selections = new HashMap<>();

  private WorkerIndex() {}

  /// An index of nobody.
  public static WorkerIndex create() {
    return new WorkerIndex();
  }

  /// A worker has registered, again perhaps, or has left.
  public void changed(StateImage.Actor actor) {
    Entry entry = entries.get(actor.actorId());
    if (entry == null) {
      entry = new Entry(entries.size() + 1L, actor);
      entries.put(actor.actorId(), entry);
    } else {
      for (Selection each : selections(entry.actor)) {
        order(each).remove(entry);
      }
      entry.actor = actor;
    }
    for (Selection each : selections(actor)) {
      order(each).add(entry);
    }
  }

  private TimeOrder<Entry> order(Selection selection) {
    return selections.computeIfAbsent(selection, _ -> TimeOrder.by(Numbered.keys()));
  }

  private static List<Selection> selections(StateImage.Actor actor) {
    List<Selection> all = new ArrayList<>(4);
    all.add(new Selection(null, false));
    if (actor.isActive()) {
      all.add(new Selection(null, true));
    }
    TenantId tenant = actor.tenantId();
    if (tenant != null) {
      all.add(new Selection(tenant, false));
      if (actor.isActive()) {
        all.add(new Selection(tenant, true));
      }
    }
    return all;
  }

  /// Up to `limit` workers.
  ///
  /// @param tenant only those of this tenant, null for all
  /// @param activeOnly only those that neither left nor died
  public Slice<StateImage.Actor> page(
      @Nullable TenantId tenant, boolean activeOnly, Start start, int limit) {
    return actors(order(tenant, activeOnly).slice(TimeRange.ALL, start, limit));
  }

  /// Up to `limit` workers that satisfy a condition; looks at [RunIndex#MOST] more at most.
  ///
  /// @param tenant only those of this tenant, null for all
  /// @param activeOnly only those that neither left nor died
  public Slice<StateImage.Actor> search(
      Predicate<StateImage.Actor> wanted,
      @Nullable TenantId tenant,
      boolean activeOnly,
      Start start,
      int limit) {
    return actors(
        order(tenant, activeOnly)
            .search(entry -> wanted.test(entry.actor), TimeRange.ALL, start, limit, RunIndex.MOST));
  }

  private TimeOrder<Entry> order(@Nullable TenantId tenant, boolean activeOnly) {
    TimeOrder<Entry> known = selections.get(new Selection(tenant, activeOnly));
    return known == null ? TimeOrder.by(Numbered.keys()) : known;
  }

  private static Slice<StateImage.Actor> actors(Slice<Entry> found) {
    return new Slice<>(
        found.items().stream().map(entry -> entry.actor).toList(), found.total(), found.next());
  }
}
