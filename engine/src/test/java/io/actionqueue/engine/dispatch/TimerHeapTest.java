package io.actionqueue.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.testkit.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

class TimerHeapTest {
  private static final class Alarm extends TimerHeap.Timer {
    final int number;

    Alarm(int number) {
      this.number = number;
    }
  }

  private static TimerHeap<Alarm> heap() {
    return TimerHeap.ordered(Comparator.comparingInt(alarm -> alarm.number));
  }

  @Test
  void nothingComesBeforeItsTime() {
    TimerHeap<Alarm> heap = heap();
    heap.set(new Alarm(1), 100);
    assertThat(heap.pollDue(99)).isNull();
    assertThat(heap.pollDue(100)).isNotNull();
    assertThat(heap.pollDue(100)).isNull();
  }

  /// instants are unsigned; the largest one is due only when it has come.
  @Test
  void largestInstantIsDueOnlyThen() {
    TimerHeap<Alarm> heap = heap();
    heap.set(new Alarm(1), -1L);
    assertThat(heap.pollDue(-2L)).isNull();
    assertThat(heap.pollDue(Long.MAX_VALUE)).isNull();
    assertThat(heap.pollDue(-1L)).isNotNull();
  }

  /// Against a sorted list, with timers set anew and taken out in between.
  @Test
  void timersComeOutInOrder() {
    Seeds.check(
        20,
        random -> {
          TimerHeap<Alarm> heap = heap();
          var set = new ArrayList<Alarm>();
          for (int i = 0; i < 300; i++) {
            if (!set.isEmpty() && random.chance(1, 4)) {
              heap.cancel(set.remove(random.below(set.size())));
            } else if (!set.isEmpty() && random.chance(1, 4)) {
              heap.set(random.pick(set), random.below(40));
            } else {
              var alarm = new Alarm(i);
              heap.set(alarm, random.below(40));
              set.add(alarm);
            }
            assertThat(heap.size()).isEqualTo(set.size());
          }
          set.sort(
              Comparator.<Alarm>comparingLong(TimerHeap.Timer::at)
                  .thenComparingInt(alarm -> alarm.number));
          var out = new ArrayList<Alarm>();
          for (Alarm next = heap.pollDue(100); next != null; next = heap.pollDue(100)) {
            assertThat(next.isSet()).isFalse();
            out.add(next);
          }
          assertThat(out).isEqualTo(set);
        });
  }
}
