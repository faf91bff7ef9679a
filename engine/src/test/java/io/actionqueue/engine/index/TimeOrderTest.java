package io.actionqueue.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.TimeRange;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeOrderTest {
  private record Item(long time, int number) {}

  private static final Comparator<Item> SORTED =
      Comparator.comparingLong(Item::time).thenComparingInt(Item::number);

  private static TimeOrder<Item> order() {
    return new TimeOrder<>(Item::time, Comparator.comparingInt(Item::number));
  }

  /// Against a sorted list: bursts within one instant, steps forwards and backwards.
  @Test
  void pagesAreThoseOfTheSortedList() {
    Seeds.check(
        10,
        random -> {
          TimeOrder<Item> order = order();
          var all = new ArrayList<Item>();
          long now = 1000;
          for (int i = 0; i < 30_000; i++) {
            now += random.chance(1, 50) ? random.below(3) : 0;
            long at = random.chance(1, 10) ? now - random.below(900) : now;
            var item = new Item(at, random.below(1 << 30));
            order.add(item);
            all.add(item);
            if (random.chance(1, 5000)) {
              compare(order, all, random);
            }
          }
          compare(order, all, random);
          order.retain(item -> item.number() % 3 == 0);
          all.removeIf(item -> item.number() % 3 != 0);
          compare(order, all, random);
        });
  }

  /// One instant with most of the elements, others before and after it, nearer and nearer.
  @Test
  void pagesAreRightAroundAnInstantThatHasMost() {
    Seeds.check(
        10,
        random -> {
          TimeOrder<Item> order = order();
          var all = new ArrayList<Item>();
          long crowded = 1_000_000;
          for (int i = 0; i < 20_000; i++) {
            long away = random.below(1 + (20_000 - i) * 10);
            long at =
                switch (random.below(10)) {
                  case 0 -> crowded - away;
                  case 1 -> crowded + away;
                  default -> crowded;
                };
            var item = new Item(at, random.below(1 << 30));
            order.add(item);
            all.add(item);
            if (random.chance(1, 5000)) {
              compare(order, all, random);
            }
          }
          compare(order, all, random);
          for (int i = 0; i < 500; i++) {
            assertThat(order.remove(all.remove(random.below(all.size())))).isTrue();
          }
          compare(order, all, random);
        });
  }

  private static void compareWithin(TimeOrder<Item> order, List<Item> sorted, SeededRandom random) {
    long from = random.pick(sorted).time() - random.below(2);
    long until = random.chance(1, 4) ? -1 : random.pick(sorted).time() + random.below(2);
    var range = new TimeRange(from, until);
    List<Item> within = sorted.stream().filter(item -> range.contains(item.time())).toList();
    assertThat(order.size(range)).isEqualTo(within.size());
    int offset = random.below(within.size() + 2);
    assertThat(order.page(range, offset, 20))
        .isEqualTo(within.stream().skip(offset).limit(20).toList());
  }

  private static void compare(TimeOrder<Item> order, List<Item> all, SeededRandom random) {
    List<Item> sorted = new ArrayList<>(all);
    sorted.sort(SORTED);
    assertThat(order.size()).isEqualTo(sorted.size());
    for (int i = 0; i < 20; i++) {
      int offset = random.below(sorted.size() + 10);
      assertThat(order.page(offset, 50)).isEqualTo(sorted.stream().skip(offset).limit(50).toList());
      compareWithin(order, sorted, random);
      int few = random.below(500);
      assertThat(order.page(few, 20, item -> item.number() % 7 == 0, Long.MAX_VALUE / 2))
          .isEqualTo(
              sorted.stream().filter(item -> item.number() % 7 == 0).skip(few).limit(20).toList());
    }
  }

  @Test
  void emptyOrderHasEmptyPages() {
    assertThat(order().page(0, 10)).isEmpty();
    assertThat(order().page(5, 10, _ -> true, 0)).isEmpty();
  }

  @Test
  void aSearchEndsWhereItMayLookNoFurther() {
    TimeOrder<Item> order = order();
    for (int i = 0; i < 20_000; i++) {
      order.add(new Item(i, i));
    }
    assertThat(order.page(0, 1, item -> item.number() == 19_999, 10_000)).isNull();
    assertThat(order.page(0, 1, item -> item.number() == 19_999, 20_000)).hasSize(1);
    assertThat(order.page(0, 1, item -> item.number() == 5, 1000)).hasSize(1);
  }
}
