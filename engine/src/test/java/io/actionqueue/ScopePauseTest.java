package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.command.TenantCreate;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.HoldPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Pausing an action, a key or a tenant (03-W-33, spec 03 §12.4).
class ScopePauseTest {
  private static final TenantId TENANT = new TenantId(7, 1);
  private static final Scope MAIL = new Scope.Action("mail");

  @RegisterExtension final World world = World.at(1_000_000);

  private ActionQueue open() {
    return world.openWith(options ->
        options.handler("mail", _ -> Outcome.success()).handler("call", _ -> Outcome.success()));
  }

  @Test
  void aPausedActionDoesNotStartAndOthersDo() {
    ActionQueue queue = open();
    assertThat(queue.limits().pause(MAIL).join()).isTrue();
    assertThat(queue.limits().pause(MAIL).join()).isFalse();
    TaskId mail = World.submit(queue, TaskRequest.of("mail").priority(9));
    TaskId call = World.submit(queue, TaskRequest.of("call"));
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, call)).isEqualTo(RunState.COMPLETED);
    assertThat(World.stateOf(queue, mail)).isEqualTo(RunState.READY);
    BlockReason reason = World.onlyRun(queue, mail).blockedBy().getFirst();
    assertThat(reason.code()).isEqualTo("paused");
    assertThat(reason.detail()).isEqualTo("action mail is paused");
    assertThat(queue.limits().paused().join()).containsExactly(MAIL);
    assertThat(queue.limits().resume(MAIL).join()).isTrue();
    assertThat(queue.limits().resume(MAIL).join()).isFalse();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, mail)).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void keysAndTenantsCanBePausedToo() {
    world.write(new TenantCreate(TENANT, "acme", 1_000_000));
    ActionQueue queue = open();
    queue.limits().pause(new Scope.Key(null, "k")).join();
    queue.limits().pause(new Scope.Tenant(TENANT)).join();
    TaskId keyed =
        World.submit(
            queue, TaskRequest.of("mail").concurrencyKey("k", HoldPolicy.HOLD_DURING_RETRY));
    TaskId owned = World.submit(queue, TaskRequest.of("mail").tenant(TENANT));
    TaskId free = World.submit(queue, TaskRequest.of("mail"));
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, free)).isEqualTo(RunState.COMPLETED);
    assertThat(World.stateOf(queue, keyed)).isEqualTo(RunState.READY);
    assertThat(World.stateOf(queue, owned)).isEqualTo(RunState.READY);
    queue.limits().resume(new Scope.Tenant(TENANT)).join();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, owned)).isEqualTo(RunState.COMPLETED);
    assertThat(World.stateOf(queue, keyed)).isEqualTo(RunState.READY);
  }

  /// A run behind two pauses goes when both have ended, whichever ends first.
  @Test
  void bothOfTwoPausesMustEnd() {
    world.write(new TenantCreate(TENANT, "acme", 1_000_000));
    ActionQueue queue = open();
    queue.limits().pause(MAIL).join();
    queue.limits().pause(new Scope.Tenant(TENANT)).join();
    TaskId task = World.submit(queue, TaskRequest.of("mail").tenant(TENANT));
    queue.runUntilIdle();
    queue.limits().resume(MAIL).join();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.READY);
    queue.limits().resume(new Scope.Tenant(TENANT)).join();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void aPauseSurvivesAKill() {
    ActionQueue queue = open();
    queue.limits().pause(MAIL).join();
    TaskId mail = World.submit(queue, TaskRequest.of("mail"));
    world.kill();
    ActionQueue again = open();
    again.runUntilIdle();
    assertThat(World.stateOf(again, mail)).isEqualTo(RunState.READY);
    again.limits().resume(MAIL).join();
    world.kill();
    ActionQueue third = open();
    third.runUntilIdle();
    assertThat(World.stateOf(third, mail)).isEqualTo(RunState.COMPLETED);
  }
}
