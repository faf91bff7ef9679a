package io.actionqueue.core.state;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Copies the entries of one list as they are when it begins, slot by slot: what is about to change
/// before its turn has come is copied before it changes. Being dropped is a change. Confined to the
/// owner of the state.
final class EntryCopy<E extends Keyed, C> {
  private final EntryList<E> list;
  private final Tidying tidying;
  private final SharedList<@Nullable E> slots;
  private final Function<E, C> copier;
  private final Consumer<C> target;
  private Map<E, C> before = new HashMap<>();
  private int next;

  /// Whether the list gives up the slots of dropped entries on the way, which its owner may do: as
  /// many steps as it has slots are enough for it.
  enum Tidying {
    YES,
    NO
  }

  /// Begins.
  ///
  /// @param copier makes a copy that later changes of the entry do not touch
  /// @param target takes the copies in the order of the list
  EntryCopy(EntryList<E> list, Tidying tidying, Function<E, C> copier, Consumer<C> target) {
    this.list = list;
    this.tidying = tidying;
    this.slots = list.frozen();
    this.copier = copier;
    this.target = target;
  }

  boolean isComplete() {
    return next == slots.size();
  }

  /// Copies an entry that is about to change.
  void beforeChange(E entry) {
    if (!isComplete()) {
      before.computeIfAbsent(entry, copier);
    }
  }

  /// Looks at the next slot.
  ///
  /// @return whether there was one
  boolean copyNext() {
    if (isComplete()) {
      return false;
    }
    E entry = slots.get(next++);
    if (entry != null) {
      take(entry);
    }
    if (tidying == Tidying.YES) {
      list.tidy();
    }
    if (isComplete()) {
      before = Map.of(); // to empty it would cost as much as it has grown
    }
    return true;
  }

  private void take(E entry) {
    C known = before.get(entry);
    if (known != null) {
      target.accept(known);
    } else if (!entry.isDropped()) { // one that was dropped since it began is known
      target.accept(copier.apply(entry));
    }
  }
}
