package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Which form an engine writes its snapshots in (S-61).
class SnapshotFormTest {
  @RegisterExtension final World world = World.at(1_000_000);

  /// The file of a snapshot that is written now.
  private static String snapshot(ActionQueue queue) {
    var written = queue.snapshot();
    queue.tick();
    queue.tick();
    return written.join().file();
  }

  @Test
  void aSmallStateGetsTheOriginalsForm() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    World.submit(queue, TaskRequest.forDefaultHandler());
    assertThat(snapshot(queue)).endsWith("snapshot.bin");
  }

  @Test
  void theNativeFormCanBeAskedForAndIsReadAgainWithoutBeingAskedFor() {
    ActionQueue queue =
        world.openWith(options -> options.nativeSnapshots().defaultHandler(_ -> Outcome.success()));
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.runUntilIdle();
    assertThat(snapshot(queue)).endsWith(".aqs");
    world.kill();
    ActionQueue again = world.open(_ -> Outcome.success());
    assertThat(again.opening().snapshotEvents()).isPositive();
    assertThat(World.stateOf(again, task)).isEqualTo(RunState.COMPLETED);
    assertThat(snapshot(again)).endsWith("snapshot.bin");
  }
}
