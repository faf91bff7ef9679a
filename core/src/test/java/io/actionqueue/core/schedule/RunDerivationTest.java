package io.actionqueue.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.RunPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Derivation of runs: the vectors of spec 03 §1.3 to §1.6.
class RunDerivationTest {
  /// 2^64−1.
  private static final long MAX = -1L;

  /// ⌊(2^64−1)/2⌋.
  private static final long HALF = Long.MAX_VALUE;

  private static final TaskId TASK = new TaskId(0, 1);
  private static final TaskId NIL = new TaskId(0, 0);

  private final RunDerivation derivation = RunDerivation.of(ids());

  private static Supplier<RunId> ids() {
    var random = new SplittableRandom(7);
    return () -> RunId.random(random::nextLong);
  }

  private static RunPolicy repeat(long count, long interval) {
    return new RunPolicy.Repeat(count, interval);
  }

  private static RunPolicy cron(Long maxOccurrences) {
    return new RunPolicy.Cron("* * * * * * *", maxOccurrences);
  }

  private static Derivation.Derived derived(Derivation answer) {
    assertThat(answer).isInstanceOf(Derivation.Derived.class);
    return (Derivation.Derived) answer;
  }

  private static List<Long> slots(Derivation answer) {
    return derived(answer).runs().stream().map(RunInstance::scheduledAt).toList();
  }

  private static String overflow(Derivation answer, String policy) {
    return assertThat(answer)
        .asInstanceOf(InstanceOfAssertFactories.type(Derivation.ArithmeticOverflow.class))
        .returns(policy, Derivation.ArithmeticOverflow::policy)
        .returns("ArithmeticOverflow", Derivation.ArithmeticOverflow::kind)
        .returns("arithmetic_overflow", Derivation.ArithmeticOverflow::code)
        .actual()
        .message();
  }

  @Nested
  class Once {
    @Test
    @DisplayName("A-190, A-194, A-236: one run, due now")
    void hasOneRunDueNow() {
      var answer = derived(derivation.derive(TASK, RunPolicy.ONCE, 0, 42, 1000));

      assertThat(answer.total()).isEqualTo(1);
      assertThat(answer.runs())
          .singleElement()
          .returns(TASK, RunInstance::taskId)
          .returns(RunState.SCHEDULED, RunInstance::state)
          .returns(1000L, RunInstance::scheduledAt)
          .returns(1000L, RunInstance::createdAt)
          .returns(0L, RunInstance::attemptCount)
          .returns(0, RunInstance::effectivePriority);
      assertThat(slots(derivation.derive(TASK, RunPolicy.ONCE, 0, 0, 1_001_000_000L)))
          .containsExactly(1_001_000_000L);
    }

    @Test
    @DisplayName("A-191, A-193, A-195: nothing is left once the run was derived")
    void hasNothingLeftAfterwards() {
      for (int i = 0; i < 10; i++) {
        assertThat(derivation.derive(TASK, RunPolicy.ONCE, 1, 1000, 1600))
            .isEqualTo(new Derivation.Derived(List.of(), 1));
      }
    }

    @Test
    @DisplayName("A-192: tasks do not share run ids")
    void tasksDoNotShareRunIds() {
      Set<RunId> seen = new HashSet<>();
      for (int task = 1; task <= 3; task++) {
        var id = new TaskId(0, task);
        derived(derivation.derive(id, RunPolicy.ONCE, 0, 0, 1000))
            .runs()
            .forEach(r -> seen.add(r.id()));
      }

      assertThat(seen).hasSize(3);
      assertThat(slots(derivation.derive(new TaskId(0, 1), RunPolicy.ONCE, 1, 0, 1000))).isEmpty();
    }

    @Test
    @DisplayName("A-655: more than one derived run is refused")
    void refusesMoreThanOneDerivedRun() {
      assertThat(overflow(derivation.derive(TASK, RunPolicy.ONCE, 2, 0, 1000), "Once"))
          .contains("already_derived 2");
    }

