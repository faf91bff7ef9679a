package io.actionqueue.engine.dispatch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When things are due most of which are over before, as deadlines are. Nobody has to find a timer
/// again in order to take it out: one whose thing is over stays until somebody comes upon it, by
/// [#ended] or when it would be due. What is due at one instant comes out in the order in which it
/// was set. Confined to one thread.
///
/// Blocks of timers in order of time, without order within a block, so that a timer is no object
/// and one that is over is taken out of the middle in O(1). One that is set behind all others costs
/// O(1), any other a search for its block in O(log n); one that comes out costs a look at a block.
///
/// @param <E> what the timers are of
public final class LazyTimers<E> {
  /// Tells what still counts.
  ///
  /// @param <E> what the timers are of
  public interface Check<E> {
    /// Whether nothing that was set for it counts any more, and never will again. Asked often: it
    /// should look at little.
    boolean isOver(E entry);

    /// Whether something that is not over is due at an instant that was set for it, and not at
    /// another one by now.
    boolean isDue(E entry, long at);
  }

  /// How many things end before [#ended] looks for them. It looks at many at once, since what they
  /// are is then fetched from memory side by side; else each look would wait for the one before.
  private static final int ENDS = 32;

  /// How many timers that are over [#earliest] takes out at once.
  private static final int MOST_PASSED = 64;

  /// A block that has less than this is joined with the one behind it, if both fit into half of
  /// one.
  private static final int FEW = TimerBlock.CAPACITY / 4;

  private final Check<E> check;

  /// By time, at least one. What is due at one instant may stand in several, in the order in which
  /// it was set; none but an only one is empty.
  private final List<TimerBlock<E>> blocks = new ArrayList<>();

  private @Nullable TimerBlock<E> spare;
  private int size;
  private long set;
  private int ends;

  /// Where [#ended] looks next in the first block.
  private int front;

  /// The block that it looks at otherwise, and where.
  private int block;

  private int place;

  private LazyTimers(Check<E> check) {
    this.check = check;
    blocks.add(new TimerBlock<>(0));
  }

  /// No timers yet.
  ///
  /// @param check tells which still count
  public static <E> LazyTimers<E> of(Check<E> check) {
    return new LazyTimers<>(check);
  }

  /// How many timers there are, those that are over included.
  public int size() {
    return size;
  }

  /// Sets one more timer.
  ///
  /// @param at when it is due, unsigned
  public void set(E entry, long at) {
    int index = indexOf(at);
    TimerBlock<E> home = blocks.get(index);
    if (home.isFull()) {
      home = withRoom(index, at);
    }
    home.add(entry, at, set++);
    size++;
  }

  /// The last block that begins at or before an instant; the first one if all begin after it.
  private int indexOf(long at) {
    int high = blocks.size() - 1;
    if (!TimerBlock.isBefore(at, blocks.get(high).low)) {
      return high;
    }
    int low = 0;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (TimerBlock.isBefore(at, blocks.get(middle).low)) {
        high = middle - 1;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /// Where to put one more timer instead of into a full block: a block behind the last one, the
  /// same block if much in it is over, or one of its halves.
  private TimerBlock<E> withRoom(int index, long at) {
    TimerBlock<E> full = blocks.get(index);
    if (index == blocks.size() - 1 && !full.reachesBeyond(at)) {
      TimerBlock<E> behind = fresh(at);
      blocks.add(behind);
      return behind;
    }
    full.removeIf(check::isOver);
    size -= TimerBlock.CAPACITY - full.size();
    if (full.size() <= TimerBlock.CAPACITY / 2) {
      return full;
    }
    TimerBlock<E> right = fresh(at);
    full.split(right, at);
    blocks.add(index + 1, right);
    block += block > index ? 1 : 0;
    return TimerBlock.isBefore(at, right.low) ? full : right;
  }

  private TimerBlock<E> fresh(long low) {
    TimerBlock<E> known = spare;
    if (known == null) {
      return new TimerBlock<>(low);
    }
    spare = null;
    known.begin(low);
    return known;
  }

  /// Notes that something may be over for which there may be a timer. Now and then that looks at
  /// some timers, at two for each call: at the earliest ones while those are over, as they are
  /// where work is done in the order in which it came, then at the next ones of all. It takes out
  /// those that are over. So there are hardly more of those, in the long run, than there are
  /// others.
  public void ended() {
    if (++ends < ENDS) {
      return;
    }
    ends = 0;
    int looks = 2 * ENDS;
    while (looks > 0 && size > 0 && lookInFront()) {
      looks--;
    }
    for (looks = Math.min(looks - 1, size); looks > 0 && size > 0; looks--) {
      look();
    }
  }

  /// Looks at a timer of the first block.
  ///
  /// @return whether it was over
  private boolean lookInFront() {
    TimerBlock<E> first = blocks.getFirst();
    int at = front < first.size() ? front : 0;
    boolean over = check.isOver(first.entry(at));
    if (over) {
      remove(0, at);
    }
    front = over ? at : at + 1;
    return over;
  }

  private void look() {
    if (block >= blocks.size() || place >= blocks.get(block).size()) {
      leave();
    }
    if (check.isOver(blocks.get(block).entry(place))) {
      remove(block, place);
    } else {
      place++;
    }
  }

  /// Goes on to the next block, with what is left of this one if that is little.
  private void leave() {
    place = 0;
    if (block >= blocks.size() - 1) {
      block = 0;
      return;
    }
    TimerBlock<E> left = blocks.get(block);
    TimerBlock<E> next = blocks.get(block + 1);
    if (left.size() <= FEW && left.size() + next.size() <= TimerBlock.CAPACITY / 2) {
      left.moveTo(next, left.low);
      next.low = left.low;
      drop(block);
    } else {
      block++;
    }
  }

  /// What is due first if it is due by `now` (unsigned), its timer taken out; null otherwise.
  public @Nullable E pollDue(long now) {
    while (size > 0) {
      TimerBlock<E> first = blocks.getFirst();
      int earliest = first.earliest();
      long at = first.instant(earliest);
      if (TimerBlock.isBefore(now, at)) {
        return null;
      }
      E entry = first.entry(earliest);
      remove(0, earliest);
      if (isWanted(entry, at)) {
        return entry;
      }
    }
    return null;
  }

  /// When something is due next, unsigned; null for never. It may be the instant of something that
  /// is over, where many of those stand before the first that is not.
  public @Nullable Long earliest() {
    for (int passed = 0; size > 0; passed++) {
      TimerBlock<E> first = blocks.getFirst();
      int earliest = first.earliest();
      long at = first.instant(earliest);
      if (passed == MOST_PASSED || isWanted(first.entry(earliest), at)) {
        return at;
      }
      remove(0, earliest);
    }
    return null;
  }

  private boolean isWanted(E entry, long at) {
    return !check.isOver(entry) && check.isDue(entry, at);
  }

  private void remove(int index, int at) {
    TimerBlock<E> from = blocks.get(index);
    from.remove(at);
    size--;
    if (from.size() == 0 && blocks.size() > 1) {
      drop(index);
    }
  }

  /// Takes an empty block away.
  private void drop(int index) {
    spare = blocks.remove(index);
    if (index < block) {
      block--;
    } else if (index == block) {
      place = 0;
    }
    if (index == 0) {
      front = 0;
    }
  }
}
