package io.actionqueue.core.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Random expressions against an oracle that knows nothing of bit sets: it walks second by second,
/// or day by day where the expression names one second a day, and asks `java.time`.
class CronSearchProperty {
  private static final int CASES = 400;

  /// Goal: search forward, backward and count agree with a walk over every second of a window.
  @Test
  void searchAgreesWithAWalkOverEverySecond() {
    for (long seed = 1; seed <= CASES; seed++) {
      var random = new SplittableRandom(seed);
      var generated = Generated.dense(random);
      long from = random.nextLong(0, CronCalendar.LAST_SECOND - 40_000);
      long until = from + 20_000;
      var expected = new ArrayList<Long>();
      for (long second = from + 1; second <= until; second++) {
        if (generated.matches(second)) {
          expected.add(second);
        }
      }
      checkWindow(generated, from, until, expected, seed);
    }
  }

  /// Goal: the same over all years, for expressions that fire once a day at most.
  @Test
  void searchAgreesWithAWalkOverEveryDay() {
    for (long seed = 1; seed <= 60; seed++) {
      var random = new SplittableRandom(-seed);
      var generated = Generated.sparse(random);
      var expected = new ArrayList<Long>();
      long time = generated.secondOfDay();
      for (long day = 0; day * 86_400 <= CronCalendar.LAST_SECOND; day++) {
        if (generated.matches(day * 86_400 + time) && day + time > 0) {
          expected.add(day * 86_400 + time);
        }
      }
      checkWindow(generated, 0, CronCalendar.LAST_SECOND, expected, -seed);
    }
  }

  private static void checkWindow(
      Generated generated, long from, long until, List<Long> expected, long seed) {
    var expression = CronExpression.parse(generated.text());
    String label = "seed " + seed + ": '" + generated.text() + "' after " + from;
    var found = new ArrayList<Long>();
    var firings = expression.firings(from);
    while (firings.hasNext()) {
      long next = firings.nextLong();
      if (next > until) {
        break;
      }
      found.add(next);
    }
    assertThat(found).as(label).isEqualTo(expected);
    assertThat(expression.countBetween(from, until)).as(label).isEqualTo(expected.size());
    for (int i = 0; i < expected.size(); i += 1 + expected.size() / 50) {
      long at = expected.get(i);
      assertThat(expression.lastAtOrBefore(at)).as(label).hasValue(at);
      assertThat(expression.countBetween(from, at)).as(label).isEqualTo(i + 1);
      if (i > 0) {
        assertThat(expression.lastAtOrBefore(at - 1)).as(label).hasValue(expected.get(i - 1));
      }
    }
  }

  /// An expression with the sets that it was written from.
  private record Generated(String text, List<TreeSet<Integer>> sets) {
    static Generated dense(SplittableRandom random) {
      return generate(random, field -> random.nextInt(4) > 0);
    }

    static Generated sparse(SplittableRandom random) {
      return generate(random, field -> field.ordinal() > 2 && random.nextInt(3) > 0);
    }

    private static Generated generate(SplittableRandom random, Predicate<CronField> isWide) {
      var sets = new ArrayList<TreeSet<Integer>>();
      var texts = new ArrayList<String>();
      for (CronField field : CronField.values()) {
        var set = new TreeSet<Integer>();
        texts.add(isWide.test(field) ? list(random, field, set) : single(random, field, set));
        sets.add(set);
      }
      return new Generated(String.join(" ", texts), sets);
    }

    private static String single(SplittableRandom random, CronField field, TreeSet<Integer> set) {
      if (field.ordinal() > 2) {
        add(set, field.min(), field.max(), 1);
        return "*";
      }
      int value = random.nextInt(field.min(), field.max() + 1);
      set.add(value);
      return Integer.toString(value);
    }

    private static String list(SplittableRandom random, CronField field, TreeSet<Integer> set) {
      var items = new ArrayList<String>();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        items.add(item(random, field, set));
      }
      return String.join(",", items);
    }

    private static String item(SplittableRandom random, CronField field, TreeSet<Integer> set) {
      int a = random.nextInt(field.min(), field.max() + 1);
      int b = random.nextInt(a, field.max() + 1);
      int step = random.nextInt(1, 9);
      return switch (random.nextInt(6)) {
        case 0 -> add(set, field.min(), field.max(), 1) + "*";
        case 1 -> add(set, field.min(), field.max(), step) + "*/" + step;
        case 2 -> add(set, a, a, 1) + a;
        case 3 -> add(set, a, field.max(), step) + a + "/" + step;
        case 4 -> add(set, a, b, 1) + a + "-" + b;
        default -> add(set, a, b, step) + a + "-" + b + "/" + step;
      };
    }

    private static String add(TreeSet<Integer> set, int from, int to, int step) {
      IntStream.iterate(from, value -> value <= to, value -> value + step).forEach(set::add);
      return "";
    }

    long secondOfDay() {
      return sets.get(2).first() * 3600L + sets.get(1).first() * 60 + sets.get(0).first();
    }

    boolean matches(long epochSecond) {
      var time = LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC);
      int weekday =
          time.getDayOfWeek() == DayOfWeek.SUNDAY ? 1 : time.getDayOfWeek().getValue() + 1;
      int[] values = {
        time.getSecond(),
        time.getMinute(),
        time.getHour(),
        time.getDayOfMonth(),
        time.getMonthValue(),
        weekday,
        time.getYear()
      };
      for (int i = 0; i < values.length; i++) {
        if (!sets.get(i).contains(values[i])) {
          return false;
        }
      }
      return true;
    }
  }
}
