package io.actionqueue.core.state;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Values in numbered slots, in order of arrival. What is taken out leaves its slot empty, until
/// those behind it have moved up: each removal moves a few, once a quarter of the slots is empty,
/// so that no removal ever pays for all. Iterating while adding is allowed and sees the new ones.
///
/// A [#view] costs next to nothing and never changes. Otherwise confined to one thread.
final class Slots<V> extends AbstractCollection<V> {
  /// How many slots a removal looks at: enough to be done long before another quarter is empty.
  private static final int STEPS = 8;

  private final Predicate<V> gone;
  private final Moved<V> moved;
  private final SharedList<@Nullable V> slots = new SharedList<>();
  private int live;

  /// While values move up: those before `to` have done so, those from `from` on have not, and
  /// between them all is empty.
  private boolean moving;

  private int from;
  private int to;

  /// Hears that a value has another slot now.
  @FunctionalInterface
  interface Moved<V> {
    /// Takes note of the new slot.
    void to(int slot, V value);
  }

  /// No slots yet.
  ///
  /// @param gone whether a value says of itself that it is gone although its slot still holds it
  /// @param moved hears of values that move up
  Slots(Predicate<V> gone, Moved<V> moved) {
    this.gone = gone;
    this.moved = moved;
  }

  /// Puts a value behind the others.
  ///
  /// @return its slot
  int append(V value) {
    slots.add(value);
    live++;
    return slots.size() - 1;
  }

  /// What a slot holds, null if it is empty.
  @Nullable V at(int slot) {
    return slots.get(slot);
  }

  /// How many slots there are, empty ones among them.
  int length() {
    return slots.size();
  }

  /// Puts another value in the place of one.
  void replace(int slot, V value) {
    slots.set(slot, value);
  }

  /// Takes a value out.
  void clear(int slot) {
    slots.set(slot, null);
    noteGone();
  }

  /// Notes that one of the values is gone.
  void noteGone() {
    live--;
    if (!moving && (slots.size() - live) > slots.size() >>> 2) {
      begin();
    }
    for (int i = 0; i < STEPS && moving; i++) {
      step();
    }
  }

  /// Looks at the next slot so that all empty ones are given up in the end.
  void tidy() {
    if (!moving && live < slots.size()) {
      begin();
    }
    if (moving) {
      step();
    }
  }

  private void begin() {
    moving = true;
    from = 0;
    to = 0;
  }

  private void step() {
    if (from < slots.size()) {
      V value = slots.get(from);
      if (value != null && !gone.test(value)) {
        moveUp(value);
      } else if (value != null) {
        slots.set(from, null);
      }
      from++;
    }
    if (from == slots.size()) {
      slots.cutTo(to);
      moving = false;
    }
  }

  private void moveUp(V value) {
    if (from != to) {
      slots.set(to, value);
      slots.set(from, null);
      moved.to(to, value);
    }
    to++;
  }

  @Override
  public int size() {
    return live;
  }

  @Override
  public Iterator<V> iterator() {
    return new Present<>(slots, gone);
  }

  @Override
  public void forEach(Consumer<? super V> action) {
    for (int at = 0; at < slots.size(); at++) {
      V value = slots.get(at);
      if (value != null && !gone.test(value)) {
        action.accept(value);
      }
    }
  }

  /// The slots as they are now, with empty ones and with values that are gone. Any thread may read
  /// them.
  SharedList<@Nullable V> frozen() {
    return slots.copy();
  }

  /// The values that are there now; later changes do not show. Any thread may read them.
  Collection<V> view() {
    SharedList<@Nullable V> frozen = slots.copy();
    int count = live;
    return new AbstractCollection<>() {
      @Override
      public Iterator<V> iterator() {
        return new Present<>(frozen, _ -> false);
      }

      @Override
      public int size() {
        return count;
      }
    };
  }

  /// Goes over the values that are there.
  private static final class Present<V> implements Iterator<V> {
    private final SharedList<@Nullable V> slots;
    private final Predicate<V> gone;
    private int at;

    Present(SharedList<@Nullable V> slots, Predicate<V> gone) {
      this.slots = slots;
      this.gone = gone;
    }

    @Override
    public boolean hasNext() {
      return peek() != null;
    }

    private @Nullable V peek() {
      while (at < slots.size()) {
        V value = slots.get(at);
        if (value != null && !gone.test(value)) {
          return value;
        }
        at++;
      }
      return null;
    }

    @Override
    public V next() {
      V value = peek();
      if (value == null) {
        throw new NoSuchElementException();
      }
      at++;
      return value;
    }
  }
}
