package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.TimedOutcome.Timing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a handler answered, and whether that was in time (spec 03 §5.3).
class TimedOutcomeTest {
  private static final long SECOND = 1_000_000_000L;

  private static TimedOutcome after(long seconds, Outcome outcome, @Nullable Long limitSecs) {
    return TimedOutcome.of(outcome, seconds * SECOND, limitSecs);
  }

  /// classified by nothing but the two durations.
  @ParameterizedTest
  @CsvSource({
    "6,  , UNLIMITED",
    "5, 5, IN_TIME",
    "6, 5, LATE",
    "7, 5, LATE",
    "4, 5, IN_TIME",
    "0, 0, IN_TIME",
    "1, 0, LATE"
  })
  void callsAreClassified(long seconds, @Nullable Long limit, Timing expected) {
    assertThat(Timing.of(seconds * SECOND, limit)).isEqualTo(expected);
  }

  @Test
  void aNanosecondOverTheLimitIsLate() {
    assertThat(Timing.of(5 * SECOND + 1, 5L)).isEqualTo(Timing.LATE);
    assertThat(Timing.of(Long.MAX_VALUE / 4, -1L)).isEqualTo(Timing.IN_TIME);
  }

  /// a call that took 9 s of 3 s gives its value beside the verdict.
  @Test
  void aLateAnswerIsKnownBesideTheVerdict() {
    TimedOutcome answer = after(9, Outcome.success("42"), 3L);
    assertThat(answer.outcome()).isEqualTo(Outcome.success("42"));
    assertThat(answer.timing()).isEqualTo(Timing.LATE);
    assertThat(answer.elapsedNanos()).isEqualTo(9 * SECOND);
    assertThat(answer.outputBytes()).isEqualTo(2);
  }

  @Test
  void onlySuccessesHaveOutputToLose() {
    assertThat(after(9, Outcome.success(), 3L).outputBytes()).isZero();
    assertThat(after(9, Outcome.fail("no"), 3L).outputBytes()).isZero();
  }
}
