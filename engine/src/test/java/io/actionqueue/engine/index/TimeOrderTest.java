package io.actionqueue.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.TimeRange;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimeOrderTest {
  private record Item(long time, int number) {}

  private final Set<Item> gone = new HashSet<>();

  private static final Comparator<Item> SORTED =
      Comparator.comparingLong(Item::time).thenComparingInt(Item::number);

  private TimeOrder<Item> order() {
    return TimeOrder.by(
        new OrderKeys<>() {
          @Override
          public long time(Item item) {
            return item.time();
          }

          @Override
          public int compareId(Item one, Item other) {
            return Integer.compare(one.number(), other.number());
          }

          @Override
          public int compareId(Place place, Item item) {
            return Long.compare(place.low(), item.number());
          }

          @Override
          public boolean isGone(Item item) {
            return gone.contains(item);
          }

          @Override
          public Place place(Item item) {
            return new Place(0, item.time(), 0, item.number());
          }
        });
  }

  /// One instant of so many elements that its blocks are cut before anybody reads them, some of
  /// them twice: the ids rising, falling and in no order.
  @Test
  void hugeInstantsStayInOrder() {
    Seeds.check(
        2,
        random -> {
          for (int way = 0; way < 3; way++) {
            TimeOrder<Item> order = order();
            var all = new ArrayList<Item>();
            for (int i = 0; i < 300_000; i++) {
              int number = way == 0 ? i : way == 1 ? -i : random.below(1 << 30);
              var item = new Item(i < 1000 ? 900 + i % 3 : 1000, number);
              order.add(item);
              all.add(item);
            }
            all.sort(SORTED);
            assertThat(order.size()).isEqualTo(all.size());
            for (int i = 0; i < 20; i++) {
              int from = random.below(all.size());
              int to = Math.min(all.size(), from + 50);
              assertThat(order.page(from, 50)).isEqualTo(all.subList(from, to));
            }
            assertThat(order.looked()).isLessThan(21L * (1 << 15) * 2);
            assertThat(order.page(0, all.size())).isEqualTo(all);
          }
        });
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
    Slice<Item> slice = order.slice(range, Start.at(offset), 20);
    assertThat(slice.items()).isEqualTo(within.stream().skip(offset).limit(20).toList());
    assertThat(slice.total()).isEqualTo(within.size());
    if (slice.next() != null) {
      assertThat(order.slice(range, slice.next(), 20).items())
          .isEqualTo(within.stream().skip(offset + 20L).limit(20).toList());
    }
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
      List<Item> wanted = sorted.stream().filter(item -> item.number() % 7 == 0).toList();
      assertThat(search(order, few, 20)).isEqualTo(wanted.stream().skip(few).limit(20).toList());
    }
  }

  /// Those that are divisible by 7, from as many pages as it takes.
  private static List<Item> search(TimeOrder<Item> order, int skip, int limit) {
    List<Item> found = new ArrayList<>();
    Start start = Start.at(skip);
    while (start != null && found.size() < limit) {
      Slice<Item> page =
          order.search(
              item -> item.number() % 7 == 0, TimeRange.ALL, start, limit - found.size(), 100);
      found.addAll(page.items());
      start = page.next();
    }
    return found;
  }

  @Test
  void emptyOrderHasEmptyPages() {
    assertThat(order().page(0, 10)).isEmpty();
    assertThat(order().search(_ -> true, TimeRange.ALL, Start.at(5), 10, 0))
        .isEqualTo(Slice.empty());
  }

  @Test
  void aSearchEndsWhereItMayLookNoFurtherAndGoesOnThere() {
    TimeOrder<Item> order = order();
    for (int i = 0; i < 20_000; i++) {
      order.add(new Item(i, i));
    }
    Slice<Item> first =
        order.search(item -> item.number() > 15_000, TimeRange.ALL, Start.at(3), 1, 10_000);
    assertThat(first.items()).isEmpty();
    assertThat(first.total()).isEqualTo(Slice.UNCOUNTED);
    assertThat(first.next()).isEqualTo(new Start(new Place(0, 10_000, 0, 10_000), 3));
    Slice<Item> second =
        order.search(item -> item.number() > 15_000, TimeRange.ALL, first.next(), 1, 10_000);
    assertThat(second.items()).containsExactly(new Item(15_004, 15_004));
  }

  /// A million elements of one instant: the first reads sort them, and no later one looks at more
  /// than two blocks, wherever the page is and whatever came or went meanwhile.
  @Test
  void pagesOfOneInstantCostThePage() {
    TimeOrder<Item> order = order();
    List<Item> some = new ArrayList<>();
    for (int i = 0; i < 1_000_000; i++) {
      var item = new Item(77, i * 7919 % 1_000_003);
      order.add(item);
      if (i % 10_000 == 0) {
        some.add(item);
      }
    }
    order.page(0, 1_000_000);
    for (Item each : some) {
      assertThat(order.remove(each)).isTrue();
      order.add(new Item(77, 2_000_000 + each.number()));
      long before = order.looked();
      order.page(each.number() % 900_000, 10);
      assertThat(order.looked() - before).isLessThan(2 * 2048 + 10);
    }
  }

  /// Whoever is gone says so before being removed, as the runs of a task that is dropped: all of
  /// them, then one after the other.
  @Test
  void whatIsGoneIsRemovedWithoutSearchingAndWhatIsLeftIsStillInOrder() {
    Seeds.check(
        10,
        random -> {
          gone.clear();
          TimeOrder<Item> order = order();
          List<Item> all = new ArrayList<>();
          for (int i = 0; i < 60_000; i++) {
            var item = new Item(random.chance(1, 3) ? 76 : 77, i * 7919 % 1_000_003);
            order.add(item);
            all.add(item);
          }
          Collections.shuffle(all, new Random(random.getAsLong()));
          while (all.size() > 100) {
            List<Item> last = all.subList(all.size() - 1 - random.below(5), all.size());
            gone.addAll(last);
            last.forEach(item -> assertThat(order.remove(item)).isTrue());
            last.clear();
            assertThat(order.size()).isEqualTo(all.size());
            if (random.chance(1, 10_000)) {
              assertThat(order.page(0, 100_000)).isEqualTo(sorted(all));
            }
          }
          assertThat(order.page(0, 100_000)).isEqualTo(sorted(all));
          assertThat(order.remove(new Item(77, -1))).isFalse();
        });
  }

  private static List<Item> sorted(List<Item> items) {
    return items.stream()
        .sorted(Comparator.comparing(Item::time).thenComparing(Item::number))
        .toList();
  }
}
