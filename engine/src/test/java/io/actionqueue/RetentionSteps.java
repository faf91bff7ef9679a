package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/// What tests of retention do over and over: an engine that takes snapshots only when it is asked,
/// tasks that end, and a look at what is left.
final class RetentionSteps {
  private RetentionSteps() {}

  static ActionQueue open(World world, Retention retention) {
    return world.openWith(options ->
        options
            .defaultHandler(_ -> Outcome.success())
            .snapshotEventThreshold(OptionalLong.empty())
            .retention(retention));
  }

  /// The tasks that the state holds.
  static List<TaskId> ids(ActionQueue queue) {
    return queue.tasks(new TaskQuery(1000, 0, null)).join().items().stream()
        .map(view -> view.spec().id())
        .toList();
  }

  static SnapshotInfo snapshot(ActionQueue queue) {
    CompletableFuture<SnapshotInfo> done = queue.snapshot();
    queue.tick();
    queue.tick();
    assertThat(done).isDone();
    return done.join();
  }

  /// A task that has ended.
  static TaskId ended(ActionQueue queue) {
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.runUntilIdle();
    return task;
  }
}
