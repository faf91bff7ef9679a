package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.command.TenantCreate;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Which Ready run starts next: ageing, fairness between tenants, another priority (03-W-33, spec
/// 03 §12.4; S-38).
class SelectionTest {
  private static final TenantId A = new TenantId(7, 1);
  private static final TenantId B = new TenantId(7, 2);

  @RegisterExtension final World world = World.at(1_000_000);
  private final List<String> started = new ArrayList<>();

  private Outcome note(RunContext context) {
    started.add(context.spec().metadata().tags().getFirst());
    return Outcome.success();
  }

  /// Submits a second after what was submitted before, so that it is due behind that.
  private TaskId submit(ActionQueue queue, String name, int priority, @Nullable TenantId tenant) {
    world.time.advanceSeconds(1);
    return World.submit(
        queue,
        TaskRequest.forDefaultHandler().tags(List.of(name)).priority(priority).tenant(tenant));
  }

  @Test
  void withoutAgeingPriorityIsStrict() {
    ActionQueue queue = world.openWith(options -> options.defaultHandler(this::note));
    queue.pause().join();
    submit(queue, "old", 0, null);
    world.time.advanceSeconds(100_000);
    submit(queue, "urgent", 1, null);
    queue.resume().join();
    queue.runUntilIdle();
    assertThat(started).containsExactly("urgent", "old");
  }

  @Test
  void withAgeingWaitingMakesUpForPriority() {
    ActionQueue queue =
        world.openWith(
            options -> options.priorityAgeing(Duration.ofSeconds(60)).defaultHandler(this::note));
    queue.pause().join();
    submit(queue, "old", 0, null);
    world.time.advanceSeconds(300);
    submit(queue, "too late", 5, null);
    submit(queue, "urgent enough", 6, null);
    submit(queue, "lowest", -1, null);
    queue.resume().join();
    queue.runUntilIdle();
    assertThat(started).containsExactly("urgent enough", "old", "too late", "lowest");
  }

  @Test
  void tenantsShareStartsByTheirWeights() {
    world.write(new TenantCreate(A, "a", 1_000_000), new TenantCreate(B, "b", 1_000_000));
    ActionQueue queue =
        world.openWith(options -> options.shareBetweenTenants().defaultHandler(this::note));
    queue.limits().weight(A, 3).join();
    queue.pause().join();
    for (int i = 0; i < 40; i++) {
      submit(queue, "a", 9, A);
    }
    for (int i = 0; i < 40; i++) {
      submit(queue, "b", 0, B);
    }
    queue.resume().join();
    queue.runUntilIdle();
    assertThat(started.subList(0, 40).stream().filter("a"::equals).count()).isBetween(28L, 32L);
    assertThat(started.subList(0, 8)).contains("a", "b");
    assertThat(started).hasSize(80);
  }

  @Test
  void aTenantThatWasIdleDoesNotSaveUp() {
    world.write(new TenantCreate(A, "a", 1_000_000), new TenantCreate(B, "b", 1_000_000));
    ActionQueue queue =
        world.openWith(options -> options.shareBetweenTenants().defaultHandler(this::note));
    for (int i = 0; i < 50; i++) {
      submit(queue, "a", 0, A);
    }
    queue.runUntilIdle();
    started.clear();
    queue.pause().join();
    for (int i = 0; i < 20; i++) {
      submit(queue, "a", 0, A);
      submit(queue, "b", 0, B);
    }
    queue.resume().join();
    queue.runUntilIdle();
    assertThat(started.subList(0, 20).stream().filter("b"::equals).count()).isBetween(9L, 11L);
  }

  @Test
  void weightsSurviveAKill() {
    world.write(new TenantCreate(A, "a", 1_000_000));
    ActionQueue queue = world.openWith(options -> options.defaultHandler(this::note));
    queue.limits().weight(A, 5).join();
    world.kill();
    assertThat(world.recorded().extensions().weight(A)).isEqualTo(5);
  }

  /// A Ready run gets another priority: upwards and downwards, and again after a crash.
  @Test
  void aReadyRunGetsAnotherPriority() {
    ActionQueue queue =
        world.openWith(options -> options.dispatchConcurrency(1).defaultHandler(this::note));
    queue.limits().pause(new io.actionqueue.core.policy.Scope.Action("")).join();
    TaskId first = submit(queue, "first", 0, null);
    submit(queue, "second", 0, null);
    TaskId third = submit(queue, "third", 0, null);
    queue.runUntilIdle();
    queue.limits().reprioritise(World.runOf(queue, third), 5).join();
    queue.limits().reprioritise(World.runOf(queue, first), -5).join();
    world.kill();
    ActionQueue again =
        world.openWith(options -> options.dispatchConcurrency(1).defaultHandler(this::note));
    again.limits().resume(new io.actionqueue.core.policy.Scope.Action("")).join();
    again.runUntilIdle();
    assertThat(started).containsExactly("third", "second", "first");
  }

  @Test
  void aPriorityCountsAtOnce() {
    List<Runnable> held = new ArrayList<>();
    ActionQueue queue =
        world.openWith(options ->
            options.dispatchConcurrency(1).handlerExecutor(held::add).defaultHandler(this::note));
    submit(queue, "running", 0, null);
    TaskId first = submit(queue, "first", 0, null);
    submit(queue, "second", 0, null);
    queue.tick();
    queue.limits().reprioritise(World.runOf(queue, first), -1).join();
    for (int i = 0; i < 3; i++) {
      held.removeFirst().run();
      queue.tick();
    }
    assertThat(started).containsExactly("running", "second", "first");
  }
}
