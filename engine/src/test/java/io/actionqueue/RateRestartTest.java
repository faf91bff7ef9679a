package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Token buckets across restarts: how full they are follows from the recorded starts (03-W-46).
class RateRestartTest {
  private static final Scope MAIL = new Scope.Action("mail");
  private static final Limit TWO_THEN_ONE_A_MINUTE = Limit.ofRate(new Limit.Rate(1, 60_000, 2));

  @RegisterExtension final World world = World.at(1_000_000);

  private static ActionQueue open(World world) {
    return world.openWith(options -> options.handler("mail", _ -> Outcome.success()));
  }

  private static void submit(ActionQueue queue, int count) {
    for (int i = 0; i < count; i++) {
      World.submit(queue, TaskRequest.of("mail"));
    }
  }

  private ActionQueue openAfterABurst() {
    ActionQueue queue = open(world);
    queue.limits().set(MAIL, TWO_THEN_ONE_A_MINUTE).join();
    submit(queue, 9);
    assertThat(queue.runUntilIdle().totalDispatched()).isEqualTo(2);
    return queue;
  }

  /// Starts are recorded in whole seconds, so that a token may come up to a second late.
  private void assertEmptyUntilTheNextToken(ActionQueue again) {
    assertThat(again.runUntilIdle().totalDispatched()).isZero();
    world.time.advanceSeconds(30);
    assertThat(again.runUntilIdle().totalDispatched()).isZero();
    world.time.advanceSeconds(1);
    assertThat(again.runUntilIdle().totalDispatched()).isEqualTo(1);
    world.time.advanceSeconds(60);
    assertThat(again.runUntilIdle().totalDispatched()).isEqualTo(1);
  }

  @Test
  void anEmptyBucketIsEmptyAfterAKill() {
    openAfterABurst();
    world.kill();
    world.time.advanceSeconds(30);
    ActionQueue again = open(world);
    assertThat(again.limits().list().join())
        .containsExactly(new Limits.ScopeLimit(MAIL, TWO_THEN_ONE_A_MINUTE));
    assertEmptyUntilTheNextToken(again);
  }

  @Test
  void anEmptyBucketIsEmptyInASnapshot() {
    ActionQueue queue = openAfterABurst();
    var written = queue.snapshot();
    queue.tick();
    queue.tick();
    assertThat(written.join().sequence()).isPositive();
    world.close();
    assertThat(world.loadReport().snapshotEventsApplied()).isPositive();
    assertThat(world.recorded().extensions().bucketFullAtNanos(MAIL))
        .isEqualTo(1_000_121_000_000_000L);
    world.time.advanceSeconds(30);
    assertEmptyUntilTheNextToken(open(world));
  }

  @Test
  void aBucketFillsWhileNoEngineRuns() {
    openAfterABurst();
    world.close();
    world.time.advanceSeconds(3600);
    assertThat(open(world).runUntilIdle().totalDispatched()).isEqualTo(2);
  }

  /// A wall clock that was set back makes nobody wait longer than for an empty bucket.
  @Test
  void aClockThatWasSetBackCostsOneEmptyBucket() {
    openAfterABurst();
    world.kill();
    world.time.setWallSeconds(900_000L);
    ActionQueue again = open(world);
    assertThat(again.runUntilIdle().totalDispatched()).isZero();
    world.time.advanceSeconds(61);
    assertThat(again.runUntilIdle().totalDispatched()).isEqualTo(1);
  }

  @Test
  void anotherRateGoesOnFromTheSameBucket() {
    ActionQueue queue = openAfterABurst();
    queue.limits().set(MAIL, Limit.ofRate(new Limit.Rate(1, 10_000, 2))).join();
    assertThat(queue.runUntilIdle().totalDispatched()).isZero();
    world.time.advanceSeconds(10);
    assertThat(queue.runUntilIdle().totalDispatched()).isEqualTo(1);
    queue.limits().clear(MAIL).join();
    assertThat(queue.runUntilIdle().totalDispatched()).isEqualTo(6);
    queue.limits().set(MAIL, TWO_THEN_ONE_A_MINUTE).join();
    submit(queue, 3);
    assertThat(queue.runUntilIdle().totalDispatched()).isEqualTo(2);
  }

  /// However often the engine ends, in whatever way: in no span of time more starts than the burst
  /// and what the rate gives for it.
  @Test
  void noRestartAllowsMoreThanTheLimitSays() {
    Seeds.check(5, RateRestartTest::checkOneLife);
  }

  private static void checkOneLife(SeededRandom random) {
    World world = World.at(1_000_000);
    var rate = new Limit.Rate(random.between(1, 20), random.between(1, 60) * 1000L, 5);
    List<Long> starts = new ArrayList<>();
    ActionQueue queue = life(world, starts);
    queue.limits().set(MAIL, Limit.ofRate(rate)).join();
    submit(queue, 200);
    for (int i = 0; i < 40; i++) {
      world.time.advance(Duration.ofMillis(random.below(1 + rate.perMillis())));
      queue.runUntilIdle();
      switch (random.below(6)) {
        case 0 -> world.kill();
        case 1 -> world.close();
        case 2 -> {
          var _ = queue.snapshot();
          queue.tick();
          continue;
        }
        default -> {
          continue;
        }
      }
      queue = life(world, starts);
    }
    world.close();
    double perMilli = (double) rate.tokens() / rate.perMillis();
    for (int from = 0; from < starts.size(); from++) {
      for (int to = from; to < starts.size(); to++) {
        double allowed = rate.burst() + (starts.get(to) - starts.get(from)) * perMilli;
        if (to - from + 1 > allowed + 1e-6) {
          throw new AssertionError("starts " + from + " to " + to + " of " + starts);
        }
      }
    }
    assertThat(starts).hasSizeGreaterThan(rate.burst());
  }

  private static ActionQueue life(World world, List<Long> starts) {
    return world.openWith(options ->
        options.handler(
            "mail",
            _ -> {
              starts.add(world.time.epochMillis());
              return Outcome.success();
            }));
  }
}
