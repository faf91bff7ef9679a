package io.actionqueue.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ManualTimeTest {
  @Test
  void advanceMovesBothClocks() {
    ManualTime time = ManualTime.atSeconds(1000);
    time.advance(Duration.ofMillis(1500));
    assertThat(time.epochMillis()).isEqualTo(1_001_500);
    assertThat(time.epochSeconds()).isEqualTo(1001);
    assertThat(time.monotonicNanos()).isEqualTo(1_500_000_000L);
  }

  @Test
  void theWallClockStepsBackAndTheMonotonicOneStays() {
    ManualTime time = ManualTime.atSeconds(1000);
    time.advanceSeconds(5);
    time.setWallSeconds(10);
    assertThat(time.epochSeconds()).isEqualTo(10);
    assertThat(time.monotonicNanos()).isEqualTo(5_000_000_000L);
  }

  @Test
  void bothClocksSaturate() {
    ManualTime time = ManualTime.atSeconds(Long.MAX_VALUE);
    time.advance(Duration.ofSeconds(Long.MAX_VALUE));
    time.advanceMillis(1);
    assertThat(time.epochMillis()).isEqualTo(Long.MAX_VALUE);
    assertThat(time.monotonicNanos()).isEqualTo(Long.MAX_VALUE);
  }

  /// where an instant has signed milliseconds.
  @Test
  void theLastInstantIsReachedAndNotPassed() {
    ManualTime time = ManualTime.atMillis(Long.MAX_VALUE - 1);
    assertThat(time.epochMillis()).isEqualTo(Long.MAX_VALUE - 1);
    time.advanceMillis(1);
    assertThat(time.epochMillis()).isEqualTo(Long.MAX_VALUE);
    ManualTime set = ManualTime.atMillis(0);
    set.setWallMillis(Long.MAX_VALUE);
    assertThat(set.epochMillis()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void timeDoesNotGoBackByAdvancing() {
    ManualTime time = ManualTime.atMillis(0);
    assertThatThrownBy(() -> time.advanceMillis(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
