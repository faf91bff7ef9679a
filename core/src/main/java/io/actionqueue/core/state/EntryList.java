package io.actionqueue.core.state;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Entries in order of arrival. Iterating while appending is allowed and sees the new ones.
///
/// An entry that is dropped stays in its slot until others move up; see [Slots].
final class EntryList<E extends Keyed> extends AbstractList<E> implements RandomAccess {
  private final Slots<E> slots = new Slots<>(Keyed::isDropped, (_, _) -> {});

  @Override
  public boolean add(E entry) {
    slots.append(entry);
    return true;
  }

  /// The entry at a place. Takes constant time while no slot is empty.
  @Override
  public E get(int index) {
    Objects.checkIndex(index, size());
    E direct = isTidy() ? slots.at(index) : null;
    if (direct != null) {
      return direct;
    }
    Iterator<E> live = iterator();
    for (int i = 0; i < index; i++) {
      live.next();
    }
    return live.next();
  }

  @Override
  public int size() {
    return slots.size();
  }

  @Override
  public Iterator<E> iterator() {
    return slots.iterator();
  }

  @Override
  public void forEach(Consumer<? super E> action) {
    slots.forEach(action);
  }

  /// Notes that one of the entries says now that it is dropped.
  void noteDropped() {
    slots.noteGone();
  }

  /// The slots as they are now, with empty ones and with dropped entries. Costs next to nothing.
  SharedList<@Nullable E> frozen() {
    return slots.frozen();
  }

  /// Whether no slot is empty.
  boolean isTidy() {
    return slots.length() == size();
  }

  /// How many slots there are, empty ones among them.
  int slots() {
    return slots.length();
  }

  /// What a slot holds, null if it is empty.
  @Nullable E at(int slot) {
    return slots.at(slot);
  }

  /// Looks at the next slot so that those of dropped entries are given up in the end.
  void tidy() {
    slots.tidy();
  }
}
