package io.actionqueue.simulation;

import io.actionqueue.SubmitResult;
import io.actionqueue.TaskRequest;
import io.actionqueue.core.id.IdempotencyKey;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What callers ask for, what they were told, and what must be there because of it.
final class Workload {
  private static final int MAX_DEPTH = 8;

  /// How sure a caller is of a submission: it is there for good; all of it or nothing, since the
  /// engine failed under way; not at all.
  enum Standing {
    ACKNOWLEDGED,
    UNKNOWN,
    REFUSED
  }

  /// A submission.
  ///
  /// @param id the task's id
  /// @param request as it was made
  /// @param key the idempotency key, null for none
  /// @param policy how many runs
  /// @param parent null for none
  /// @param after the prerequisites
  /// @param tenant null for none
  record Order(
      TaskId id,
      TaskRequest request,
      @Nullable String key,
      RunPolicy policy,
      @Nullable TaskId parent,
      List<TaskId> after,
      @Nullable TenantId tenant) {
    /// The same of a tenant.
    Order of(TenantId owner) {
      return new Order(id, request, key, policy, parent, after, owner);
    }
  }

  private final SeededRandom random;
  private final ManualTime time;
  private final Kin kin;
  private final Additions additions;
  private final Verdicts verdicts;
  private final Map<TaskId, Order> orders = new LinkedHashMap<>();
  private final Map<TaskId, Standing> standings = new LinkedHashMap<>();
  private final Map<TaskId, Set<TaskId>> declared = new LinkedHashMap<>();
  private final Map<TaskId, Set<TaskId>> perhaps = new LinkedHashMap<>();
  private final Set<TaskId> canceled = new HashSet<>();
  private final Set<TaskId> redriven = new HashSet<>();
  private final Set<TaskId> dropped = new LinkedHashSet<>();

  /// Tasks that a process which has ended seems to have dropped: a power failure can still undo it.
  private final Set<TaskId> missing = new LinkedHashSet<>();

  private final boolean shared; // which takes more tenants to be seen
  private int count;

  Workload(SeededRandom random, Knowledge known, Verdicts verdicts) {
    kin = known.kin;
    additions = known.additions;
    shared = known.settings.selection().shared();
    this.random = random;
    time = known.time;
    this.verdicts = verdicts;
  }

  /// A new submission.
  Order next(QueueState state) {
    String key = random.chance(1, 6) ? "key-" + ++count : null;
    TenantId tenant = random.chance(shared ? 3 : 1, 5) ? tenant(random.below(2)) : null;
    TaskId id = key == null ? newId() : new IdempotencyKey(key).taskId(tenant);
    RunPolicy policy = policy();
    TaskId parent = random.chance(1, 5) ? relative(state, tenant) : null;
    var after = new ArrayList<TaskId>();
    while (after.size() < 3 && random.chance(1, 4)) {
      TaskId task = relative(state, tenant);
      if (task != null && !after.contains(task)) {
        after.add(task);
      }
    }
    if (random.chance(1, 60)) {
      after.add(stranger(id));
    }
    TaskRequest request = new Requests(random, time).next();
    var order = new Order(id, request, key, policy, parent, List.copyOf(after), tenant);
    request.runPolicy(policy).parent(parent).after(after).tenant(tenant);
    if (key == null) {
      request.id(id);
    } else {
      request.idempotencyKey(key);
    }
    return order;
  }

  /// One of many that ask for nothing but a slot here.
  Order plain() {
    TaskId id = newId();
    TenantId tenant = random.below(3) == 2 ? null : tenant(random.below(2));
    var request = TaskRequest.forDefaultHandler().id(id).tenant(tenant);
    return new Order(id, request, null, RunPolicy.ONCE, null, List.of(), tenant);
  }

  /// Itself, an unknown one, or one that is no longer there.
  private TaskId stranger(TaskId id) {
    if (dropped.isEmpty() || random.coin()) {
      return random.coin() ? id : newId();
    }
    return random.pick(List.copyOf(dropped));
  }

  private TaskId newId() {
    return new TaskId(0x4000L, 0x8000_0000_0000_0000L + ++count);
  }

  /// One of two tenants, which need not have been founded.
  static TenantId tenant(int number) {
    return new TenantId(0x4000L, 0x8000_0000_0000_0000L + number);
  }

