package io.actionqueue.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.cron.CronExpression;
import io.actionqueue.core.task.RunPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Slots as a searchable sequence, up to the largest instant.
class SlotsTest {
  private static final long MAX = -1L;

  @Test
  void eachPolicyHasItsSlots() {
    assertThat(Slots.of(RunPolicy.ONCE, 77)).isEqualTo(new Slots.Regular(77, 1, 1));
    assertThat(Slots.of(new RunPolicy.Repeat(3, 60), 77)).isEqualTo(new Slots.Regular(77, 60, 3));
    assertThat(Slots.of(new RunPolicy.Cron("@daily", null), 77))
        .isEqualTo(new Slots.ByCron(CronExpression.parse("@daily")));
  }

  @Test
  void regularSlotsAreFoundInBothDirections() {
    var slots = new Slots.Regular(100, 10, 3);

    assertThat(slots.nextAfter(0)).hasValue(100);
    assertThat(slots.nextAfter(99)).hasValue(100);
    assertThat(slots.nextAfter(100)).hasValue(110);
    assertThat(slots.nextAfter(119)).hasValue(120);
    assertThat(slots.nextAfter(120)).isEmpty();
    assertThat(slots.nextAfter(MAX)).isEmpty();
    assertThat(slots.lastAtOrBefore(99)).isEmpty();
    assertThat(slots.lastAtOrBefore(100)).hasValue(100);
    assertThat(slots.lastAtOrBefore(119)).hasValue(110);
    assertThat(slots.lastAtOrBefore(MAX)).hasValue(120);
    assertThat(slots.countBetween(0, MAX)).isEqualTo(3);
    assertThat(slots.countBetween(100, 110)).isEqualTo(1);
    assertThat(slots.countBetween(110, 100)).isZero();
  }

  @Test
  void whatIsLeftHasGapsAndGoesOn() {
    var all = new Slots.Regular(100, 10, 9);
    var slots = new Slots.Left(List.of(110L, 130L), 140, all);

    assertThat(slots.nextAfter(0)).hasValue(110);
    assertThat(slots.nextAfter(110)).hasValue(130);
    assertThat(slots.nextAfter(130)).hasValue(150);
    assertThat(slots.nextAfter(150)).hasValue(160);
    assertThat(slots.nextAfter(180)).isEmpty();
    assertThat(slots.lastAtOrBefore(109)).isEmpty();
    assertThat(slots.lastAtOrBefore(129)).hasValue(110);
    assertThat(slots.lastAtOrBefore(149)).hasValue(130);
    assertThat(slots.lastAtOrBefore(155)).hasValue(150);
    assertThat(slots.countBetween(0, MAX)).isEqualTo(6);
    assertThat(slots.countBetween(110, 150)).isEqualTo(2);
    assertThat(slots.countBetween(130, 140)).isZero();
  }

  @Test
  void whatIsLeftCanEnd() {
    var slots = new Slots.Left(List.of(110L, MAX), MAX, null);

    assertThat(slots.nextAfter(110)).hasValue(MAX);
    assertThat(slots.nextAfter(MAX)).isEmpty();
    assertThat(slots.lastAtOrBefore(MAX - 1)).hasValue(110);
    assertThat(slots.countBetween(0, MAX)).isEqualTo(2);
    assertThat(slots.countBetween(MAX, 110)).isZero();
  }

  @Test
  void instantsAreUnsigned() {
    var slots = new Slots.Regular(0, Long.MAX_VALUE, 3);

    assertThat(slots.nextAfter(Long.MAX_VALUE)).hasValue(MAX - 1);
    assertThat(slots.lastAtOrBefore(MAX)).hasValue(MAX - 1);
    assertThat(slots.nextAfter(MAX - 1)).isEmpty();
    assertThat(new Slots.Regular(0, 1, 0xffff_ffffL).countBetween(0, MAX)).isEqualTo(0xffff_fffeL);
  }
}
