package io.actionqueue.core.schedule;

import static io.actionqueue.core.schedule.Derivations.MAX;
import static io.actionqueue.core.schedule.Derivations.NIL;
import static io.actionqueue.core.schedule.Derivations.TASK;
import static io.actionqueue.core.schedule.Derivations.cron;
import static io.actionqueue.core.schedule.Derivations.derived;
import static io.actionqueue.core.schedule.Derivations.ids;
import static io.actionqueue.core.schedule.Derivations.overflow;
import static io.actionqueue.core.schedule.Derivations.repeat;
import static io.actionqueue.core.schedule.Derivations.slots;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.cron.CronExpression;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.task.RunPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The window of a cron task, and the completion of half a submission (spec 03 §1.5.2, §1.7).
class RefillTest {
  private final RunDerivation derivation = RunDerivation.of(ids());

  @Test
  @DisplayName("A-650, A-651, A-652, A-653: five runs first, the cap permitting")
  void startsWithAWindowOfFive() {
    assertThat(slots(derivation.derive(TASK, cron(null), 0, 1000, 1000)))
        .containsExactly(1000L, 1001L, 1002L, 1003L, 1004L);
    assertThat(derivation.derive(TASK, cron(null), 5, 1000, 1000))
        .isEqualTo(new Derivation.Derived(List.of(), 5));
    var capped = derived(derivation.derive(TASK, cron(3L), 0, 1000, 1000));
    assertThat(slots(capped)).containsExactly(1000L, 1001L, 1002L);
    assertThat(capped.total()).isEqualTo(3);
    assertThat(derivation.derive(NIL, cron(null), 0, 1000, 1000))
        .isEqualTo(new Derivation.InvalidTaskIdForRunConstruction(NIL));
  }

  @Test
  void aSubmissionAtTheEpochStartsAfterIt() {
    assertThat(slots(derivation.derive(TASK, cron(2L), 0, 0, 0))).containsExactly(1L, 2L);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          5, 5, 100, -, 0
          9, 4, 100, -, 1
          9, 0, 100, -, 5
          9, 7, 100, -, 0
          9, 0, 100, 9, 0
          9, 0, 100, 8, 0
          9, 0, 100, 11, 2
          9, 4, 100, 20, 1
          """)
  void refillsToFiveLiveRunsWithinTheCap(
      long total, long live, long latest, Long cap, int expected) {
    var answer =
        derived(derivation.refill(TASK, cron(cap), new CronWindow(total, live, latest), 500));

    var wanted = new ArrayList<Long>();
    for (int i = 1; i <= expected; i++) {
      wanted.add(latest + i);
    }
    assertThat(slots(answer)).isEqualTo(wanted);
    assertThat(answer.total()).isEqualTo(total + expected);
    assertThat(answer.runs()).allMatch(run -> run.createdAt() == 500);
  }

  @Test
  void refillWithoutRunsStartsNow() {
    var answer = derivation.refill(TASK, cron(null), new CronWindow(0, 0, null), 500);

    assertThat(slots(answer)).containsExactly(500L, 501L, 502L, 503L, 504L);
  }

  @Test
  void anExhaustedScheduleAddsNothing() {
    var past = new RunPolicy.Cron("0 0 0 1 1 * 1999", null);

    assertThat(derivation.derive(TASK, past, 0, 1_749_990_896L, 1_749_990_896L))
        .isEqualTo(new Derivation.Derived(List.of(), 0));
    assertThat(derivation.refill(TASK, past, new CronWindow(1, 0, MAX), 5))
        .isEqualTo(new Derivation.Derived(List.of(), 1));
  }

  /// RT-6, RT-7: slots form a gap-free, duplicate-free prefix, whatever finishes when.
  @Test
  void refillsFormAGapFreePrefixOfTheSchedule() {
    for (long seed = 1; seed <= 50; seed++) {
      var random = new SplittableRandom(seed);
      Long cap = random.nextBoolean() ? null : random.nextLong(1, 60);
      var policy = new RunPolicy.Cron("*/7 1,5 * * * *", cap);
      var slots = new ArrayList<>(slots(derivation.derive(TASK, policy, 0, 1000, 1000)));
      long live = slots.size();
      for (int round = 0; round < 30; round++) {
        live -= random.nextLong(0, live + 1);
        long latest = slots.get(slots.size() - 1);
        var window = new CronWindow(slots.size(), live, latest);
        var more = slots(derivation.refill(TASK, policy, window, 2000 + round));
        slots.addAll(more);
        live += more.size();
        assertThat(live).isLessThanOrEqualTo(CronWindow.SIZE);
      }
      var expression = CronExpression.parse(policy.expression());
      assertThat(slots)
          .as("seed %d", seed)
          .containsExactlyElementsOf(
              Arrays.stream(expression.firings(999, slots.size())).boxed().toList());
      if (cap != null) {
        assertThat((long) slots.size()).isLessThanOrEqualTo(cap);
      }
    }
  }

  @Test
  void aRefillResumesWhereAMisfirePlanSays() {
    var window = new CronWindow(9, 0, 100L);

    assertThat(window.resumingAt(500)).isEqualTo(new CronWindow(9, 0, 499L));
    assertThat(window.resumingAt(101)).isEqualTo(window);
    assertThat(window.resumingAt(0)).isEqualTo(window);
    assertThat(new CronWindow(0, 0, null).resumingAt(500)).isEqualTo(new CronWindow(0, 0, 499L));
  }

  /// Spec 03 §1.7: a submission that a crash cut in half is completed.
  @Nested
  class Completion {
    @Test
    void createsTheRunOfAOnceTaskIfThereIsNone() {
      var missing = derived(derivation.complete(TASK, RunPolicy.ONCE, List.of(), 900, 1000));

      assertThat(missing.runs())
          .singleElement()
          .returns(900L, RunInstance::scheduledAt)
          .returns(1000L, RunInstance::createdAt);
      assertThat(derivation.complete(TASK, RunPolicy.ONCE, List.of(950L), 900, 1000))
          .isEqualTo(new Derivation.Derived(List.of(), 1));
    }

    @Test
    void createsTheSlotsThatARepeatTaskLacks() {
      assertThat(slots(derivation.complete(TASK, repeat(5, 10), List.of(120L, 100L), 100, 1000)))
          .containsExactly(110L, 130L, 140L);
      assertThat(slots(derivation.complete(TASK, repeat(2, 10), List.of(100L, 110L), 100, 1000)))
          .isEmpty();
      assertThat(slots(derivation.complete(TASK, repeat(2, MAX), List.of(0L), 0, 1000)))
          .containsExactly(MAX);
    }

    @Test
    void neverCreatesMoreRunsThanThePolicyImplies() {
      assertThat(slots(derivation.complete(TASK, repeat(3, 10), List.of(7L, 8L), 100, 1000)))
          .containsExactly(100L);
      assertThat(slots(derivation.complete(TASK, repeat(2, 10), List.of(7L, 8L, 9L), 100, 1000)))
          .isEmpty();
    }

    @Test
    void leavesCronToTheRefill() {
      assertThat(derivation.complete(TASK, cron(null), List.of(5L), 100, 1000))
          .isEqualTo(new Derivation.Derived(List.of(), 1));
    }

    @Test
    void refusesSlotsBeyond64Bits() {
      overflow(derivation.complete(TASK, repeat(3, 60), List.of(), MAX - 10, 0), "Repeat");
    }
  }
}
