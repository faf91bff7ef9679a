package io.actionqueue.core.run;

import static io.actionqueue.core.run.AttemptVerdict.RETRYABLE_FAILURE;
import static io.actionqueue.core.run.AttemptVerdict.SUCCESS;
import static io.actionqueue.core.run.AttemptVerdict.SUSPENDED;
import static io.actionqueue.core.run.AttemptVerdict.TERMINAL_FAILURE;
import static io.actionqueue.core.run.AttemptVerdict.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.InvalidValue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The retry table of spec 03 §5.5.
class RetryDecisionTest {
  @ParameterizedTest
  @CsvSource({
    "RETRYABLE_FAILURE, 1, 1, FAIL",
    "RETRYABLE_FAILURE, 1, 2, RETRY",
    "RETRYABLE_FAILURE, 2, 2, FAIL",
    "RETRYABLE_FAILURE, 1, 3, RETRY",
    "RETRYABLE_FAILURE, 2, 3, RETRY",
    "RETRYABLE_FAILURE, 3, 3, FAIL",
    "TIMEOUT, 1, 2, RETRY",
    "TIMEOUT, 2, 2, FAIL",
    "TIMEOUT, 1, 3, RETRY",
    "TIMEOUT, 2, 3, RETRY",
    "TIMEOUT, 3, 3, FAIL",
    "SUCCESS, 1, 3, COMPLETE",
    "SUCCESS, 3, 3, COMPLETE",
    "TERMINAL_FAILURE, 1, 3, FAIL",
    "TERMINAL_FAILURE, 2, 3, FAIL",
    "TERMINAL_FAILURE, 3, 3, FAIL",
    "TIMEOUT, 4294967294, 4294967295, RETRY",
  })
  @DisplayName("A-292, A-294, A-295, A-296, A-297, A-298, A-299, A-303, A-307, A-308: the table")
  void followsTheTable(AttemptVerdict verdict, long attempt, long max, RetryDecision expected) {
    assertThat(RetryDecision.of(verdict, attempt, max)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "5, 3", "0, 3", "4294967295, 1"})
  @DisplayName("A-593, A-594: a suspension is a suspension, whatever the numbers say")
  void suspensionIgnoresTheNumbers(long attempt, long max) {
    assertThat(RetryDecision.of(SUSPENDED, attempt, max)).isEqualTo(RetryDecision.SUSPEND);
  }

  @Test
  @DisplayName("A-592: decisions name their target states")
  void decisionsNameTheirTargets() {
    assertThat(RetryDecision.COMPLETE.target()).isEqualTo(RunState.COMPLETED);
    assertThat(RetryDecision.FAIL.target()).isEqualTo(RunState.FAILED);
    assertThat(RetryDecision.RETRY.target()).isEqualTo(RunState.RETRY_WAIT);
    assertThat(RetryDecision.SUSPEND.target()).isEqualTo(RunState.SUSPENDED);
    for (RetryDecision decision : RetryDecision.values()) {
      assertThat(RunState.RUNNING.canMoveTo(decision.target())).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SUSPENDED", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("A-300, A-305, A-306: numbers that cannot be are refused, the cap first")
  void refusesNumbersThatCannotBe(AttemptVerdict verdict) {
    refuses(verdict, 4, 3, "AttemptExceedsCap", "attempt 4 exceeds the cap of 3");
    refuses(verdict, 1, 0, "InvalidMaxAttempts", "was 0");
    refuses(verdict, 0, 0, "InvalidMaxAttempts", "was 0");
    refuses(verdict, 0, 3, "InvalidAttemptNumber", "was 0");
    refuses(verdict, 1, 1L << 32, "InvalidMaxAttempts", "was 4294967296");
  }

  private static void refuses(
      AttemptVerdict verdict, long attempt, long max, String kind, String message) {
    assertThatThrownBy(() -> RetryDecision.of(verdict, attempt, max))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining(message)
        .extracting("kind")
        .isEqualTo(kind);
  }

  @Test
  @DisplayName("A-309, A-310, A-311: below, at and above the cap (seeds 1 to 256)")
  void holdsBelowAtAndAboveTheCap() {
    for (long seed = 1; seed <= 256; seed++) {
      var random = new SplittableRandom(seed);
      long cap = random.nextLong(2, 100);
      long extra = random.nextLong(1, 100);
      long below = random.nextLong(1, cap);
      refuses(RETRYABLE_FAILURE, cap + extra, cap, "AttemptExceedsCap", "cap of " + cap);
      assertThat(RetryDecision.of(RETRYABLE_FAILURE, below, cap))
          .as("seed %d", seed)
          .isEqualTo(RetryDecision.RETRY);
      assertThat(RetryDecision.of(RETRYABLE_FAILURE, cap, cap))
          .as("seed %d", seed)
          .isEqualTo(RetryDecision.FAIL);
    }
    refuses(RETRYABLE_FAILURE, 2, 1, "AttemptExceedsCap", "cap of 1");
    assertThat(RetryDecision.of(RETRYABLE_FAILURE, 1, 1)).isEqualTo(RetryDecision.FAIL);
  }

  @Test
  @DisplayName("A-301, A-302: a terminal failure ends at once, beyond the cap nothing is decided")
  void decidesWithinTheCapOnly() {
    assertThat(RetryDecision.of(TERMINAL_FAILURE, 1, 2)).isEqualTo(RetryDecision.FAIL);
    assertThat(RetryDecision.of(TERMINAL_FAILURE, 2, 2)).isEqualTo(RetryDecision.FAIL);
    refuses(TERMINAL_FAILURE, 3, 2, "AttemptExceedsCap", "attempt 3 exceeds the cap of 2");
    assertThat(RetryDecision.of(SUCCESS, 1, 2)).isEqualTo(RetryDecision.COMPLETE);
  }

  @Test
  @DisplayName("A-612, A-613: a timeout is recorded as such, both failures alike")
  void theLogRecordsBothFailuresAlike() {
    assertThat(SUCCESS.result()).isEqualTo(AttemptResult.SUCCESS);
    assertThat(RETRYABLE_FAILURE.result()).isEqualTo(AttemptResult.FAILURE);
    assertThat(TERMINAL_FAILURE.result()).isEqualTo(AttemptResult.FAILURE);
    assertThat(TIMEOUT.result()).isEqualTo(AttemptResult.TIMEOUT);
    assertThat(SUSPENDED.result()).isEqualTo(AttemptResult.SUSPENDED);
  }
}
