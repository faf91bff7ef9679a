package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.RunPolicy;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Why a run was canceled, told after a recovery too (spec 03 §8.1.4, §8.2.3; 03-W-43).
class CauseTest {
  @RegisterExtension final World world = World.at(1000);

  private ActionQueue open() {
    return world.openWith(options ->
        options
            .snapshotEventThreshold(OptionalLong.empty())
            .retention(Retention.forever().maxTasks(1))
            .defaultHandler(context ->
                context.payload().toUtf8().equals("fail")
                    ? Outcome.fail("as told")
                    : Outcome.success()));
  }

  private static TaskRequest request(String payload) {
    return TaskRequest.forDefaultHandler().payload(payload);
  }

  private static String why(ActionQueue queue, TaskId task) {
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.CANCELED);
    return queue.explain(World.runOf(queue, task)).join().summary();
  }

  private static String because(TaskId prerequisite) {
    return "The run has ended: canceled, because its prerequisite "
        + prerequisite
        + " did not succeed.";
  }

  private static String with(TaskId parent) {
    return "The run has ended: canceled, with its parent " + parent + ".";
  }

  /// Nothing is written for it, and yet a recovery tells the same.
  @Test
  void cascadesTellTheirCauseAfterARecovery() {
    ActionQueue queue = open();
    TaskId root = World.submit(queue, request("fail"));
    TaskId second = World.submit(queue, request("x").after(List.of(root)));
    TaskId third = World.submit(queue, request("x").after(List.of(second)));
    TaskId parent = World.submit(queue, request("x").repeat(1, 1).after(List.of(root)));
    TaskId child = World.submit(queue, later("x").parent(parent));
    queue.runUntilIdle();
    for (int life = 0; life < 2; life++) {
      assertThat(why(queue, second)).isEqualTo(because(root));
      assertThat(why(queue, third)).isEqualTo(because(second));
      assertThat(why(queue, child)).isEqualTo(with(parent));
      world.kill();
      assertThat(world.recorded().image().extensions()).isEmpty();
      queue = open();
    }
  }

  /// What somebody ordered has no other cause, whatever fails later.
  @Test
  void aLaterFailureIsNoCause() {
    ActionQueue queue = open();
    queue.pause().join();
    TaskId root = World.submit(queue, request("fail"));
    TaskId ordered = World.submit(queue, request("x").after(List.of(root)));
    queue.cancelTask(ordered).join();
    world.time.advanceSeconds(1);
    queue.resume().join();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, root)).isEqualTo(RunState.FAILED);
    assertThat(why(queue, ordered)).isEqualTo("The run has ended: canceled.");
  }

  /// A prerequisite that fails later, by its children, whose own run had succeeded before, is not
  /// the cause; nor is one that is canceled later.
  @Test
  void aLaterFailureThroughChildrenIsNoCause() {
    ActionQueue queue = open();
    TaskId awaiting =
        World.submit(
            queue, request("x").id(World.task(1)).awaitChildren(AwaitChildren.FAIL_PARENT));
    TaskId child = World.submit(queue, later("x").parent(awaiting));
    queue.runUntilIdle();
    world.time.advanceSeconds(10);
    TaskId failing = World.submit(queue, request("fail").id(World.task(2)).repeat(1, 1));
    TaskId dependent = World.submit(queue, request("x").after(List.of(awaiting, failing)));
    queue.runUntilIdle();
    assertThat(why(queue, dependent)).isEqualTo(because(failing));
    world.time.advanceSeconds(10);
    queue.cancelTask(child).join();
    queue.cancelTask(failing).join();
    assertThat(queue.workflow().status(awaiting).join()).isEqualTo(TaskStatus.FAILED);
    for (int life = 0; life < 2; life++) {
      assertThat(why(queue, dependent)).isEqualTo(because(failing));
      world.kill();
      queue = open();
    }
  }

  /// And where the failure through the children comes first, it is the cause.
  @Test
  void aFailureThroughChildrenIsACause() {
    ActionQueue queue = open();
    TaskId later = World.submit(queue, later("x").id(World.task(1)));
    TaskId awaiting =
        World.submit(
            queue, request("x").id(World.task(2)).awaitChildren(AwaitChildren.FAIL_PARENT));
    TaskId child = World.submit(queue, later("x").parent(awaiting));
    TaskId dependent = World.submit(queue, request("x").after(List.of(later, awaiting)));
    queue.runUntilIdle();
    world.time.advanceSeconds(10);
    queue.cancelTask(child).join();
    world.time.advanceSeconds(10);
    queue.cancelTask(later).join();
    assertThat(why(queue, dependent)).isEqualTo(because(awaiting));
  }

  /// Children that wait for each other are canceled with their parent, not because of each other.
  @Test
  void siblingsAreCanceledWithTheirParent() {
    ActionQueue queue = open();
    TaskId parent = World.submit(queue, later("x"));
    TaskId first = World.submit(queue, later("x").parent(parent));
    TaskId second = World.submit(queue, later("x").parent(parent).after(List.of(first)));
    queue.cancelTask(parent).join();
    assertThat(why(queue, first)).isEqualTo(with(parent));
    assertThat(why(queue, second)).isEqualTo(with(parent));
  }

  /// When retention drops the cause before the effect, the cause is noted.
  @Test
  void aCauseThatIsDroppedIsNoted() {
    ActionQueue queue = open();
    TaskId root = World.submit(queue, request("fail"));
    TaskId dependent = World.submit(queue, request("x").after(List.of(root)));
    queue.runUntilIdle();
    dropAllButOne(queue);
    assertThat(queue.task(root).join()).isEmpty();
    assertThat(why(queue, dependent)).isEqualTo(because(root));
    world.kill();
    assertThat(why(open(), dependent)).isEqualTo(because(root));
  }

  @Test
  void aParentThatIsDroppedIsNoted() {
    ActionQueue queue = open();
    TaskId parent = World.submit(queue, later("x"));
    TaskId child = World.submit(queue, later("x").parent(parent));
    queue.cancelTask(parent).join();
    dropAllButOne(queue);
    assertThat(queue.task(parent).join()).isEmpty();
    assertThat(why(queue, child)).isEqualTo(with(parent));
  }

  private static TaskRequest later(String payload) {
    return request(payload).runPolicy(new RunPolicy.Cron("0 0 0 1 1 *", 1L));
  }

  private static void dropAllButOne(ActionQueue queue) {
    var written = queue.snapshot();
    queue.tick();
    queue.tick();
    assertThat(written.join().tasksDropped()).isEqualTo(1);
  }
}
