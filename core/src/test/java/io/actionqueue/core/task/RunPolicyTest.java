package io.actionqueue.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Run policies check themselves (spec 02 §2.4).
class RunPolicyTest {
  private static final long MAX = -1L;

  private static void refuses(Runnable construction, String kind, String message) {
    assertThatThrownBy(construction::run)
        .hasMessageContaining(message)
        .extracting("kind")
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 60, 3600, MAX})
  @DisplayName("A-202, A-221, A-222, A-224, A-540: a count of 0 is refused, whatever the interval")
  void aCountOf0IsRefused(long interval) {
    refuses(() -> new RunPolicy.Repeat(0, interval), "InvalidRepeatCount", "was 0");
  }

  @Test
  @DisplayName("A-203, A-541: an interval of 0 is refused")
  void anIntervalOf0IsRefused() {
    refuses(() -> new RunPolicy.Repeat(5, 0), "InvalidRepeatIntervalSecs", "was 0");
  }

  @Test
  @DisplayName("A-223: the count is checked first")
  void theCountIsCheckedFirst() {
    refuses(() -> new RunPolicy.Repeat(0, 0), "InvalidRepeatCount", "repeat count");
  }

  @Test
  @DisplayName("A-542, A-543: valid values are kept")
  void validValuesAreKept() {
    assertThat(new RunPolicy.Repeat(6, 1800))
        .returns(6L, RunPolicy.Repeat::count)
        .returns(1800L, RunPolicy.Repeat::intervalSecs);
    assertThat(new RunPolicy.Repeat(5, 120).canonicalText()).isEqualTo("repeat:5:120");
    assertThat(new RunPolicy.Repeat(3, 60).count()).isEqualTo(3);
    assertThat(RunPolicy.ONCE.canonicalText()).isEqualTo("once");
    assertThat(RunPolicy.ONCE).isEqualTo(new RunPolicy.Once());
  }

  @Test
  void numbersUseTheirWholeRange() {
    assertThat(new RunPolicy.Repeat(0xffff_ffffL, MAX).canonicalText())
        .isEqualTo("repeat:4294967295:18446744073709551615");
    refuses(() -> new RunPolicy.Repeat(1L << 32, 1), "InvalidRepeatCount", "4294967296");
    refuses(() -> new RunPolicy.Repeat(-1, 1), "InvalidRepeatCount", "-1");
    assertThat(new RunPolicy.Cron("@daily", 0xffff_ffffL).maxOccurrences()).isEqualTo(0xffff_ffffL);
    refuses(() -> new RunPolicy.Cron("@daily", 1L << 32), "CronPolicyError", "at most 4294967295");
  }

  @Test
  @DisplayName("A-545: a cap of 0 is refused and the message says at least 1")
  void aCapOf0IsRefused() {
    refuses(() -> new RunPolicy.Cron("@daily", 0L), "CronPolicyError", "at least 1");
    assertThat(new RunPolicy.Cron("@daily", 1L).maxOccurrences()).isEqualTo(1);
    assertThat(new RunPolicy.Cron("@daily", null).maxOccurrences()).isNull();
  }

  @Test
  void anExpressionMustParseAndIsCheckedFirst() {
    refuses(() -> new RunPolicy.Cron("* * * * *", 0L), "CronPolicyError", "day of week (field 6)");
  }

  @Test
  void theExpressionIsKeptAsItWasWritten() {
    var policy = new RunPolicy.Cron("  0 0 0 * *  MON ", null);

    assertThat(policy.expression()).isEqualTo("  0 0 0 * *  MON ");
    assertThat(policy.canonicalText()).isEqualTo("cron:  0 0 0 * *  MON ");
  }

  @Test
  @DisplayName("S-44: an expression that never fires is readable")
  void anExpressionThatNeverFiresIsReadable() {
    assertThat(new RunPolicy.Cron("0 0 0 31 2 *", null).expression()).isEqualTo("0 0 0 31 2 *");
  }
}
