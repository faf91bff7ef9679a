package io.actionqueue;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import org.jspecify.annotations.Nullable;

/// Task ids derived from idempotency keys (S-46).
final class IdempotencyKey {
  private IdempotencyKey() {}

  static void check(String key) {
    of(key);
  }

  static TaskId taskId(@Nullable TenantId tenant, String key) {
    return of(key).taskId(tenant);
  }

  private static io.actionqueue.core.id.IdempotencyKey of(String key) {
    return new io.actionqueue.core.id.IdempotencyKey(key);
  }
}
