package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import java.util.ArrayList;
import java.util.List;
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
    List<Runnable> jobs = new ArrayList<>();
    ActionQueue queue =
        world.openWith(options ->
            options
                .defaultHandler(_ -> Outcome.success(""))
                .dispatchConcurrency(1)
                .handlerExecutor(jobs::add));
    TaskId one = World.submit(queue, TaskRequest.forDefaultHandler());
    TaskId other = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.tick(); // one executes, the other is ready and finds no slot
    assertThat(List.of(World.stateOf(queue, one), World.stateOf(queue, other)))
        .containsExactlyInAnyOrder(RunState.RUNNING, RunState.READY);
    world.time.setWallSeconds(424_142);
    jobs.removeFirst().run();
    queue.tick();
    jobs.removeFirst().run();
    queue.runUntilIdle();

    assertThat(World.stateOf(queue, other)).isEqualTo(RunState.COMPLETED);
    assertLag(queue, 2, 0);
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