    @Test
    @DisplayName("A-240: the end of time is an instant like any other")
    void worksAtTheEndOfTime() {
      assertThat(slots(derivation.derive(TASK, RunPolicy.ONCE, 0, 0, MAX - 1)))
          .containsExactly(MAX - 1);
    }

    @Test
    @DisplayName("A-196, A-197: a nil task id is refused as a value")
    void refusesANilTask() {
      assertThat(derivation.derive(NIL, RunPolicy.ONCE, 0, 0, 1000))
          .isEqualTo(new Derivation.InvalidTaskIdForRunConstruction(NIL));
    }
  }

  @Nested
  class Repeat {
    @Test
    @DisplayName("A-198: all runs at once, from the origin on")
    void derivesAllRunsFromTheOrigin() {
      var answer = derived(derivation.derive(TASK, repeat(5, 60), 0, 0, 1000));

      assertThat(slots(answer)).containsExactly(0L, 60L, 120L, 180L, 240L);
      assertThat(answer.total()).isEqualTo(5);
      assertThat(answer.runs())
          .allSatisfy(run ->
              assertThat(run)
                  .returns(RunState.SCHEDULED, RunInstance::state)
                  .returns(1000L, RunInstance::createdAt));
      assertThat(slots(derivation.derive(TASK, repeat(5, 1), 0, 1000, 1000)))
          .containsExactly(1000L, 1001L, 1002L, 1003L, 1004L);
    }

    @Test
    @DisplayName("A-199, A-201, A-204, A-211, A-215: only what is missing, whatever the clock says")
    void derivesOnlyWhatIsMissing() {
      assertThat(slots(derivation.derive(TASK, repeat(10, 30), 5, 0, 1000)))
          .containsExactly(150L, 180L, 210L, 240L, 270L);
      assertThat(derived(derivation.derive(TASK, repeat(10, 30), 5, 0, 1000)).total())
          .isEqualTo(10);
      assertThat(slots(derivation.derive(TASK, repeat(10, 30), 0, 0, 1000))).hasSize(10);
      assertThat(slots(derivation.derive(TASK, repeat(10, 30), 10, 0, 1000))).isEmpty();
      assertThat(slots(derivation.derive(TASK, repeat(5, 60), 2, 0, 1600)))
          .containsExactly(120L, 180L, 240L);
      for (int i = 0; i < 10; i++) {
        assertThat(derivation.derive(TASK, repeat(4, 90), 4, 0, 1000))
            .isEqualTo(new Derivation.Derived(List.of(), 4));
      }
      assertThat(slots(derivation.derive(TASK, repeat(1, 60), 1, 1000, 5000))).isEmpty();
    }

    @Test
    @DisplayName("A-200: tasks do not share run ids")
    void tasksDoNotShareRunIds() {
      Set<RunId> seen = new HashSet<>();
      for (int task = 1; task <= 3; task++) {
        var id = new TaskId(0, task);
        var answer = derived(derivation.derive(id, repeat(3, 120), 0, 0, 1000));
        assertThat(answer.runs()).hasSize(3);
        answer.runs().forEach(run -> seen.add(run.id()));
        assertThat(slots(derivation.derive(id, repeat(3, 120), 3, 0, 1000))).isEmpty();
      }
      assertThat(seen).hasSize(9);
    }

    @Test
    @DisplayName("A-205, A-214, A-654: the origin shifts the schedule")
    void originShiftsTheSchedule() {
      assertThat(slots(derivation.derive(TASK, repeat(3, 100), 0, 500, 1000)))
          .containsExactly(500L, 600L, 700L);
      assertThat(slots(derivation.derive(TASK, repeat(3, 100), 0, 1000, 1000)))
          .containsExactly(1000L, 1100L, 1200L);
      assertThat(slots(derivation.derive(TASK, repeat(1, 60), 0, 1000, 5000)))
          .containsExactly(1000L);
      assertThat(slots(derivation.derive(TASK, repeat(4, 60), 0, 900, 1000)))
          .containsExactly(900L, 960L, 1020L, 1080L);
      assertThat(slots(derivation.derive(TASK, repeat(4, 60), 2, 900, 1500)))
          .containsExactly(1020L, 1080L);
    }

