package io.actionqueue.core.schedule;

import static io.actionqueue.core.schedule.Derivations.MAX;
import static io.actionqueue.core.schedule.Derivations.NIL;
import static io.actionqueue.core.schedule.Derivations.TASK;
import static io.actionqueue.core.schedule.Derivations.derived;
import static io.actionqueue.core.schedule.Derivations.ids;
import static io.actionqueue.core.schedule.Derivations.overflow;
import static io.actionqueue.core.schedule.Derivations.repeat;
import static io.actionqueue.core.schedule.Derivations.slots;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.RunPolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Derivation of Once and Repeat runs: the vectors of spec 03 §1.3, §1.4 and §1.6.
class RunDerivationTest {
  /// ⌊(2^64−1)/2⌋.
  private static final long HALF = Long.MAX_VALUE;

  private final RunDerivation derivation = RunDerivation.of(ids());

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
