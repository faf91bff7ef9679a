package io.actionqueue.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.cron.CronExpression;
import io.actionqueue.core.schedule.MisfirePlan.MissedSlots;
import io.actionqueue.core.task.RunPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of missed slots (S-9). Slots lie at 1000, 1010, 1020, … unless a test says
/// otherwise.
class MisfirePolicyTest {
  private static final long MAX = -1L;

  private final Slots everyTen = new Slots.Regular(1000, 10, 1_000_000);

  @Test
  void catchUpAllPassesNothingOver() {
    assertThat(new MisfirePolicy.CatchUpAll().plan(everyTen, 1005, 5000))
        .isEqualTo(new MisfirePlan(1006, null, false));
    assertThat(MisfirePolicy.standard()).isEqualTo(new MisfirePolicy.CatchUpAll());
  }

  @Test
  void skipPassesOverWhatIsOlderThanTheGrace() {
    assertThat(new MisfirePolicy.Skip(30).plan(everyTen, 1005, 1100))
        .isEqualTo(new MisfirePlan(1070, new MissedSlots(6, 1010, 1060), false));
  }

  @Test
  void whatIsExactlyAsOldAsTheGraceIsNotMissed() {
    assertThat(new MisfirePolicy.Skip(30).plan(everyTen, 1060, 1100).passedOver()).isNull();
    assertThat(new MisfirePolicy.Skip(29).plan(everyTen, 1060, 1100).passedOver())
        .isEqualTo(new MissedSlots(1, 1070, 1070));
  }

  @Test
  void withoutGraceTheSlotOfThisSecondStillRuns() {
    assertThat(new MisfirePolicy.Skip(0).plan(everyTen, 1005, 1030))
        .isEqualTo(new MisfirePlan(1030, new MissedSlots(2, 1010, 1020), false));
  }

  @Test
  void catchUpLastKeepsTheLastOnes() {
    assertThat(new MisfirePolicy.CatchUpLast(2, 0).plan(everyTen, 1005, 1055))
        .isEqualTo(new MisfirePlan(1040, new MissedSlots(3, 1010, 1030), false));
    assertThat(new MisfirePolicy.CatchUpLast(5, 0).plan(everyTen, 1005, 1055))
        .isEqualTo(new MisfirePlan(1006, null, false));
    assertThat(new MisfirePolicy.CatchUpLast(100, 0).plan(everyTen, 1005, 1055))
        .isEqualTo(new MisfirePlan(1006, null, false));
  }

  @Test
  void coalesceLetsTheLastOneStandForAll() {
    assertThat(new MisfirePolicy.Coalesce(0).plan(everyTen, 1005, 1055))
        .isEqualTo(new MisfirePlan(1050, new MissedSlots(4, 1010, 1040), true));
    assertThat(new MisfirePolicy.Coalesce(0).plan(everyTen, 1045, 1055))
        .isEqualTo(new MisfirePlan(1046, null, false));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 60, 999, MAX})
  void nothingIsMissedBeforeTheFirstSlot(long grace) {
    assertThat(new MisfirePolicy.Skip(grace).plan(everyTen, 0, 1000))
        .isEqualTo(new MisfirePlan(1, null, false));
  }

  @Test
  void nothingIsMissedAfterTheLastSlot() {
    assertThat(new MisfirePolicy.Coalesce(0).plan(new Slots.Regular(1000, 10, 5), 1040, MAX))
        .isEqualTo(new MisfirePlan(1041, null, false));
    assertThat(new MisfirePolicy.Coalesce(0).plan(everyTen, MAX, MAX))
        .isEqualTo(new MisfirePlan(MAX, null, false));
  }

  @Test
  void aCenturyOfMissedSecondsIsDecidedWithoutAWalk() {
    var everySecond = new Slots.ByCron(CronExpression.parse("* * * * * *"));

    assertThat(new MisfirePolicy.Coalesce(60).plan(everySecond, 1000, 4_000_000_000L))
        .isEqualTo(
            new MisfirePlan(
                3_999_999_939L, new MissedSlots(3_999_998_938L, 1001, 3_999_999_938L), true));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 100_001})
  void theNumberOfSlotsToKeepIsBounded(long count) {
    assertThatThrownBy(() -> new MisfirePolicy.CatchUpLast(count, 0))
        .extracting("kind")
        .isEqualTo("InvalidCatchUpCount");
  }

  /// Goal: against a walk over all slots, each policy partitions the missed ones as it promises and
  /// never touches the others.
  @Test
  void plansAgreeWithAWalk() {
    for (long seed = 1; seed <= 2000; seed++) {
      var random = new SplittableRandom(seed);
      Slots slots = randomSlots(random);
      long after = random.nextLong(0, 1500);
      long now = random.nextLong(after, 2500);
      MisfirePolicy policy = randomPolicy(random);
      String label =
          "seed " + seed + ": " + policy + " of " + slots + " after " + after + " at " + now;

      MisfirePlan plan = policy.plan(slots, after, now);

      var missed = new ArrayList<Long>();
      for (long at = after + 1; at < now - policy.graceSecs(); at++) {
        if (slots.lastAtOrBefore(at).orElse(0) == at && at > 0) {
          missed.add(at);
        }
      }
      var passed = missed.stream().filter(slot -> slot < plan.resumeAt()).toList();
      assertThat(plan.passedOver()).as(label).isEqualTo(summary(passed));
      assertThat(passed).as(label).hasSize(missed.size() - kept(policy, missed.size()));
      assertThat(plan.merged())
          .as(label)
          .isEqualTo(policy instanceof MisfirePolicy.Coalesce && missed.size() > 1);
      assertThat(plan.resumeAt())
          .as(label)
          .isBetween(after + 1, Math.max(after + 1, now - policy.graceSecs()));
    }
  }

  private static Slots randomSlots(SplittableRandom random) {
    return random.nextBoolean()
        ? new Slots.Regular(random.nextLong(2000), random.nextLong(1, 90), random.nextLong(1, 60))
        : Slots.of(new RunPolicy.Cron("*/" + random.nextInt(1, 59) + " * * * * *", null), 0);
  }

  private static MisfirePolicy randomPolicy(SplittableRandom random) {
    long grace = random.nextLong(0, 90);
    return switch (random.nextInt(4)) {
      case 0 -> new MisfirePolicy.CatchUpAll();
      case 1 -> new MisfirePolicy.CatchUpLast(random.nextLong(1, 20), grace);
      case 2 -> new MisfirePolicy.Skip(grace);
      default -> new MisfirePolicy.Coalesce(grace);
    };
  }

  private static int kept(MisfirePolicy policy, int missed) {
    return switch (policy) {
      case MisfirePolicy.CatchUpAll _ -> missed;
      case MisfirePolicy.CatchUpLast last -> (int) Math.min(missed, last.count());
      case MisfirePolicy.Skip _ -> 0;
      case MisfirePolicy.Coalesce _ -> Math.min(missed, 1);
    };
  }

  private static MissedSlots summary(List<Long> passed) {
    return passed.isEmpty()
        ? null
        : new MissedSlots(passed.size(), passed.getFirst(), passed.getLast());
  }
}
