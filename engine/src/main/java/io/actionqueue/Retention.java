package io.actionqueue;

import io.actionqueue.core.InvalidValue;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// Which ended tasks leave the state, with all their runs, when a snapshot is written (S-21).
/// Immutable.
///
/// A task has ended when none of its runs can go on. It stays in any case while a task that depends
/// on it, a child of it, or a parent that waits for it has not ended; the children of a parent that
/// fails with them stay as long as it does. The promise of an idempotency key lasts as long as its
/// task is kept. What was dropped is gone from the state at once, from the disk when the log before
/// it is dropped, behind the next snapshot but one.
public final class Retention {
  private static final Retention FOREVER = new Retention(Optional.empty(), OptionalInt.empty());

  private final Optional<Duration> maxAge;
  private final OptionalInt maxTasks;

  private Retention(Optional<Duration> maxAge, OptionalInt maxTasks) {
    this.maxAge = maxAge;
    this.maxTasks = maxTasks;
  }

  /// Nothing is ever dropped. The default.
  public static Retention forever() {
    return FOREVER;
  }

  /// Drops, beside what is dropped already, tasks that ended longer ago than this.
  ///
  /// @param age at least one second; whole seconds count
  /// @throws InvalidValue kind `InvalidRetention`
  public Retention maxAge(Duration age) {
    if (age.toSeconds() < 1) {
      throw new InvalidValue("InvalidRetention", "retention must be at least 1 s, was " + age);
    }
    return new Retention(Optional.of(age), maxTasks);
  }

  /// Drops, beside what is dropped already, all but the tasks that ended last.
  ///
  /// @param tasks how many are kept, at least 0
  /// @throws InvalidValue kind `InvalidRetention`
  public Retention maxTasks(int tasks) {
    if (tasks < 0) {
      throw new InvalidValue(
          "InvalidRetention", "retention must keep at least 0 tasks, was " + tasks);
    }
    return new Retention(maxAge, OptionalInt.of(tasks));
  }

  /// How long ended tasks are kept, empty for ever.
  public Optional<Duration> maxAge() {
    return maxAge;
  }

  /// How many ended tasks are kept, empty for all.
  public OptionalInt maxTasks() {
    return maxTasks;
  }

  /// Whether nothing is ever dropped.
  public boolean isForever() {
    return maxAge.isEmpty() && maxTasks.isEmpty();
  }
}
