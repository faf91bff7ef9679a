package io.actionqueue.core.schedule;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.cron.CronExpression;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.task.RunPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Computes the runs that a policy implies (spec 03 §1). Pure but for the ids that it takes.
///
/// | policy | slots |
/// |---|---|
/// | Once | the instant of derivation |
/// | Repeat | `origin + i × interval` for every `i` up to `count − 1`, all at once |
/// | Cron | the next matching instants, at most [CronWindow#SIZE] live runs at a time |
///
/// All instants and intervals are unsigned 64-bit seconds.
public final class RunDerivation {
  /// The longest list that a derivation returns.
  private static final int MAX_LIST = Integer.MAX_VALUE - 8;

  private final Supplier<RunId> ids;

  private RunDerivation(Supplier<RunId> ids) {
    this.ids = ids;
  }

  /// A derivation whose runs get their ids from a supplier.
  public static RunDerivation of(Supplier<RunId> ids) {
    return new RunDerivation(ids);
  }

  /// The runs that a task still lacks at submission, or when a submission is completed later.
  ///
  /// @param task the task
  /// @param policy its policy
  /// @param alreadyDerived how many runs were derived before; not negative
  /// @param origin the instant of the task's creation, from which Repeat and Cron count
  /// @param now `created_at` of the new runs, and the slot of a Once run
  public Derivation derive(
      TaskId task, RunPolicy policy, long alreadyDerived, long origin, long now) {
    return switch (policy) {
      case RunPolicy.Once _ -> once(task, alreadyDerived, now);
      case RunPolicy.Repeat repeat -> repeat(task, repeat, alreadyDerived, origin, now);
      case RunPolicy.Cron cron ->
          alreadyDerived > 0
              ? new Derivation.Derived(List.of(), alreadyDerived)
              : refill(task, cron, new CronWindow(0, 0, null), origin, now);
    };
  }

  /// The runs that fill a cron task's window up again. Two refills never name the same slot as long
  /// as the first one's runs are in the second one's window.
  ///
  /// @param task the task; not canceled
  /// @param policy its policy
  /// @param window how far the task has come
  /// @param now `created_at` of the new runs
  public Derivation refill(TaskId task, RunPolicy.Cron policy, CronWindow window, long now) {
    return refill(task, policy, window, now, now);
  }

  /// The runs that a task of fixed size should have and has not, as after a submission that a crash
  /// cut in half (spec 03 §1.7). Never more than the policy implies. A cron task is refilled
  /// instead and gets none here.
  ///
  /// @param task the task; not canceled
  /// @param policy its policy
  /// @param present `scheduled_at` of every run that it has, unsigned
  /// @param origin the instant of the task's creation
  /// @param now `created_at` of the new runs
  public Derivation complete(
      TaskId task, RunPolicy policy, Collection<Long> present, long origin, long now) {
    return switch (policy) {
      case RunPolicy.Once _ ->
          build(task, present.isEmpty() ? new long[] {origin} : new long[0], now, 1);
      case RunPolicy.Repeat repeat -> completeRepeat(task, repeat, present, origin, now);
      case RunPolicy.Cron _ -> new Derivation.Derived(List.of(), present.size());
    };
  }

  private Derivation completeRepeat(
      TaskId task, RunPolicy.Repeat policy, Collection<Long> present, long origin, long now) {
    long room = Math.max(0, policy.count() - present.size());
    String obstacle = obstacle(policy, policy.count() - room, origin);
    if (!obstacle.isEmpty()) {
      return new Derivation.ArithmeticOverflow("Repeat", obstacle);
    }
    var known = Set.copyOf(present);
    var slots = new long[(int) room];
    int found = 0;
    for (long i = 0; i < policy.count() && found < slots.length; i++) {
      long slot = origin + i * policy.intervalSecs();
      if (!known.contains(slot)) {
        slots[found++] = slot;
      }
    }
    return build(task, slots, now, policy.count());
  }

  private Derivation once(TaskId task, long alreadyDerived, long now) {
    if (alreadyDerived > 1) {
      return new Derivation.ArithmeticOverflow(
          "Once", "already_derived " + alreadyDerived + " exceeds the single run of the policy");
    }
    return build(task, alreadyDerived == 0 ? new long[] {now} : new long[0], now, 1);
  }

  private Derivation repeat(
      TaskId task, RunPolicy.Repeat policy, long alreadyDerived, long origin, long now) {
    String obstacle = obstacle(policy, alreadyDerived, origin);
    if (!obstacle.isEmpty()) {
      return new Derivation.ArithmeticOverflow("Repeat", obstacle);
    }
    var slots = new long[(int) (policy.count() - alreadyDerived)];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = origin + (alreadyDerived + i) * policy.intervalSecs();
    }
    return build(task, slots, now, policy.count());
  }

  /// What stands against deriving a Repeat policy; empty if nothing does. The largest slot is
  /// checked, also when it was derived before.
  private static String obstacle(RunPolicy.Repeat policy, long alreadyDerived, long origin) {
    if (alreadyDerived > policy.count()) {
      return "already_derived " + alreadyDerived + " exceeds count " + policy.count();
    }
    long maxIndex = policy.count() - 1;
    String product =
        "multiplication " + maxIndex + " * " + Long.toUnsignedString(policy.intervalSecs());
    if (Math.unsignedMultiplyHigh(maxIndex, policy.intervalSecs()) != 0) {
      return product + " overflows 64 bits";
    }
    long offset = maxIndex * policy.intervalSecs();
    if (Long.compareUnsigned(origin + offset, origin) < 0) {
      return "addition "
          + Long.toUnsignedString(origin)
          + " + "
          + Long.toUnsignedString(offset)
          + " overflows 64 bits";
    }
    return policy.count() - alreadyDerived > MAX_LIST
        ? (policy.count() - alreadyDerived) + " runs exceed a list's " + MAX_LIST
        : "";
  }

  /// Without a run to continue from, an occurrence at `origin` itself is the first.
  private Derivation refill(
      TaskId task, RunPolicy.Cron policy, CronWindow window, long origin, long now) {
    int room = window.room(policy.maxOccurrences());
    if (room == 0) {
      return new Derivation.Derived(List.of(), window.total());
    }
    Long latest = window.latestSlot();
    long after = latest != null ? latest : origin == 0 ? 0 : origin - 1;
    long[] slots = CronExpression.parse(policy.expression()).firings(after, room);
    return build(task, slots, now, window.total() + slots.length);
  }

  private Derivation build(TaskId task, long[] slots, long now, long total) {
    if (task.isNil() && slots.length > 0) {
      return new Derivation.InvalidTaskIdForRunConstruction(task);
    }
    var runs = new ArrayList<RunInstance>(slots.length);
    for (long slot : slots) {
      try {
        runs.add(RunInstance.scheduled(ids.get(), task, slot, now));
      } catch (InvalidValue refusal) {
        return new Derivation.RunConstructionFailed(task, refusal);
      }
    }
    return new Derivation.Derived(runs, total);
  }
}
