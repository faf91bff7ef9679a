package io.actionqueue.client;

import io.actionqueue.client.wire.ActorOrder;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who a [Worker] is and what it can do. Mutable while it is put together, confined to one thread.
public final class WorkerOptions {
  private static final int MAX_CONCURRENCY = 1000;
  private static final int MAX_WAIT_SECS = 60;

  final String identity;
  final Map<String, WorkerHandler> handlers = new LinkedHashMap<>();
  ActorId actor;
  int concurrency = 4;
  long leaseSecs = 60;
  long heartbeatSecs = 10;
  long waitSecs = 5;
  private @Nullable TenantId tenant;
  private @Nullable String department;

  private WorkerOptions(String identity) {
    this.identity = identity;
    this.actor = ActorId.parse(named(identity));
  }

  /// A worker of a name, which no other active worker may have. Its id is made from the name, so
  /// that a worker which comes back takes its own place.
  public static WorkerOptions of(String identity) {
    return new WorkerOptions(identity);
  }

  private static String named(String identity) {
    byte[] name = ("actionqueue worker " + identity).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(name).toString();
  }

  /// The worker's id, where a token is bound to one.
  public WorkerOptions actor(ActorId id) {
    actor = id;
    return this;
  }

  /// What is done with the runs of an action; at least one is needed. The actions are the worker's
  /// capabilities.
  public WorkerOptions handler(String action, WorkerHandler handler) {
    handlers.put(action, handler);
    return this;
  }

  /// How many runs it executes at once, 1 to 1000; 4 by default.
  public WorkerOptions concurrency(int runs) {
    concurrency = (int) inRange("concurrency", runs, 1, MAX_CONCURRENCY);
    return this;
  }

  /// How long a claim lasts without a heartbeat, 3 to 86,400 s; 60 by default. It is extended three
  /// times as often.
  public WorkerOptions leaseSecs(long seconds) {
    leaseSecs = inRange("leaseSecs", seconds, 3, 86_400);
    return this;
  }

  /// How often it gives a sign of life, 1 to 3600 s; 10 by default. Silent for three times as long
  /// it counts as dead, and what it holds is given to others.
  public WorkerOptions heartbeatSecs(long seconds) {
    heartbeatSecs = inRange("heartbeatSecs", seconds, 1, 3600);
    return this;
  }

  /// How long a claim waits for runs, 0 to 60 s; 5 by default. A stop waits for the claim.
  public WorkerOptions waitSecs(long seconds) {
    waitSecs = inRange("waitSecs", seconds, 0, MAX_WAIT_SECS);
    return this;
  }

  /// Works for this tenant; by default for none, or for that of its token.
  public WorkerOptions tenant(TenantId id) {
    tenant = id;
    return this;
  }

  /// Belongs to this department, 1 to 128 bytes; by default to none.
  public WorkerOptions department(String name) {
    department = name;
    return this;
  }

  private static long inRange(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " must be from " + least + " to " + most + ", was " + value);
    }
    return value;
  }

  ActorOrder registration() {
    return new ActorOrder(
        actor, identity, List.copyOf(handlers.keySet()), heartbeatSecs, department, tenant);
  }
}
