package io.actionqueue.core.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Occurrences: the verified vectors of spec 03 §1.5.1 and the edges of the calendar.
class CronExpressionTest {
  /// Sunday 2025-06-15T12:34:56Z.
  private static final long SUNDAY = 1_749_990_896L;

  private static final long MAX = -1L;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 0 0 * * *              | 1750032000
          @daily                   | 1750032000
          0 0 0 * * 1 *            | 1750550400
          @weekly                  | 1750550400
          0 0 0 * * 2 *            | 1750032000
          0 0 0 * * 7 *            | 1750464000
          0 5/15 * * * * *         | 1749990900,1749991800,1749992700,1749993600
          0 */25 * * * * *         | 1749991800,1749992400,1749993900,1749995400
          0 0,30 1,2 * * * *       | 1750035600,1750037400,1750039200
          0 0 0 * * Mon-Fri/2 *    | 1750032000,1750204800,1750377600
          0 0 0 * jan wed *        | 1767744000
          0 0 0 13 * FRI *         | 1770940800,1773360000,1794528000
          0 0 0 1-5,10,20-30/5 * * *| 1750377600,1750809600,1751241600,1751328000
          0 0 0 29 2 * *           | 1835395200,1961625600
          @yearly                  | 1767225600
          0 0 0 1 1 * 2030         | 1893456000
          0 0 0 * * * 2030         | 1893456000
          """)
  void verifiedVectorsHold(String expression, String expected) {
    long[] wanted = Arrays.stream(expected.split(",")).mapToLong(Long::parseLong).toArray();

    assertThat(CronExpression.parse(expression).firings(SUNDAY, wanted.length)).isEqualTo(wanted);
  }

  @Test
  @DisplayName("A-646, A-647, A-648, A-649: at most n occurrences, ascending, after the bound")
  void occurrencesAreAscendingAndStrictlyAfterTheBound() {
    var everySecond = CronExpression.parse("* * * * * * *");

    assertThat(everySecond.firings(1000, 0)).isEmpty();
    assertThat(everySecond.firings(1000, 3)).containsExactly(1001, 1002, 1003);
  }

  @Test
  void theEpochItselfIsNotAfterTheEpoch() {
    var newYear = CronExpression.parse("0 0 0 1 1 * *");

    assertThat(newYear.nextAfter(0)).hasValue(31_536_000);
    assertThat(newYear.lastAtOrBefore(0)).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(longs = {MAX, Long.MIN_VALUE, Long.MAX_VALUE, 4_133_980_799L, 4_133_980_800L})
  @DisplayName("A-544: beyond the calendar there is no occurrence, up to 2^64-1")
  void beyondTheCalendarNothingFires(long after) {
    var everySecond = CronExpression.parse("* * * * * *");

    assertThat(everySecond.nextAfter(after)).isEmpty();
    assertThat(everySecond.firings(after, 5)).isEmpty();
    assertThat(everySecond.firings(after).hasNext()).isFalse();
    assertThat(everySecond.lastAtOrBefore(after)).hasValue(4_133_980_799L);
  }

  @Test
  void theLastSecondOfTheCalendarIsFound() {
    var everySecond = CronExpression.parse("* * * * * *");

    assertThat(everySecond.nextAfter(4_133_980_798L)).hasValue(4_133_980_799L);
    assertThat(CronExpression.parse("59 59 23 31 12 * 2100").nextAfter(0))
        .hasValue(Instant.parse("2100-12-31T23:59:59Z").getEpochSecond());
  }

  @Test
  void aPastYearNeverComesAgainButDidFire() {
    var past = CronExpression.parse("0 0 0 1 1 * 1999");

    assertThat(past.nextAfter(SUNDAY)).isEmpty();
    assertThat(past.neverFires()).isFalse();
    assertThat(past.lastAtOrBefore(SUNDAY)).hasValue(915_148_800L);
  }

  /// 03-W-26: such dates are known before anything waits for them (S-44).
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0 0 31 2 *",
        "0 0 0 30 2 * *",
        "0 0 0 31 4,6,9,11 *",
        "0 0 0 29 2 * 2023",
        "0 0 0 29 2 * 2100",
        "0 0 0 1 1 MON 2030"
      })
  void impossibleDatesNeverFire(String expression) {
    var impossible = CronExpression.parse(expression);

    assertThat(impossible.neverFires()).isTrue();
    assertThat(impossible.nextAfter(0)).isEmpty();
    assertThat(impossible.lastAtOrBefore(MAX)).isEmpty();
    assertThat(impossible.countBetween(0, MAX)).isZero();
  }

  @Test
  void firingAtTheEpochOnlyIsFiring() {
    assertThat(CronExpression.parse("0 0 0 1 1 * 1970").neverFires()).isFalse();
  }

  @Test
  void theLeapDayOf2000ExistsAndThatOf2100DoesNot() {
    var leapDay = CronExpression.parse("0 0 0 29 2 *");

    assertThat(leapDay.nextAfter(Instant.parse("1999-12-31T00:00:00Z").getEpochSecond()))
        .hasValue(Instant.parse("2000-02-29T00:00:00Z").getEpochSecond());
    assertThat(leapDay.nextAfter(Instant.parse("2096-03-01T00:00:00Z").getEpochSecond())).isEmpty();
  }

  @Test
  void previewEndsWhereTheScheduleEnds() {
    var firings = CronExpression.parse("0 0 0 31 12 * 2099-2100").firings(SUNDAY);

    assertThat(firings.nextLong()).isEqualTo(4_102_358_400L);
    assertThat(firings.nextLong()).isEqualTo(4_133_894_400L);
    assertThat(firings.hasNext()).isFalse();
    assertThatThrownBy(firings::nextLong).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void askingForMoreThanThereIsGivesWhatThereIs() {
    assertThat(CronExpression.parse("0 0 0 1 1 * 2030-2039").firings(SUNDAY, Integer.MAX_VALUE))
        .hasSize(10);
  }

  @Test
  void countingNeedsNoWalk() {
    var everySecond = CronExpression.parse("* * * * * *");

    assertThat(everySecond.countBetween(0, 4_133_980_799L)).isEqualTo(4_133_980_799L);
    assertThat(everySecond.countBetween(0, MAX)).isEqualTo(4_133_980_799L);
    assertThat(everySecond.countBetween(500, 500)).isZero();
    assertThat(everySecond.countBetween(501, 500)).isZero();
    assertThat(everySecond.countBetween(MAX, 5)).isZero();
  }

  @Test
  void equalityIsThatOfTheText() {
    assertThat(CronExpression.parse("@daily"))
        .isEqualTo(CronExpression.parse("@daily"))
        .hasSameHashCodeAs(CronExpression.parse("@daily"))
        .isNotEqualTo(CronExpression.parse("0 0 0 * * *"))
        .hasToString("@daily");
  }
}
