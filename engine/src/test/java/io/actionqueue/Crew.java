package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.DepartmentId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/// Workers of tests: heartbeat every 10 seconds, so that they die after 30.
final class Crew {
  private Crew() {}

  static ActorId actor(int number) {
    return new ActorId(0x4000L, 0x8000_0000_0000_0000L + number);
  }

  static TenantId tenant(int number) {
    return new TenantId(0x4000L, 0x8000_0000_0000_0000L + number);
  }

  static ActorRegistration registration(int number, String... capabilities) {
    return of(number, null, null, capabilities);
  }

  static ActorRegistration ofDepartment(int number, String department, String... capabilities) {
    return of(number, new DepartmentId(department), null, capabilities);
  }

  static ActorRegistration ofTenant(int number, TenantId tenant, String... capabilities) {
    return of(number, null, tenant, capabilities);
  }

  private static ActorRegistration of(
      int number,
      @Nullable DepartmentId department,
      @Nullable TenantId tenant,
      String... capabilities) {
    return new ActorRegistration(
        actor(number), "worker-" + number, List.of(capabilities), department, 10, tenant);
  }

  static WorkerView register(ActionQueue queue, ActorRegistration registration) {
    return queue.workers().register(registration).join();
  }

  static boolean isActive(ActionQueue queue, int number) {
    return queue.workers().worker(actor(number)).join().orElseThrow().isActive();
  }

  static List<Claim> claim(ActionQueue queue, int number, int max) {
    return queue.workers().claim(ClaimRequest.by(actor(number)).max(max)).join();
  }

  /// The tasks that a worker could claim, in order.
  static List<TaskId> claimable(ActionQueue queue, int number) {
    return queue.workers().claimable(actor(number), 100).join().stream()
        .map(view -> view.run().instance().taskId())
        .toList();
  }

  /// Lets whoever answers refuse, and tells the code.
  static void assertRefused(String code, CompletableFuture<?> future) {
    ThrowingCallable join = future::join;
    assertThatThrownBy(join)
        .cause()
        .isInstanceOfSatisfying(
            ActionQueueException.Refused.class,
            refused -> org.assertj.core.api.Assertions.assertThat(refused.code()).isEqualTo(code));
  }
}
