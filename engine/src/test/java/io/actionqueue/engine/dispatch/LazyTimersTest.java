package io.actionqueue.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LazyTimersTest {
  private static final class Thing {
    final int name;
    boolean over;
    @Nullable Long moved;

    Thing(int name) {
      this.name = name;
    }
  }

  private static final class Over implements LazyTimers.Check<Thing> {
    int looks;

    @Override
    public boolean isOver(Thing thing) {
      looks++;
      return thing.over;
    }

    @Override
    public boolean isDue(Thing thing, long at) {
      return thing.moved == null || thing.moved == at;
    }
  }

  private final LazyTimers<Thing> timers = LazyTimers.of(new Over());

  private Thing set(int name, long at) {
    var thing = new Thing(name);
    timers.set(thing, at);
    return thing;
  }

  private List<Integer> due(long now) {
    var names = new ArrayList<Integer>();
    for (Thing thing = timers.pollDue(now); thing != null; thing = timers.pollDue(now)) {
      names.add(thing.name);
    }
    return names;
  }

  @Test
  void whatIsDueComesOutByInstantAndThenAsItWasSet() {
    set(1, 20);
    set(2, 10);
    set(3, 20);
    set(4, 10);
    set(5, -1); // instants are unsigned
    assertThat(due(9)).isEmpty();
    assertThat(timers.earliest()).isEqualTo(10);
    assertThat(due(20)).containsExactly(2, 4, 1, 3);
    assertThat(due(1000)).isEmpty();
    assertThat(due(-1)).containsExactly(5);
    assertThat(timers.earliest()).isNull();
  }

  @Test
  void whatIsOverIsNeitherDueNorWaitedFor() {
    Thing first = set(1, 10);
    set(2, 20);
    Thing last = set(3, 20);
    first.over = true;
    last.over = true;
    assertThat(timers.earliest()).isEqualTo(20);
    assertThat(due(20)).containsExactly(2);
    assertThat(timers.size()).isZero();
  }

  @Test
  void whatWasSetAgainIsDueAtItsLastInstantOnly() {
    Thing thing = set(1, 10);
    thing.moved = 20L;
    timers.set(thing, 20);
    assertThat(due(15)).isEmpty();
    assertThat(due(20)).containsExactly(1);
    assertThat(due(-1)).isEmpty();
  }

  /// What is over is hardly more than what is not, whichever order things end in, and most of it is
  /// gone when all have ended.
  @Test
  void whatIsOverIsLetGoSoonEnough() {
    Seeds.checkSeeds(
        50,
        seed -> {
          SeededRandom random = SeededRandom.of(seed);
          var things = LazyTimers.of(new Over());
          List<Thing> open = new ArrayList<>();
          for (int i = 0; i < 5000; i++) {
            var thing = new Thing(i);
            open.add(thing);
            things.set(thing, random.below(3) > 0 ? i : random.below(10_000));
            if (open.size() > 100) {
              end(things, open, random.below(4) > 0 ? 0 : random.below(open.size()));
            }
          }
          assertThat(things.size()).isBetween(100, 300);
          while (!open.isEmpty()) {
            end(things, open, random.below(open.size()));
          }
          assertThat(things.size()).isLessThan(100);
        });
  }

  private static void end(LazyTimers<Thing> timers, List<Thing> open, int which) {
    open.remove(which).over = true;
    timers.ended();
  }

  /// Two looks an end are all that is done, whatever is set.
  @Test
  void looksAreAllThatAnEndCosts() {
    var over = new Over();
    var counted = LazyTimers.of(over);
    var open = new ArrayDeque<Thing>();
    for (int i = 0; i < 100_000; i++) {
      var thing = new Thing(i);
      open.add(thing);
      counted.set(thing, i);
      if (open.size() > 64) {
        open.remove().over = true;
        counted.ended();
      }
    }
    assertThat(over.looks).isLessThanOrEqualTo(200_000);
    assertThat(counted.size()).isLessThan(512);
  }

  /// Also where instants come in no order, a timer costs two looks when it is set and two when it
  /// ends, and what is over goes.
  @Test
  void instantsInNoOrderCostNoMoreThanLooks() {
    Seeds.checkSeeds(
        20,
        seed -> {
          SeededRandom random = SeededRandom.of(seed);
          var over = new Over();
          var counted = LazyTimers.of(over);
          List<Thing> open = new ArrayList<>();
          for (int i = 0; i < 20_000; i++) {
            var thing = new Thing(i);
            open.add(thing);
            counted.set(thing, random.below(1_000_000));
            if (open.size() > 500) {
              end(counted, open, random.below(open.size()));
            }
          }
          assertThat(over.looks).isLessThanOrEqualTo(4 * 20_000);
          assertThat(counted.size()).isLessThan(1500);
        });
  }

  /// Many timers of few instants, so that whole blocks are due at once, and every other kind of
  /// order: all come out by instant and then as they were set.
  @Test
  void manyTimersComeOutInOrder() {
    Seeds.checkSeeds(
        60,
        seed -> {
          SeededRandom random = SeededRandom.of(seed);
          var all = LazyTimers.of(new Over());
          int instants = 1 << random.below(16);
          List<long[]> expected = new ArrayList<>();
          for (int i = 0; i < 3000; i++) {
            long at = random.below(4) == 0 ? random.below(instants) : Math.min(i, instants);
            expected.add(new long[] {at, i});
            all.set(new Thing(i), at);
          }
          expected.sort((a, b) -> Long.compare(a[0], b[0])); // keeps the order of equal ones
          for (long[] next : expected) {
            assertThat(all.earliest()).isEqualTo(next[0]);
            Thing thing = all.pollDue(next[0]);
            assertThat(thing).isNotNull().extracting(due -> due.name).isEqualTo((int) next[1]);
          }
          assertThat(all.size()).isZero();
        });
  }

  /// Against a list that is sorted anew each time.
  @Test
  void randomUseAgreesWithASortedList() {
    Seeds.checkSeeds(200, seed -> new Story(SeededRandom.of(seed)).play());
  }

  private static final class Story {
    private record Entry(Thing thing, long at, int number) {}

    private final SeededRandom random;
    private final LazyTimers<Thing> timers = LazyTimers.of(new Over());
    private final List<Entry> model = new ArrayList<>();
    private int number;

    Story(SeededRandom random) {
      this.random = random;
    }

    void play() {
      for (int step = 0; step < 3000; step++) {
        switch (random.below(6)) {
          case 0 -> end();
          case 1 -> poll();
          case 2 -> timers.ended();
          case 3 -> earliest();
          default -> set();
        }
        assertThat(timers.size()).isGreaterThanOrEqualTo(model.size());
      }
    }

    private void set() {
      long at = random.below(3) == 0 ? random.below(900) : 10 + number / 4;
      var thing = new Thing(number);
      model.add(new Entry(thing, at, number++));
      timers.set(thing, at);
    }

    private void end() {
      if (!model.isEmpty()) {
        model.remove(random.below(model.size())).thing.over = true;
      }
    }

    private @Nullable Entry first() {
      return model.stream()
          .min(Comparator.comparingLong(Entry::at).thenComparingInt(Entry::number))
          .orElse(null);
    }

    private void poll() {
      long now = random.below(1 + number / 4);
      Entry first = first();
      boolean due = first != null && first.at <= now;
      assertThat(timers.pollDue(now)).isSameAs(due ? first.thing : null);
      model.remove(due ? first : null);
    }

    private void earliest() {
      Entry first = first();
      Long told = timers.earliest();
      if (first == null) {
        assertThat(told).isNull();
      } else {
        assertThat(told).isNotNull().isLessThanOrEqualTo(first.at);
      }
    }
  }
}
