package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.StateImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Who executes here keeps its leases (spec 03 §4.2), whatever is done to the wall clock.
class LeaseRenewalTest {
  private static final long LEASE_SECS = 30;

  @RegisterExtension final World world = World.at(100_000);

  private final List<Runnable> handlers = new ArrayList<>();

  private ActionQueue open() {
    return world.openWith(options ->
        options
            .leaseTimeoutSecs(LEASE_SECS)
            .handlerExecutor(handlers::add)
            .defaultHandler(_ -> Outcome.success()));
  }

  private StateImage.Lease lease(TaskId task) {
    StateImage.Lease lease = world.recordedRuns(task).getFirst().lease();
    assertThat(lease).isNotNull();
    return lease;
  }

  @Test
  void leaseIsRenewedWhenAThirdOfItIsLeft() {
    ActionQueue queue = open();
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.tick();
    world.time.advanceSeconds(19);
    queue.tick();
    assertThat(lease(task).expiry()).isEqualTo(100_030);
    world.time.advanceSeconds(1);
    queue.tick();
    assertThat(lease(task).expiry()).isEqualTo(100_050);
    assertThat(lease(task).acquiredAt()).isEqualTo(100_000);
    handlers.removeFirst().run();
    queue.tick();
  }

  /// Found by seed 27 of EngineSimulation: the leases begun after the clock had been set back
  /// waited behind an older one, whose expiry was far ahead, and ran out.
  @Test
  void leaseBegunAfterTheClockWasSetBackIsRenewedInItsTurn() {
    ActionQueue queue = open();
    TaskId before = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.tick();
    world.time.setWallSeconds(50_000);
    TaskId after = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.tick();
    world.time.advanceSeconds(20);
    queue.tick();
    assertThat(lease(before).expiry()).isEqualTo(100_030);
    assertThat(lease(after).expiry()).isEqualTo(50_050);
    handlers.forEach(Runnable::run);
    queue.tick();
  }
}
