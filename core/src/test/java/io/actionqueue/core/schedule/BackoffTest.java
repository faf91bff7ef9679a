package io.actionqueue.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.InvalidValue;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Retry delays: the vectors of spec 03 §5.6.
class BackoffTest {
  private static final long MAX = -1L;
  private static final long MAX_U32 = 0xffff_ffffL;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 100, MAX_U32})
  @DisplayName("A-571: a fixed delay does not depend on the attempt")
  void fixedDelayDoesNotDependOnTheAttempt(long attempt) {
    assertThat(new Backoff.Fixed(5000).delaySecs(attempt)).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "4, 8", "5, 10", "6, 10", "100, 10", "4294967295, 10"})
  @DisplayName("A-572, A-573, A-574: an exponential delay doubles up to its ceiling")
  void exponentialDelayDoublesUpToItsCeiling(long attempt, long seconds) {
    assertThat(new Backoff.Exponential(1000, 10_000).delaySecs(attempt)).isEqualTo(seconds);
  }

  @Test
  @DisplayName("A-575, A-576, A-577, A-578: due when the whole delay is over, saturating")
  void readyAtRoundsUpAndSaturates() {
    assertThat(new Backoff.Fixed(30_000).readyAt(1000, 1)).isEqualTo(1030);
    assertThat(new Backoff.Fixed(30_000).readyAt(MAX - 5, 1)).isEqualTo(MAX);
    assertThat(new Backoff.Fixed(500).readyAt(1000, 1)).isEqualTo(1001);
    assertThat(new Backoff.Fixed(3000).readyAt(1000, 1)).isEqualTo(1003);
    assertThat(new Backoff.Fixed(3001).readyAt(1000, 1)).isEqualTo(1004);
    assertThat(new Backoff.Fixed(0).readyAt(1000, 1)).isEqualTo(1000);
    assertThat(new Backoff.Fixed(0).readyAt(MAX, 1)).isEqualTo(MAX);
  }

  @ParameterizedTest
  @CsvSource({"1, 1010", "2, 1020", "3, 1040"})
  @DisplayName("A-579: ready times with exponential 10 s")
  void readyTimesGrow(long attempt, long expected) {
    assertThat(new Backoff.Exponential(10_000, 3_600_000).readyAt(1000, attempt))
        .isEqualTo(expected);
  }

  @Test
  void theHighestPowersOfTwoAreNotCutEarly() {
    var widest = new Backoff.Exponential(1, Long.MAX_VALUE);

    assertThat(widest.delayMillis(62)).isEqualTo(1L << 61);
    assertThat(widest.delayMillis(63)).isEqualTo(1L << 62);
    assertThat(widest.delayMillis(64)).isEqualTo(Long.MAX_VALUE);
    assertThat(widest.delayMillis(65)).isEqualTo(Long.MAX_VALUE);
    assertThat(widest.delaySecs(MAX_U32)).isEqualTo(9_223_372_036_854_776L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 64, 65, MAX_U32})
  void noBaseMeansNoDelay(long attempt) {
    assertThat(new Backoff.Exponential(0, 1000).delayMillis(attempt)).isZero();
  }

  @Test
  @DisplayName("A-567: a base above the ceiling is refused")
  void aBaseAboveTheCeilingIsRefused() {
    assertThatThrownBy(() -> new Backoff.Exponential(100_000, 10_000))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("100000 ms exceeds the maximum of 10000 ms")
        .extracting("kind")
        .isEqualTo("BackoffBaseExceedsMax");
  }

  @Test
  void negativeDelaysAreRefused() {
    assertThatThrownBy(() -> new Backoff.Fixed(-1))
        .extracting("kind")
        .isEqualTo("InvalidBackoffConfig");
    assertThatThrownBy(() -> new Backoff.Exponential(-1, 5))
        .extracting("kind")
        .isEqualTo("InvalidBackoffConfig");
  }

  /// RT-25, against arithmetic without bounds.
  @Test
  void exponentialDelayIsMonotonicBoundedAndExact() {
    for (long seed = 1; seed <= 500; seed++) {
      var random = new SplittableRandom(seed);
      long base = random.nextLong(1L << random.nextInt(1, 62));
      long max = random.nextLong(base, Long.MAX_VALUE);
      var backoff = new Backoff.Exponential(base, max);
      long previous = 0;
      for (int attempt = 1; attempt <= 80; attempt++) {
        long delay = backoff.delayMillis(attempt);
        var exact = BigInteger.valueOf(base).shiftLeft(attempt - 1).min(BigInteger.valueOf(max));
        assertThat(delay)
            .as("seed %d, attempt %d", seed, attempt)
            .isEqualTo(exact.longValueExact())
            .isBetween(Math.max(base, previous), max);
        long entered = random.nextLong();
        assertThat(Long.compareUnsigned(backoff.readyAt(entered, attempt), entered))
            .as("seed %d", seed)
            .isNotNegative();
        previous = delay;
      }
    }
  }
}
