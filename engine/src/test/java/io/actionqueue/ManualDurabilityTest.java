package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.storage.recovery.Store;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A step in manual mode makes as much durable as the engine was opened with, and no more: a sync
/// that nobody asked for is most of what a step costs.
class ManualDurabilityTest {
  @RegisterExtension final World world = World.at(1000);

  private int tasksOn(SimulatedDisk disk) throws IOException {
    return Store.load(disk, world.time, World.DIR).state().taskCount();
  }

  private void submit(int tasks, Durability durability) {
    ActionQueue queue =
        world.openWith(
            options -> options.defaultHandler(_ -> Outcome.success()).durability(durability));
    for (int i = 0; i < tasks; i++) {
      World.submit(queue, TaskRequest.forDefaultHandler());
    }
  }

  @Test
  void whereTheSystemIsTrustedAPowerFailureTakesWhatAKillLeaves() throws IOException {
    submit(10, Durability.OS);
    assertThat(tasksOn(world.disk)).isEqualTo(10);
    assertThat(tasksOn(world.disk.crashSpace().oldest().disk())).isLessThan(10);
  }

  @Test
  void whereDurableMeansSyncedAPowerFailureTakesNothing() throws IOException {
    submit(10, Durability.SYNC);
    assertThat(tasksOn(world.disk.crashSpace().oldest().disk())).isEqualTo(10);
  }
}
