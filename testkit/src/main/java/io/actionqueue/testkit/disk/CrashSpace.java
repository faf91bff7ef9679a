package io.actionqueue.testkit.disk;

import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.disk.CrashImage.Chooser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedSet;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Every legal state that a power failure at one moment may leave. Immutable; the disk may go on.
///
/// A state is a choice for each change of a directory that was not synced (it happened or not), and
/// then, for each file that has a name, for its length and for each of its sectors (any that it had
/// since the last sync).
public final class CrashSpace {
  private final CrashImage image;

  private CrashSpace(CrashImage image) {
    this.image = image;
  }

  static CrashSpace of(SimulatedDirectory root) {
    return new CrashSpace(CrashImage.of(root));
  }

  /// How many states there are at most, before equal ones are counted once; [Long#MAX_VALUE] if
  /// there are more.
  public long sizeBound() {
    return image.sizeBound();
  }

  /// Everything reached the device: what programs saw.
  public CrashState newest() {
    return build((ways, _) -> ways - 1);
  }

  /// Nothing reached the device but what was synced.
  public CrashState oldest() {
    return build((_, _) -> 0);
  }

  /// The state that a choice names; ways that the choice does not mention are the oldest.
  ///
  /// @throws IllegalArgumentException if the choice is of another space
  public CrashState at(CrashChoice choice) {
    Iterator<Integer> given = choice.ways().iterator();
    return build((ways, _) -> {
      int way = given.hasNext() ? given.next() : 0;
      if (way < 0 || way >= ways) {
        throw new IllegalArgumentException("no way " + way + " of " + ways + " in " + choice);
      }
      return way;
    });
  }

  /// One state at random: everything up to a moment, or each thing by itself with the same chance,
  /// or each thing by itself with any version equally likely.
  public CrashState random(SeededRandom random) {
    return switch (random.below(4)) {
      case 0 -> build(until(anyMoment(random)));
      case 1 -> build(mostly(anyMoment(random), random));
      case 2 -> build(biased(random.between(1, 15), random));
      default -> build((ways, _) -> random.below(ways));
    };
  }

  /// Every state, each content once.
  public Stream<CrashState> all() {
    var odometer = new Odometer();
    return distinct(() -> odometer.hasNext() ? odometer.next() : null);
  }

  /// Up to `count` different states: the oldest, the newest, those that respect the order of
  /// writes, then random ones.
  public Stream<CrashState> sample(int count, SeededRandom random) {
    List<Chooser> first = new ArrayList<>();
    first.add((_, _) -> 0);
    first.add((ways, _) -> ways - 1);
    image.moments().forEach(moment -> first.add(until(moment)));
    Iterator<Chooser> ordered = first.iterator();
    // Small spaces run out of different states: give up after many repetitions.
    int[] tries = {4 * count + first.size()};
    Supplier<@Nullable CrashState> next =
        () -> {
          if (tries[0]-- <= 0) {
            return null;
          }
          return ordered.hasNext() ? build(ordered.next()) : random(random);
        };
    return distinct(next).limit(count);
  }

  /// Every state if there are at most `limit`, a sample of that many otherwise.
  public Stream<CrashState> states(int limit, SeededRandom random) {
    return sizeBound() <= limit ? all() : sample(limit, random);
  }

  private long anyMoment(SeededRandom random) {
    SortedSet<Long> moments = image.moments();
    return moments.isEmpty() ? 0 : random.pick(List.copyOf(moments));
  }

  /// The newest version that is not younger than a moment.
  private static Chooser until(long moment) {
    return (ways, times) -> {
      int way = 0;
      while (way + 1 < ways && times.get(way) <= moment) {
        way++;
      }
      return way;
    };
  }

  /// As [#until(long)], but for one thing in eight.
  private static Chooser mostly(long moment, SeededRandom random) {
    Chooser ordered = until(moment);
    return (ways, times) -> random.chance(1, 8) ? random.below(ways) : ordered.choose(ways, times);
  }

  /// The newest version of some in sixteen, the oldest of the others.
  private static Chooser biased(int sixteenths, SeededRandom random) {
    return (ways, _) -> random.chance(sixteenths, 16) ? ways - 1 : 0;
  }

  private CrashState build(Chooser chooser) {
    List<Integer> ways = new ArrayList<>();
    SimulatedDirectory root =
        image.build((count, times) -> {
          int way = chooser.choose(count, times);
          ways.add(way);
          return way;
        });
    return new CrashState(new CrashChoice(ways), SimulatedDisk.of(root));
  }

  private static Stream<CrashState> distinct(Supplier<@Nullable CrashState> source) {
    Set<Long> seen = new HashSet<>();
    Stream<CrashState> states =
        StreamSupport.stream(Spliterators.spliteratorUnknownSize(new UntilNull(source), 0), false);
    return states.filter(state -> seen.add(state.disk().contentHash()));
  }

  /// Takes from a supplier until it gives null.
  private static final class UntilNull implements Iterator<CrashState> {
    private final Supplier<@Nullable CrashState> source;
    private @Nullable CrashState next;

    UntilNull(Supplier<@Nullable CrashState> source) {
      this.source = source;
      this.next = source.get();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public CrashState next() {
      CrashState result = next;
      if (result == null) {
        throw new NoSuchElementException();
      }
      next = source.get();
      return result;
    }
  }

  /// Counts through all choices. How many there are to make, and of how many ways, depends on the
  /// choices before, so each state is built anew from the digits.
  private final class Odometer implements Iterator<CrashState> {
    private final List<Integer> digits = new ArrayList<>();
    private final List<Integer> bases = new ArrayList<>();
    private boolean done;

    @Override
    public boolean hasNext() {
      return !done;
    }

    @Override
    public CrashState next() {
      if (done) {
        throw new NoSuchElementException();
      }
      int[] at = {0};
      bases.clear();
      CrashState state =
          build((ways, _) -> {
            bases.add(ways);
            if (at[0] == digits.size()) {
              digits.add(0);
            }
            return digits.get(at[0]++);
          });
      advance();
      return state;
    }

    private void advance() {
      int last = bases.size() - 1;
      while (last >= 0 && digits.get(last) + 1 == bases.get(last)) {
        last--;
      }
      if (last < 0) {
        done = true;
        return;
      }
      digits.set(last, digits.get(last) + 1);
      digits.subList(last + 1, digits.size()).clear();
    }
  }
}
