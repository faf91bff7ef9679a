package io.actionqueue.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.policy.RetryPolicy.Jitter;
import io.actionqueue.core.policy.RetryPolicy.Strategy;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The delays of a [RetryPolicy].
class RetryPolicyTest {
  private static final LongSupplier NEVER_ASKED =
      () -> {
        throw new AssertionError("chance was asked");
      };

  private static long[] delays(RetryPolicy policy, int count) {
    long[] delays = new long[count];
    for (int i = 0; i < count; i++) {
      delays[i] = policy.delayMillis(i + 1, 0, NEVER_ASKED);
    }
    return delays;
  }

  @Test
  void delaysGrowByTheirStrategyUpToTheCeiling() {
    assertThat(delays(RetryPolicy.of(Strategy.FIXED, 5, 9), 3)).containsExactly(5, 5, 5);
    assertThat(delays(RetryPolicy.of(Strategy.LINEAR, 4, 9), 3)).containsExactly(4, 8, 9);
    assertThat(delays(RetryPolicy.of(Strategy.EXPONENTIAL, 4, 30), 4))
        .containsExactly(4, 8, 16, 30);
    assertThat(delays(RetryPolicy.of(Strategy.EXPONENTIAL, 0, 9), 2)).containsExactly(0, 0);
  }

  @Test
  void hugeNumbersOfFailuresStayAtTheCeiling() {
    long max = RetryPolicy.MAX_MILLIS;
    for (Strategy strategy : new Strategy[] {Strategy.LINEAR, Strategy.EXPONENTIAL}) {
      var policy = RetryPolicy.of(strategy, 3, max);
      for (long failures : new long[] {60, 64, 1L << 31, 0xffff_ffffL}) {
        assertThat(policy.delayMillis(failures, 0, NEVER_ASKED)).isBetween(180L, max);
      }
    }
    assertThat(RetryPolicy.of(Strategy.EXPONENTIAL, max, max).delayMillis(62, 0, NEVER_ASKED))
        .isEqualTo(max);
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void jitterStaysInItsRangeAndReachesItsEnds(Strategy strategy) {
    var random = new SplittableRandom(7);
    for (Jitter jitter : Jitter.values()) {
      var policy = RetryPolicy.of(strategy, 4, 10).withJitter(jitter);
      long least = Long.MAX_VALUE;
      long most = 0;
      for (int i = 0; i < 2000; i++) {
        long delay = policy.delayMillis(3, 8, random::nextLong);
        least = Math.min(least, delay);
        most = Math.max(most, delay);
      }
      long full =
          switch (strategy) {
            case FIXED -> 4;
            case LINEAR, EXPONENTIAL, DECORRELATED -> 10;
          };
      long expectedLeast =
          strategy == Strategy.DECORRELATED
              ? 4
              : switch (jitter) {
                case NONE -> full;
                case FULL -> 0;
                case EQUAL -> full / 2;
              };
      assertThat(least).as("%s %s", strategy, jitter).isEqualTo(expectedLeast);
      assertThat(most).as("%s %s", strategy, jitter).isEqualTo(full);
    }
  }

  @Test
  void triesEndWithTheirTime() {
    var policy = RetryPolicy.of(Strategy.FIXED, 1, 1).withMaxElapsed(100);
    assertThat(policy.allows(1_000, 1_100)).isTrue();
    assertThat(policy.allows(1_000, 1_101)).isFalse();
    assertThat(RetryPolicy.of(Strategy.FIXED, 1, 1).allows(0, Long.MAX_VALUE)).isTrue();
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> RetryPolicy.of(Strategy.FIXED, -1, 5))
        .isInstanceOfSatisfying(
            InvalidValue.class, e -> assertThat(e.code()).isEqualTo("invalid_retry_policy"));
    assertThatThrownBy(() -> RetryPolicy.of(Strategy.FIXED, 6, 5)).isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> RetryPolicy.of(Strategy.FIXED, 0, RetryPolicy.MAX_MILLIS + 1))
        .isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> TaskPolicy.NONE.withKeyPermits(0)).isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> TaskPolicy.NONE.withDeadline(0L)).isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> TaskPolicy.NONE.withStartWithin(0L)).isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> TaskPolicy.NONE.withInterruptions(-1, null))
        .isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> new Limit(null, null)).isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> Limit.ofPermits(0)).isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> new Limit.Rate(1, 0, 1)).isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> new Limit.Rate(0, 1, 1)).isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> new Scope.Key(null, "")).isInstanceOf(InvalidValue.class);
  }
}
