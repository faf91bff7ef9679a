package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The lag between when a run was due and when it started, by the injected clock (S-12).
class SchedulingLagTest {
  @RegisterExtension final World world = World.at(424_242);

  @Test
  @DisplayName("A-517, A-523, A-527 by S-12: one sample per start, measured by the injected clock")
  void everyStartIsOneSample() {
    ActionQueue queue = world.open(_ -> Outcome.success(""));
    queue.pause().join();
    World.submit(queue, TaskRequest.forDefaultHandler().repeat(3, 1000));
    world.time.advanceSeconds(10);
    queue.runUntilIdle();
    assertLag(queue, 0, 0); // ready or waiting runs are no samples

    queue.resume().join();
    queue.runUntilIdle();
    assertLag(queue, 1, 10);
    queue.runUntilIdle();
    assertLag(queue, 1, 10); // nor is asking again

    world.time.advanceSeconds(990);
    queue.runUntilIdle();
    assertLag(queue, 2, 10);
  }

  @Test
  @DisplayName("A-526 by S-12: a start before its time, by a clock that was set back, has no lag")
  void startBeforeItsTimeHasNoLag() {
    ActionQueue queue = world.open(_ -> Outcome.success(""));
    queue.pause().join();
    World.submit(queue, TaskRequest.forDefaultHandler());
    queue.runUntilIdle();
    world.time.setWallSeconds(424_142);
    queue.resume().join();
    queue.runUntilIdle();

    assertLag(queue, 1, 0);
  }

  private static void assertLag(ActionQueue queue, long count, double sum) {
    Histogram lag = queue.metrics().schedulingLag();
    long samples = 0;
    for (long bucket : lag.counts()) {
      samples += bucket;
    }
    assertThat(samples).isEqualTo(count);
    assertThat(lag.sum()).isEqualTo(sum);
  }
}
