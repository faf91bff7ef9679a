package io.actionqueue.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.InvalidValue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The coupling of result, error and output (spec 02 §2.7).
class AttemptOutcomeTest {
  private static final Bytes OUTPUT = Bytes.utf8("out");

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          SUCCESS,   -,   false, -
          SUCCESS,   -,   true,  -
          SUCCESS,   bad, false, SuccessWithError
          SUCCESS,   bad, true,  SuccessWithError
          SUSPENDED, -,   false, -
          SUSPENDED, -,   true,  -
          SUSPENDED, bad, false, SuccessWithError
          SUSPENDED, bad, true,  SuccessWithError
          FAILURE,   bad, false, -
          FAILURE,   '',  false, -
          FAILURE,   -,   false, NonSuccessWithoutError
          FAILURE,   -,   true,  NonSuccessWithoutError
          FAILURE,   bad, true,  NonSuccessWithOutput
          TIMEOUT,   bad, false, -
          TIMEOUT,   '',  false, -
          TIMEOUT,   -,   false, NonSuccessWithoutError
          TIMEOUT,   -,   true,  NonSuccessWithoutError
          TIMEOUT,   bad, true,  NonSuccessWithOutput
          """)
  void rawPartsAreCheckedErrorFirst(
      AttemptResult result, String error, boolean hasOutput, String kind) {
    Bytes output = hasOutput ? OUTPUT : null;
    if (kind == null) {
      assertThat(new AttemptOutcome(result, error, output))
          .returns(result, AttemptOutcome::result)
          .returns(error, AttemptOutcome::error)
          .returns(output, AttemptOutcome::output);
      return;
    }
    assertThatThrownBy(() -> new AttemptOutcome(result, error, output))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining(result.wireName())
        .extracting("kind")
        .isEqualTo(kind);
  }

  @Test
  void emptyOutputInRawPartsStaysPresent() {
    assertThat(new AttemptOutcome(AttemptResult.SUCCESS, null, Bytes.EMPTY).output())
        .isEqualTo(Bytes.EMPTY);
  }

  @Test
  @DisplayName("the factories are well-formed and empty output is no output")
  void factoriesAreWellFormed() {
    assertThat(AttemptOutcome.success().output()).isNull();
    assertThat(AttemptOutcome.success(OUTPUT).output()).isEqualTo(OUTPUT);
    assertThat(AttemptOutcome.success(Bytes.EMPTY)).isEqualTo(AttemptOutcome.success());
    assertThat(AttemptOutcome.suspended(OUTPUT).output()).isEqualTo(OUTPUT);
    assertThat(AttemptOutcome.suspended(Bytes.EMPTY)).isEqualTo(AttemptOutcome.suspended());
    assertThat(AttemptOutcome.failure("bad"))
        .isEqualTo(new AttemptOutcome(AttemptResult.FAILURE, "bad", null));
  }

  @ParameterizedTest
  @CsvSource({"9, 9", "5, 5", "-1, 18446744073709551615"})
  void timeoutsHaveOneText(long limit, String printed) {
    assertThat(AttemptOutcome.timeout(limit))
        .isEqualTo(
            new AttemptOutcome(
                AttemptResult.TIMEOUT, "attempt timed out after " + printed + "s", null));
  }

  @Test
  void illFormedRecordsAreReducedOnReading() {
    assertThat(AttemptOutcome.repaired(AttemptResult.SUCCESS, "odd", OUTPUT))
        .isEqualTo(AttemptOutcome.success());
    assertThat(AttemptOutcome.repaired(AttemptResult.SUSPENDED, "odd", null))
        .isEqualTo(AttemptOutcome.suspended());
    assertThat(AttemptOutcome.repaired(AttemptResult.SUCCESS, null, OUTPUT))
        .isEqualTo(AttemptOutcome.success(OUTPUT));
    assertThat(AttemptOutcome.repaired(AttemptResult.FAILURE, null, OUTPUT))
        .isEqualTo(AttemptOutcome.failure("unknown failure"));
    assertThat(AttemptOutcome.repaired(AttemptResult.TIMEOUT, null, null))
        .isEqualTo(new AttemptOutcome(AttemptResult.TIMEOUT, "unknown timeout", null));
    assertThat(AttemptOutcome.repaired(AttemptResult.FAILURE, "bad", OUTPUT))
        .isEqualTo(AttemptOutcome.failure("bad"));
  }

  @Test
  void ordinalsAndNamesAreFixed() {
    assertThat(AttemptResult.values())
        .extracting(AttemptResult::wireName)
        .containsExactly("Success", "Failure", "Timeout", "Suspended");
  }

  /// S-1, S-34.
  @Nested
  class Interruptions {
    @ParameterizedTest
    @EnumSource
    void areFailuresWithAReservedText(Interruption cause) {
      AttemptOutcome outcome = cause.outcome();

      assertThat(outcome.result()).isEqualTo(AttemptResult.FAILURE);
      assertThat(outcome.error()).isEqualTo("interrupted: " + cause.text());
      assertThat(outcome.isInterruption()).isTrue();
      assertThat(Interruption.of(outcome.error())).isEqualTo(cause);
      assertThat(Interruption.of(cause.outcome("uncertain").error())).isEqualTo(cause);
    }

    @Test
    void haveFiveCausesOfWhichTwoCount() {
      assertThat(Interruption.values())
          .extracting(Interruption::text)
          .containsExactlyInAnyOrder("crash", "shutdown", "lease lost", "canceled", "released");
      assertThat(Interruption.values())
          .filteredOn(Interruption::isCounted)
          .extracting(Interruption::text)
          .containsExactlyInAnyOrder("crash", "lease lost");
    }

    @Test
    void cannotBeClaimedByAHandler() {
      AttemptOutcome claimed = AttemptOutcome.reportedFailure("interrupted: crash");

      assertThat(claimed.error()).isEqualTo("handler: interrupted: crash");
      assertThat(claimed.isInterruption()).isFalse();
      assertThat(Interruption.of("handler: interrupted: crash")).isNull();
      assertThat(AttemptOutcome.reportedFailure("disk full").error()).isEqualTo("disk full");
    }

    @Test
    void areNotSeenInOtherTexts() {
      assertThat(AttemptOutcome.failure("was interrupted: crash").isInterruption()).isFalse();
      assertThat(AttemptOutcome.success().isInterruption()).isFalse();
      assertThat(Interruption.of("interrupted: crashed")).isNull();
    }
  }
}