    @Test
    @DisplayName("A-206, A-209, A-219, A-242, A-657: a product beyond 64 bits is refused")
    void refusesAProductBeyond64Bits() {
      assertThat(overflow(derivation.derive(TASK, repeat(0xffff_ffffL, HALF), 0, 0, 0), "Repeat"))
          .contains("multiplication 4294967294 * 9223372036854775807");
      assertThat(overflow(derivation.derive(TASK, repeat(3, MAX), 0, 0, 0), "Repeat"))
          .contains("multiplication 2 * 18446744073709551615");
      overflow(derivation.derive(TASK, repeat(0xffff_ffffL, MAX), 0, 0, 0), "Repeat");
    }

    @Test
    @DisplayName("A-208, A-217, A-241, A-658: a sum beyond 64 bits is refused")
    void refusesASumBeyond64Bits() {
      assertThat(overflow(derivation.derive(TASK, repeat(3, 60), 0, MAX - 100, 0), "Repeat"))
          .contains("addition 18446744073709551515 + 120");
      overflow(derivation.derive(TASK, repeat(2, MAX), 0, 1, 0), "Repeat");
      overflow(derivation.derive(TASK, repeat(3, 60), 0, MAX - 10, 0), "Repeat");
    }

    @Test
    @DisplayName("A-207, A-209, A-216, A-218, A-220: slots use all 64 bits")
    void slotsUseAll64Bits() {
      assertThat(slots(derivation.derive(TASK, repeat(3, HALF), 0, 0, 0)))
          .containsExactly(0L, HALF, MAX - 1);
      assertThat(slots(derivation.derive(TASK, repeat(2, MAX), 0, 0, 0))).containsExactly(0L, MAX);
      assertThat(slots(derivation.derive(TASK, repeat(2, MAX), 1, 0, 0))).containsExactly(MAX);
      assertThat(slots(derivation.derive(TASK, repeat(1, MAX), 0, 500, 0))).containsExactly(500L);
      assertThat(slots(derivation.derive(TASK, repeat(1, 1), 0, 500, 0))).containsExactly(500L);
      long interval = Long.divideUnsigned(MAX, 10_000);
      assertThat(slots(derivation.derive(TASK, repeat(10_000, interval), 0, 0, 0)))
          .hasSize(10_000)
          .last()
          .isEqualTo(9999 * interval);
      assertThat(slots(derivation.derive(TASK, repeat(1000, 60), 0, 0, 0)))
          .last()
          .isEqualTo(59_940L);
    }

    @Test
    @DisplayName("A-210, A-656: more derived runs than the policy has are refused")
    void refusesMoreDerivedRunsThanThereAre() {
      assertThat(overflow(derivation.derive(TASK, repeat(5, 60), 10, 0, 0), "Repeat"))
          .contains("already_derived 10", "count 5");
      overflow(derivation.derive(TASK, repeat(3, 60), 5, 0, 0), "Repeat");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5})
    @DisplayName("A-659: ordinary parameters are accepted")
    void acceptsOrdinaryParameters(long alreadyDerived) {
      assertThat(slots(derivation.derive(TASK, repeat(10, 60), alreadyDerived, 1000, 1000)))
          .hasSize((int) (10 - alreadyDerived));
    }

    @Test
    void refusesMoreRunsThanAListHolds() {
      assertThat(overflow(derivation.derive(TASK, repeat(0xffff_ffffL, 1), 0, 0, 0), "Repeat"))
          .contains("4294967295 runs exceed");
      assertThat(slots(derivation.derive(TASK, repeat(0xffff_ffffL, 1), 0xffff_fffdL, 0, 0)))
          .containsExactly(0xffff_fffdL, 0xffff_fffeL);
    }

