package io.actionqueue.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Slots that are given up little by little.
class SlotsTest {
  private static final int MANY = 100_000;

  private final AtomicInteger moves = new AtomicInteger();
  private final int[] placeOf = new int[MANY];
  private final Slots<Integer> slots =
      new Slots<>(
          _ -> false,
          (slot, value) -> {
            placeOf[value] = slot;
            moves.incrementAndGet();
          });

  private void fill() {
    for (int i = 0; i < MANY; i++) {
      placeOf[i] = slots.append(i);
    }
  }

  @Test
  void noRemovalMovesMoreThanAFew() {
    fill();
    for (int i = 0; i < MANY; i += 2) {
      int before = moves.get();
      slots.clear(placeOf[i]);
      assertThat(moves.get() - before).isLessThanOrEqualTo(8);
    }
    assertThat(slots).hasSize(MANY / 2);
    assertThat(slots.length()).isLessThan(MANY * 3 / 4);
    assertThat(slots.iterator()).toIterable().startsWith(1, 3, 5).allMatch(i -> i % 2 == 1);
    for (int i = 1; i < MANY; i += 2) {
      assertThat(slots.at(placeOf[i])).isEqualTo(i);
    }
  }

  @Test
  void whatComesAndGoesTakesNoMoreRoomThanItNeeds() {
    int most = 0;
    for (int i = 0; i < MANY; i++) {
      placeOf[i] = slots.append(i);
      if (i >= 100) {
        slots.clear(placeOf[i - 100]);
      }
      most = Math.max(most, slots.length());
    }
    assertThat(most).isLessThan(300);
    assertThat(slots).hasSize(100).first().isEqualTo(MANY - 100);
  }

  @Test
  void tidyingGivesUpEveryEmptySlotInTheEnd() {
    fill();
    for (int i = 0; i < 1000; i++) {
      slots.clear(placeOf[i]);
    }
    assertThat(slots.length()).as("too few to begin by itself").isEqualTo(MANY);
    int steps = 0;
    while (slots.length() > slots.size()) {
      slots.tidy();
      steps++;
    }
    assertThat(steps).isEqualTo(MANY);
    slots.tidy();
    assertThat(slots).hasSize(MANY - 1000).first().isEqualTo(1000);
    assertThat(slots.at(0)).isEqualTo(1000);
  }

  @Test
  void entriesKeepTheirOrderWhateverIsDropped() {
    var list = new EntryList<TaskEntry>();
    var expected = new ArrayList<TaskEntry>();
    for (int i = 0; i < 1000; i++) {
      var entry = new TaskEntry(0, i);
      list.add(entry);
      expected.add(entry);
    }
    SharedList<?> frozen = list.frozen();
    List<TaskEntry> all = List.copyOf(expected);
    for (int i = 0; i < 900; i++) {
      TaskEntry dropped = expected.remove((i * 7) % expected.size());
      dropped.markDropped();
      list.noteDropped();
      if (i % 100 == 0) {
        assertThat(list).isEqualTo(expected);
        assertThat(list.get(i / 10)).isSameAs(expected.get(i / 10));
      }
    }
    while (!list.isTidy()) {
      list.tidy();
    }
    assertThat(list).isEqualTo(expected);
    assertThat(frozen).isEqualTo(all);
  }
}
