package io.actionqueue.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.policy.Limit;
import io.actionqueue.testkit.Seeds;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void itBeginsFullAndNeverHoldsMoreThanItsBurst() {
    var bucket = new TokenBucket(new Limit.Rate(10, 1000, 4), 5 * SECOND);
    assertThat(bucket.tokens(5 * SECOND)).isEqualTo(4);
    assertThat(bucket.tokens(500 * SECOND)).isEqualTo(4);
    for (int i = 0; i < 4; i++) {
      assertThat(bucket.hasToken(500 * SECOND)).isTrue();
      bucket.take(500 * SECOND);
    }
    assertThat(bucket.hasToken(500 * SECOND)).isFalse();
    assertThat(bucket.nextTokenAt()).isEqualTo(500 * SECOND + SECOND / 10);
    assertThat(bucket.tokens(500 * SECOND + SECOND / 10)).isEqualTo(1);
  }

  /// What takes tokens without asking for them, as runs do that are rejected at their gates, makes
  /// nobody wait longer than an empty bucket does. Found by the simulation, seed 23494.
  @Test
  void itIsNeverMoreThanEmpty() {
    var bucket = new TokenBucket(new Limit.Rate(1, 3000, 2), SECOND);
    for (int i = 0; i < 9; i++) {
      bucket.take(SECOND);
    }
    assertThat(bucket.nextTokenAt()).isEqualTo(4 * SECOND);
    assertThat(bucket.fullAt()).isEqualTo(7 * SECOND);
  }

  /// In no span of time more starts than the burst and what the rate gives for it.
  @Test
  void theRateIsNeverExceeded() {
    Seeds.check(
        50,
        random -> {
          var rate =
              new Limit.Rate(
                  random.between(1, 1000), random.between(1, 100_000), random.between(1, 50));
          long now = random.below(Long.MAX_VALUE / 2);
          long begin = now;
          var bucket = new TokenBucket(rate, now);
          long taken = 0;
          for (int i = 0; i < 2000; i++) {
            now += random.below(rate.perMillis() * 1_000_000L / rate.tokens() * 2 + 1);
            if (bucket.hasToken(now)) {
              assertThat(bucket.tokens(now)).isPositive();
              bucket.take(now);
              taken++;
            } else {
              assertThat(bucket.tokens(now)).isZero();
              assertThat(bucket.nextTokenAt()).isGreaterThan(now);
            }
            double allowed =
                rate.burst() + (now - begin) / (rate.perMillis() * 1e6) * rate.tokens();
            assertThat((double) taken).isLessThanOrEqualTo(allowed + 1e-6 * allowed);
          }
        });
  }

  @Test
  void longPeriodsAndLargeBurstsDoNotOverflow() {
    var bucket = new TokenBucket(new Limit.Rate(1, 31_536_000_000L, 1_000_000), SECOND);
    for (int i = 0; i < 50; i++) {
      assertThat(bucket.hasToken(SECOND)).isTrue();
      bucket.take(SECOND);
    }
  }
}