    @Test
    @DisplayName("A-212, A-213: a nil task id is refused as a value")
    void refusesANilTask() {
      assertThat(derivation.derive(NIL, repeat(3, 60), 0, 0, 0))
          .isEqualTo(new Derivation.InvalidTaskIdForRunConstruction(NIL));
    }

    @Test
    @DisplayName("A-226: exactly n distinct runs (property, seeds 1 to 256)")
    void alwaysHasExactlyNRuns() {
      for (long seed = 1; seed <= 256; seed++) {
        var random = new SplittableRandom(seed);
        int count = random.nextInt(1, 100);
        long interval = random.nextLong(1, 10_000);
        var answer = derived(derivation.derive(TASK, repeat(count, interval), 0, 17, 1000));
        assertThat(answer.runs()).as("seed %d", seed).hasSize(count);
        assertThat(answer.runs().stream().map(RunInstance::id).distinct()).hasSize(count);
        assertThat(answer.runs()).allMatch(run -> run.state() == RunState.SCHEDULED);
        assertThat(answer.total()).isEqualTo(count);
      }
    }

    @Test
    @DisplayName("A-225: Once has exactly one run, whatever origin and clock (seeds 1 to 256)")
    void onceAlwaysHasOneRun() {
      for (long seed = 1; seed <= 256; seed++) {
        var random = new SplittableRandom(seed);
        var task = new TaskId(random.nextLong(), random.nextLong() | 1);
        var answer =
            derived(
                derivation.derive(task, RunPolicy.ONCE, 0, random.nextLong(), random.nextLong()));
        assertThat(answer.runs()).as("seed %d", seed).hasSize(1);
        assertThat(answer.total()).isEqualTo(1);
      }
    }
  }

  @Nested
  class Cron {
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
          derived(
              derivation.refill(
                  TASK, (RunPolicy.Cron) cron(cap), new CronWindow(total, live, latest), 500));

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
      var answer =
          derivation.refill(TASK, (RunPolicy.Cron) cron(null), new CronWindow(0, 0, null), 500);

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
        var expression = io.actionqueue.core.cron.CronExpression.parse(policy.expression());
        assertThat(slots)
            .as("seed %d", seed)
            .containsExactlyElementsOf(
                java.util.Arrays.stream(expression.firings(999, slots.size())).boxed().toList());
        if (cap != null) {
          assertThat((long) slots.size()).isLessThanOrEqualTo(cap);
        }
      }
    }
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

  @Test
  void aRefillResumesWhereAMisfirePlanSays() {
    var window = new CronWindow(9, 0, 100L);

    assertThat(window.resumingAt(500)).isEqualTo(new CronWindow(9, 0, 499L));
    assertThat(window.resumingAt(101)).isEqualTo(window);
    assertThat(window.resumingAt(0)).isEqualTo(window);
    assertThat(new CronWindow(0, 0, null).resumingAt(500)).isEqualTo(new CronWindow(0, 0, 499L));
  }

  @Test
  @DisplayName("A-660: other construction errors are wrapped with their task")
  void otherConstructionErrorsAreWrapped() {
    var answer =
        RunDerivation.of(() -> new RunId(0, 0)).derive(TASK, RunPolicy.ONCE, 0, 1000, 1000);

    assertThat(answer)
        .asInstanceOf(InstanceOfAssertFactories.type(Derivation.RunConstructionFailed.class))
        .returns(TASK, Derivation.RunConstructionFailed::taskId)
        .returns("InvalidRunId", refusal -> refusal.cause().kind());
    assertThat(derivation.derive(NIL, RunPolicy.ONCE, 0, 0, 0))
        .isEqualTo(new Derivation.InvalidTaskIdForRunConstruction(NIL));
  }
}
