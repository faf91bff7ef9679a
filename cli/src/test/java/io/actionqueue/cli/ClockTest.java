package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.core.port.TimeSource;
import io.actionqueue.testkit.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The machine's clock and the one that tests set (catalogue §40.1, §41).
final class ClockTest {
  @Test
  @DisplayName("A-481: a fixed clock says what it was set to")
  void fixedClockStandsStill() {
    TimeSource clock = ManualTime.atSeconds(1_700_000_000);
    assertThat(clock.epochSeconds()).isEqualTo(1_700_000_000);
    assertThat(clock.epochSeconds()).isEqualTo(1_700_000_000);
  }

  @Test
  @DisplayName("A-482, A-557: the machine's clock is behind 1970 and does not run backwards")
  void systemClockGoesOn() {
    TimeSource clock = Surroundings.builder().build().time();
    assertThat(clock.epochSeconds()).isPositive();
    long last = clock.monotonicNanos();
    for (int i = 0; i < 1000; i++) {
      long now = clock.monotonicNanos();
      assertThat(now - last).isNotNegative();
      last = now;
    }
  }

  @Test
  @DisplayName("A-558: a manual clock is advanced, set, and told as wall time")
  void manualClockIsMoved() {
    var clock = ManualTime.atSeconds(1000);
    clock.advance(Duration.ofSeconds(100));
    assertThat(clock.epochSeconds()).isEqualTo(1100);
    clock.setWallSeconds(2000);
    assertThat(clock.epochSeconds()).isEqualTo(2000);
    assertThat(clock.epochMillis()).isEqualTo(2_000_000);
  }
}
