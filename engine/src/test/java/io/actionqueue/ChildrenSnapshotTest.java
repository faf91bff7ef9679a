package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.command.TaskCancel;
import io.actionqueue.core.command.TaskCreate;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Children at one moment (spec 03 §8.5)..
final class ChildrenSnapshotTest {
  private static final TaskId ONE = TaskId.of(new UUID(1, 1));
  private static final TaskId OTHER = TaskId.of(new UUID(1, 2));

  @RegisterExtension final World world = World.at(1000);
  private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();

  @Test
  void withoutChildrenNothingHasEnded() {
    assertThat(new ChildrenSnapshot(List.of()).allTerminal()).isFalse();
  }

  @Test
  void oneOpenChildKeepsTheWholeOpen() {
    var ended = new ChildrenSnapshot.Child(ONE, List.of(), true);
    var open = new ChildrenSnapshot.Child(OTHER, List.of(), false);
    assertThat(new ChildrenSnapshot(List.of(ended)).allTerminal()).isTrue();
    assertThat(new ChildrenSnapshot(List.of(ended, open)).allTerminal()).isFalse();
  }

  @Test
  void childrenAreFoundByTheirId() {
    var child = new ChildrenSnapshot.Child(ONE, List.of(), true);
    var snapshot = new ChildrenSnapshot(List.of(child));
    assertThat(snapshot.child(ONE)).contains(child);
    assertThat(snapshot.child(OTHER)).isEmpty();
  }

  private static Outcome answer(RunContext context) {
    boolean second = context.scheduledAt() > 1000;
    return second ? Outcome.fail("as told") : Outcome.success();
  }

  private ActionQueue open() {
    return world.openWith(
        options -> options.handlerExecutor(held::add).defaultHandler(ChildrenSnapshotTest::answer));
  }

  private static TaskRequest request(String payload) {
    return TaskRequest.forDefaultHandler().payload(payload);
  }

  private static ChildrenSnapshot children(ActionQueue queue, TaskId parent) {
    return queue.workflow().children(parent).join().orElseThrow();
  }

  private void returnAll(ActionQueue queue) {
    for (Runnable next = held.poll(); next != null; next = held.poll()) {
      next.run();
    }
    queue.tick();
  }

  private static TaskId parent(ActionQueue queue) {
    return World.submit(queue, request("parent").runPolicy(new RunPolicy.Cron("0 0 0 1 1 *", 1L)));
  }

  /// a child that has completed is terminal, one that runs is not.
  @Test
  void aRunningChildIsOpenAndACompletedOneIsNot() {
    ActionQueue queue = open();
    TaskId parent = parent(queue);
    TaskId child = World.submit(queue, request("child").parent(parent));
    queue.tick();
    ChildrenSnapshot running = children(queue, parent);
    assertThat(running.child(child).orElseThrow().runs().getFirst().state())
        .isEqualTo(RunState.RUNNING);
    assertThat(running.allTerminal()).isFalse();
    returnAll(queue);
    assertThat(children(queue, parent).child(child).orElseThrow().allTerminal()).isTrue();
    assertThat(children(queue, parent).allTerminal()).isTrue();
  }

  /// with one run completed and one to come a child is not terminal; with one
  /// completed and one failed it is.
  @Test
  void aChildIsTerminalWhenAllItsRunsAre() {
    ActionQueue queue = open();
    TaskId parent = parent(queue);
    TaskId child = World.submit(queue, request("child").parent(parent).repeat(2, 100));
    queue.tick();
    returnAll(queue);
    assertThat(states(queue, parent, child))
        .containsExactly(RunState.COMPLETED, RunState.SCHEDULED);
    assertThat(children(queue, parent).allTerminal()).isFalse();
    world.time.advanceSeconds(100);
    queue.tick();
    returnAll(queue);
    assertThat(states(queue, parent, child)).containsExactly(RunState.COMPLETED, RunState.FAILED);
    assertThat(children(queue, parent).allTerminal()).isTrue();
  }

  private static List<RunState> states(ActionQueue queue, TaskId parent, TaskId child) {
    return children(queue, parent).child(child).orElseThrow().runs().stream()
        .map(ChildrenSnapshot.ChildRun::state)
        .toList();
  }

  /// a child without runs is not terminal and reports none.
  @Test
  void aChildWithoutRunsIsNotTerminal() {
    ActionQueue queue = open();
    TaskId parent = parent(queue);
    world.close();
    TaskSpec bare = TaskSpec.of(ONE, TaskPayload.EMPTY).withParent(parent);
    world.write(new TaskCreate(bare, 1000), new TaskCancel(ONE, 1000)); // as old logs have it
    queue = open();
    ChildrenSnapshot.Child child = children(queue, parent).child(ONE).orElseThrow();
    assertThat(child.runs()).isEmpty();
    assertThat(child.allTerminal()).isFalse();
    assertThat(children(queue, parent).allTerminal()).isFalse();
  }
}
