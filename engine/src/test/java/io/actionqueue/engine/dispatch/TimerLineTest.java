package io.actionqueue.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerLineTest {
  private static final class Named extends TimerLine.Timer {
    final int name;

    Named(int name) {
      this.name = name;
    }
  }

  private final TimerLine<Named> line = TimerLine.empty();

  private Named set(int name, long at) {
    var timer = new Named(name);
    line.set(timer, at);
    return timer;
  }

  private List<Integer> due(long now) {
    var names = new ArrayList<Integer>();
    for (Named timer = line.pollDue(now); timer != null; timer = line.pollDue(now)) {
      names.add(timer.name);
    }
    return names;
  }

  @Test
  void timersComeOutByInstantAndThenAsTheyWereSet() {
    set(1, 20);
    set(2, 10);
    set(3, 20);
    set(4, 10);
    set(5, 30);
    assertThat(due(9)).isEmpty();
    assertThat(due(20)).containsExactly(2, 4, 1, 3);
    assertThat(line.size()).isEqualTo(1);
    assertThat(due(-1)).containsExactly(5); // instants are unsigned
    assertThat(line.peek()).isNull();
  }

  @Test
  void timersCanBeTakenOutAndMoved() {
    Named first = set(1, 10);
    Named middle = set(2, 20);
    Named last = set(3, 30);
    Named other = set(4, 5);
    line.cancel(middle);
    line.cancel(middle);
    line.cancel(last);
    line.cancel(other);
    line.set(first, 40);
    set(5, 40);
    assertThat(line.size()).isEqualTo(2);
    assertThat(due(39)).isEmpty();
    assertThat(due(40)).containsExactly(1, 5);
    line.set(middle, 50);
    assertThat(due(50)).containsExactly(2);
  }

  /// Against a list that is sorted anew each time.
  @Test
  void randomUseAgreesWithASortedList() {
    Seeds.checkSeeds(200, seed -> new Story(SeededRandom.of(seed)).play());
  }

  private static final class Story {
    private record Entry(Named timer, long at, int number) {}

    private final SeededRandom random;
    private final TimerLine<Named> line = TimerLine.empty();
    private final List<Entry> model = new ArrayList<>();
    private int number;

    Story(SeededRandom random) {
      this.random = random;
    }

    void play() {
      for (int step = 0; step < 200; step++) {
        switch (random.below(4)) {
          case 0 -> cancel();
          case 1 -> poll();
          default -> set();
        }
        assertThat(line.size()).isEqualTo(model.size());
      }
    }

    private void set() {
      Named timer = model.isEmpty() || random.below(4) > 0 ? new Named(number) : any().timer;
      long at = random.below(3) == 0 ? random.below(50) : 10 + number / 4;
      model.removeIf(entry -> entry.timer == timer);
      model.add(new Entry(timer, at, number++));
      line.set(timer, at);
    }

    private void cancel() {
      if (!model.isEmpty()) {
        Entry entry = any();
        model.remove(entry);
        line.cancel(entry.timer);
      }
    }

    private void poll() {
      long now = random.below(60);
      var first =
          model.stream()
              .min(Comparator.comparingLong(Entry::at).thenComparingInt(Entry::number))
              .filter(entry -> entry.at <= now);
      assertThat(line.pollDue(now)).isSameAs(first.map(Entry::timer).orElse(null));
      first.ifPresent(model::remove);
    }

    private Entry any() {
      return model.get(random.below(model.size()));
    }
  }
}