  /// A task, mostly of the same tenant; null if none was found.
  private @Nullable TaskId relative(QueueState state, @Nullable TenantId tenant) {
    for (int i = 0; i < 3 && state.taskCount() > 0; i++) {
      TaskEntry task = random.pick(state.tasks());
      if (Objects.equals(task.spec().tenantId(), tenant) || random.chance(1, 20)) {
        return task.id();
      }
    }
    return null;
  }

  private RunPolicy policy() {
    return switch (random.below(10)) {
      case 0, 1 -> new RunPolicy.Repeat(random.between(1, 4), random.between(1, 20));
      case 2 ->
          new RunPolicy.Cron(
              random.pick("*/7 * * * * * *", "5 * * * * *", "@hourly"),
              random.chance(1, 5) ? null : Long.valueOf(random.between(1, 9)));
      default -> RunPolicy.ONCE;
    };
  }

  /// The caller was told, or was not.
  ///
  /// @param reason why it should be refused, null if it should not
  void told(Order order, @Nullable SubmitResult result, @Nullable String reason) {
    switch (result) {
      case null -> standings.putIfAbsent(order.id(), Standing.UNKNOWN);
      case SubmitResult.Accepted accepted -> {
        verdicts.expect(
            "RT-35",
            reason == null && accepted.taskId().equals(order.id()),
            () -> accepted + " although " + reason);
        standings.put(order.id(), Standing.ACKNOWLEDGED);
        kin.asked(order.id(), order.request().policy().awaitChildren());
      }
      case SubmitResult.Refused(var refusal) -> {
        verdicts.expect("RT-34", reason != null, () -> order.id() + " refused: " + refusal);
        standings.putIfAbsent(order.id(), Standing.REFUSED);
      }
    }
    orders.putIfAbsent(order.id(), order);
  }

  /// A handler was answered: when the engine looked at it is not known, so neither is why.
  void toldHandler(Order order, @Nullable SubmitResult result) {
    standings.put(
        order.id(),
        switch (result) {
          case null -> Standing.UNKNOWN;
          case SubmitResult.Accepted _ -> Standing.ACKNOWLEDGED;
          case SubmitResult.Refused _ -> Standing.REFUSED;
        });
    orders.put(order.id(), order);
    kin.asked(order.id(), order.request().policy().awaitChildren());
  }

  /// Why a submission must be refused, null if it must not (RT-33, RT-35, S-46).
  @Nullable String obstacle(QueueState state, Order order) {
    if (state.task(order.id()) != null) {
      return "the id exists";
    }
    if (order.tenant() != null && state.tenant(order.tenant()) == null) {
      return "its tenant is unknown";
    }
    TaskEntry parent = order.parent() == null ? null : state.task(order.parent());
    boolean related =
        Stream.concat(Stream.ofNullable(parent), order.after().stream().map(state::task))
            .filter(Objects::nonNull)
            .allMatch(task -> Objects.equals(task.spec().tenantId(), order.tenant()));
    if (!related) {
      return "it has relatives in another tenant";
    }
    if (order.parent() != null && (parent == null || hasEnded(state, parent))) {
      return "its parent is unknown or has ended";
    }
    int depth = 0;
    for (TaskEntry at = parent; at != null; depth++) {
      TaskId next = at.spec().parentTaskId();
      at = next == null ? null : state.task(next);
    }
    if (depth > MAX_DEPTH) {
      return "it is at depth " + depth;
    }
    if (!order.after().stream().allMatch(id -> state.task(id) != null)) {
      return "a prerequisite is unknown or itself";
    }
    TaskId above = parent != null && kin.awaits(state, parent.id()) ? parent.id() : order.id();
    boolean circle = // also by way of the id, which those who stayed may name
        order.after().stream()
            .anyMatch(id -> kin.waitsFor(state, id, above) || kin.waitsFor(state, id, order.id()));
    return circle ? "it would wait for whoever waits for it" : null;
  }

  private boolean hasEnded(QueueState state, TaskEntry task) {
    return task.isCanceled() || kin.isOver(state, task);
  }

  /// A task was made to wait for another, or may have been.
  void declared(TaskId id, TaskId prerequisite, boolean certain) {
    (certain ? declared : perhaps).computeIfAbsent(id, _ -> new HashSet<>()).add(prerequisite);
  }

