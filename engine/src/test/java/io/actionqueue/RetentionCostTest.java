package io.actionqueue;

import static io.actionqueue.RetentionSteps.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.AwaitChildren;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A retention costs what has ended, once.
class RetentionCostTest {
  @RegisterExtension final World world = World.at(1000);

  private ActionQueue open(Retention retention) {
    return RetentionSteps.open(world, retention);
  }

  /// Were all runs of a task, or all children of one, looked at for each of them, this would take
  /// minutes.
  @Test
  void openingLooksAtEachRunAndEachChildOnce() {
    int many = 100_000;
    ActionQueue queue = open(Retention.forever());
    TaskId repeated = World.submit(queue, TaskRequest.forDefaultHandler().repeat(many, 60));
    TaskId parent =
        World.submit(
            queue,
            TaskRequest.forDefaultHandler()
                .awaitChildren(AwaitChildren.IGNORE_FAILURES)
                .repeat(2, 60));
    submitChildren(queue, parent, many);
    for (TaskId each : List.of(repeated, parent)) {
      queue.cancelTask(each).join();
    }
    queue.close();
    ActionQueue later = open(Retention.forever().maxTasks(0));
    assertThat(snapshot(later).tasksDropped()).isEqualTo(many + 2);
    assertThat(later.tasks(TaskQuery.FIRST).join().total()).isZero();
  }

  /// The same for a family that is canceled while the engine runs: its parent ends with each child
  /// once more.
  @Test
  void cancelingAFamilyLooksAtEachChildOnce() {
    int many = 100_000;
    ActionQueue queue = open(Retention.forever().maxTasks(0));
    TaskId parent =
        World.submit(
            queue, TaskRequest.forDefaultHandler().awaitChildren(AwaitChildren.IGNORE_FAILURES));
    submitChildren(queue, parent, many);
    queue.cancelTask(parent).join();
    assertThat(snapshot(queue).tasksDropped()).isEqualTo(many + 1);
  }

  private static void submitChildren(ActionQueue queue, TaskId parent, int many) {
    List<TaskRequest> children = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      children.add(TaskRequest.of("nobody does this").parent(parent));
    }
    queue.submitAll(children);
    queue.tick();
  }
}