  private boolean waitsForAllOf(TaskEntry task, Order order) {
    var expected = new HashSet<>(order.after());
    expected.addAll(declared.getOrDefault(task.id(), Set.of()));
    var more = new HashSet<>(task.prerequisites());
    boolean all = more.containsAll(expected);
    more.removeAll(expected);
    return all && perhaps.getOrDefault(task.id(), Set.of()).containsAll(more);
  }

  /// A task that does a failed run again.
  void redriven(TaskId id) {
    redriven.add(id);
  }

  /// Tasks are missing on the disk that were there, perhaps not for good.
  void missing(Set<TaskId> ids, QueueState found) {
    missing.addAll(ids);
    missing.removeIf(id -> found.task(id) != null);
  }

  /// The next process has opened what it found, which is durable by that.
  void opened() {
    missing.forEach(this::dropped);
    missing.clear();
  }

  /// The retention has let a task go, with all that was promised of it.
  void dropped(TaskId id) {
    dropped.add(id);
    additions.dropped(id);
    canceled.remove(id);
    redriven.remove(id);
    declared.remove(id);
    perhaps.remove(id);
  }

  boolean isDropped(TaskId id) {
    return dropped.contains(id);
  }

  /// A dropped task is asked for anew.
  void forget(TaskId id) {
    dropped.remove(id);
    standings.remove(id);
    orders.remove(id);
  }

  void canceled(TaskId id) {
    canceled.add(id);
  }

  /// An acknowledged order with an idempotency key, null if there is none. Not one that was made to
  /// wait for more since: it is no longer what was submitted (docs/testing.md §7).
  @Nullable Order keyed() {
    Set<TaskId> changed = new HashSet<>(declared.keySet());
    changed.addAll(perhaps.keySet());
    var keyed =
        orders.values().stream()
            .filter(order -> order.key() != null && !changed.contains(order.id()))
            .filter(order -> !dropped.contains(order.id()))
            .filter(order -> standings.get(order.id()) == Standing.ACKNOWLEDGED)
            .toList();
    return keyed.isEmpty() ? null : random.pick(keyed);
  }

  /// Any order made before, null if there is none.
  @Nullable Order earlier() {
    return orders.isEmpty() ? null : random.pick(List.copyOf(orders.values()));
  }

  /// RT-4, RT-34, RT-49: what was acknowledged is there with all that belongs to it, what was
  /// refused is not, and what nobody knows is there wholly or not at all.
  void check(QueueState state) {
    orders.forEach((id, order) -> {
      TaskEntry task = state.task(id);
      Standing standing = standings.get(id);
      if (missing.contains(id)) {
        return;
      }
      if (dropped.contains(id)) {
        verdicts.expect("S-21", task == null, () -> id + " was dropped and is there");
        return;
      }
      if (task == null) {
        verdicts.expect(
            "RT-49", standing != Standing.ACKNOWLEDGED, () -> id + " was acknowledged and is gone");
        return;
      }
      boolean refused = standing == Standing.REFUSED;
      verdicts.expect("RT-34", !refused, () -> id + " was refused and is there");
      boolean whole = additions.isWhole(task, order.policy());
      verdicts.expect("RT-4", whole, () -> id + " has " + task.runCount() + " runs");
      verdicts.expect(
          "D2",
          waitsForAllOf(task, order),
          () -> id + " waits for " + task.prerequisites() + ", not " + order.after());
    });
    additions.check(state, missing::contains, verdicts);
    for (TaskId id : redriven) {
      verdicts.expect(
          "RT-49",
          state.task(id) != null || missing.contains(id),
          () -> id + " was redriven and is gone");
    }
    for (TaskId id : canceled) {
      TaskEntry task = state.task(id);
      verdicts.expect(
          "RT-36",
          missing.contains(id)
              || (task != null && task.isCanceled() && task.terminalRuns() == task.runCount()),
          () -> id + " was canceled and is not");
    }
    for (TaskEntry task : state.tasks()) {
      verdicts.expect(
          "RT-34",
          orders.containsKey(task.id()) || state.extensions().originalOf(task.id()) != null,
          () -> task.id() + " was never submitted");
    }
  }
}
