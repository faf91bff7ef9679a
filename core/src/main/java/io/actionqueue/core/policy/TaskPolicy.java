package io.actionqueue.core.policy;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.run.OnUncertain;
import io.actionqueue.core.schedule.MisfirePolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The options of a task beside what log version 5 knows of it. Recorded with the creation of the
/// task; a task without any has none recorded.
///
/// @param retry how its runs are retried, null for the engine's back-off
/// @param misfire what becomes of slots that were missed, null for [MisfirePolicy#standard()]
/// @param awaitChildren whether it waits for its children
/// @param onReplenish what a replenished budget does with its suspended runs
/// @param startWithinMillis a run that has not begun its first attempt this long after its
///   scheduled instant expires; milliseconds, at least 1; null for never
/// @param deadlineMillis what is not finished then is canceled; epoch milliseconds, at least 1;
///   null for never
/// @param keyPermits how many of its runs may hold each of its concurrency keys together with
///   others; 1 to [#MAX_KEY_PERMITS]
/// @param maxInterruptions how many crashes and lost leases a run survives, at least 0; null for
///   the engine's bound (S-35)
/// @param onUncertain what becomes of an uncertain run of a transactional task, null for the
///   engine's rule (S-4)
/// @param progressWithinMillis an attempt that has told nothing for so long is asked to stop;
///   milliseconds, at least 1; null for never
/// @param furtherKeys the concurrency keys that its runs need beside the one of its constraints, in
///   the order in which they wait for them; at most [#MAX_KEYS] with that one, all different, none
///   empty; empty by default
public record TaskPolicy(
    @Nullable RetryPolicy retry,
    @Nullable MisfirePolicy misfire,
    AwaitChildren awaitChildren,
    OnReplenish onReplenish,
    @Nullable Long startWithinMillis,
    @Nullable Long deadlineMillis,
    int keyPermits,
    @Nullable Integer maxInterruptions,
    @Nullable OnUncertain onUncertain,
    @Nullable Long progressWithinMillis,
    List<String> furtherKeys) {
  /// The most concurrency keys of a task, the one of its constraints included.
  public static final int MAX_KEYS = 8;

  /// The most runs that may hold one key.
  public static final int MAX_KEY_PERMITS = 1_000_000;

  private static final String INVALID_KEYS = "InvalidConcurrencyKeys";

  /// No option at all.
  public static final TaskPolicy NONE =
      new TaskPolicy(
          null,
          null,
          AwaitChildren.NO,
          OnReplenish.STAY,
          null,
          null,
          1,
          null,
          null,
          null,
          List.of());

  /// What a replenished budget does with runs that its exhaustion suspended. Ordinals are wire
  /// numbers.
  public enum OnReplenish {
    /// Nothing: somebody resumes them. The default.
    STAY,
    /// They are resumed.
    RESUME
  }

  /// Checks the ranges.
  ///
  /// @throws InvalidValue kind `InvalidStartDeadline`, `InvalidTaskDeadline`, `InvalidKeyPermits`,
  ///   `InvalidMaxInterruptions`, `InvalidProgressLimit`, `EmptyConcurrencyKey` or
  ///   `InvalidConcurrencyKeys`
  public TaskPolicy {
    if (startWithinMillis != null && startWithinMillis < 1) {
      throw new InvalidValue(
          "InvalidStartDeadline",
          "the time within which a run must start must be at least 1 ms, was " + startWithinMillis);
    }
    if (deadlineMillis != null && deadlineMillis < 1) {
      throw new InvalidValue(
          "InvalidTaskDeadline",
          "the deadline of a task must be at least 1 ms, was " + deadlineMillis);
    }
    if (keyPermits < 1 || keyPermits > MAX_KEY_PERMITS) {
      throw new InvalidValue(
          "InvalidKeyPermits",
          "the permits of a key must be between 1 and " + MAX_KEY_PERMITS + ", was " + keyPermits);
    }
    if (maxInterruptions != null && maxInterruptions < 0) {
      throw new InvalidValue(
          "InvalidMaxInterruptions",
          "max_interruptions must not be negative, was " + maxInterruptions);
    }
    if (progressWithinMillis != null && progressWithinMillis < 1) {
      throw new InvalidValue(
          "InvalidProgressLimit",
          "the time without progress must be at least 1 ms, was " + progressWithinMillis);
    }
    furtherKeys = List.copyOf(furtherKeys);
    if (!furtherKeys.isEmpty()) {
      checkFurther(furtherKeys);
    }
  }

  private static void checkFurther(List<String> keys) {
    if (keys.contains("")) {
      throw new InvalidValue("EmptyConcurrencyKey", "a further concurrency key must not be empty");
    }
    if (keys.size() >= MAX_KEYS) {
      throw new InvalidValue(
          INVALID_KEYS,
          "a task has at most " + MAX_KEYS + " concurrency keys, was " + (keys.size() + 1));
    }
    if (new HashSet<>(keys).size() < keys.size()) {
      throw new InvalidValue(INVALID_KEYS, "the concurrency keys of a task differ, were " + keys);
    }
  }

  /// Checks that the further keys, if there are any, go with a first one.
  ///
  /// @param first the key of the task's constraints, null for none
  /// @throws InvalidValue kind `InvalidConcurrencyKeys` if that is absent, or one of the further
  ///   keys
  public void checkKeys(@Nullable String first) {
    if (first == null && !furtherKeys.isEmpty()) {
      throw new InvalidValue(
          INVALID_KEYS, "further concurrency keys need a first one, were " + furtherKeys);
    }
    if (first != null && furtherKeys.contains(first)) {
      throw new InvalidValue(
          INVALID_KEYS, "the concurrency keys of a task differ, '" + first + "' is there twice");
    }
  }

  /// All concurrency keys of a task, in the order in which its runs wait for them. Empty without a
  /// first one: further ones do not stand alone.
  ///
  /// @param first the key of the task's constraints, null for none
  public List<String> keys(@Nullable String first) {
    if (first == null || furtherKeys.isEmpty()) {
      return first == null ? List.of() : List.of(first);
    }
    var keys = new ArrayList<String>(furtherKeys.size() + 1);
    keys.add(first);
    keys.addAll(furtherKeys);
    return keys;
  }

  /// Whether there is no option in it.
  public boolean isNone() {
    return retry == null
        && misfire == null
        && awaitChildren == AwaitChildren.NO
        && onReplenish == OnReplenish.STAY
        && startWithinMillis == null
        && deadlineMillis == null
        && keyPermits == 1
        && maxInterruptions == null
        && onUncertain == null
        && progressWithinMillis == null
        && furtherKeys.isEmpty();
  }

  /// Written out, as [#hashCode] is, because it is asked of each task that comes with options.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof TaskPolicy that
            && keyPermits == that.keyPermits
            && awaitChildren == that.awaitChildren
            && onReplenish == that.onReplenish
            && onUncertain == that.onUncertain
            && Objects.equals(deadlineMillis, that.deadlineMillis)
            && Objects.equals(startWithinMillis, that.startWithinMillis)
            && Objects.equals(progressWithinMillis, that.progressWithinMillis)
            && Objects.equals(maxInterruptions, that.maxInterruptions)
            && Objects.equals(retry, that.retry)
            && Objects.equals(misfire, that.misfire)
            && furtherKeys.equals(that.furtherKeys));
  }

  @Override
  public int hashCode() {
    int hash = Objects.hashCode(retry);
    hash = 31 * hash + Objects.hashCode(misfire);
    hash = 31 * hash + awaitChildren.hashCode();
    hash = 31 * hash + onReplenish.hashCode();
    hash = 31 * hash + Objects.hashCode(startWithinMillis);
    hash = 31 * hash + Objects.hashCode(deadlineMillis);
    hash = 31 * hash + keyPermits;
    hash = 31 * hash + Objects.hashCode(maxInterruptions);
    hash = 31 * hash + Objects.hashCode(onUncertain);
    hash = 31 * hash + Objects.hashCode(progressWithinMillis);
    return 31 * hash + furtherKeys.hashCode();
  }

  /// This policy with another way to retry.
  public TaskPolicy withRetry(@Nullable RetryPolicy other) {
    return new TaskPolicy(
        other,
        misfire,
        awaitChildren,
        onReplenish,
        startWithinMillis,
        deadlineMillis,
        keyPermits,
        maxInterruptions,
        onUncertain,
        progressWithinMillis,
        furtherKeys);
  }

  /// This policy with another treatment of missed slots.
  public TaskPolicy withMisfire(@Nullable MisfirePolicy other) {
    return new TaskPolicy(
        retry,
        other,
        awaitChildren,
        onReplenish,
        startWithinMillis,
        deadlineMillis,
        keyPermits,
        maxInterruptions,
        onUncertain,
        progressWithinMillis,
        furtherKeys);
  }

  /// This policy with another relation to the task's children.
  public TaskPolicy withAwaitChildren(AwaitChildren other) {
    return new TaskPolicy(
        retry,
        misfire,
        other,
        onReplenish,
        startWithinMillis,
        deadlineMillis,
        keyPermits,
        maxInterruptions,
        onUncertain,
        progressWithinMillis,
        furtherKeys);
  }

  /// This policy with another answer to a replenished budget.
  public TaskPolicy withOnReplenish(OnReplenish other) {
    return new TaskPolicy(
        retry,
        misfire,
        awaitChildren,
        other,
        startWithinMillis,
        deadlineMillis,
        keyPermits,
        maxInterruptions,
        onUncertain,
        progressWithinMillis,
        furtherKeys);
  }

  /// This policy with another time within which runs must start.
  public TaskPolicy withStartWithin(@Nullable Long millis) {
    return new TaskPolicy(
        retry,
        misfire,
        awaitChildren,
        onReplenish,
        millis,
        deadlineMillis,
        keyPermits,
        maxInterruptions,
        onUncertain,
        progressWithinMillis,
        furtherKeys);
  }

  /// This policy with another deadline.
  public TaskPolicy withDeadline(@Nullable Long epochMillis) {
    return new TaskPolicy(
        retry,
        misfire,
        awaitChildren,
        onReplenish,
        startWithinMillis,
        epochMillis,
        keyPermits,
        maxInterruptions,
        onUncertain,
        progressWithinMillis,
        furtherKeys);
  }

  /// This policy with another number of runs that may hold the key.
  public TaskPolicy withKeyPermits(int permits) {
    return new TaskPolicy(
        retry,
        misfire,
        awaitChildren,
        onReplenish,
        startWithinMillis,
        deadlineMillis,
        permits,
        maxInterruptions,
        onUncertain,
        progressWithinMillis,
        furtherKeys);
  }

  /// This policy with other rules for interruptions.
  public TaskPolicy withInterruptions(@Nullable Integer most, @Nullable OnUncertain uncertain) {
    return new TaskPolicy(
        retry,
        misfire,
        awaitChildren,
        onReplenish,
        startWithinMillis,
        deadlineMillis,
        keyPermits,
        most,
        uncertain,
        progressWithinMillis,
        furtherKeys);
  }

  /// This policy with another time within which attempts must tell something.
  public TaskPolicy withProgressWithin(@Nullable Long millis) {
    return new TaskPolicy(
        retry,
        misfire,
        awaitChildren,
        onReplenish,
        startWithinMillis,
        deadlineMillis,
        keyPermits,
        maxInterruptions,
        onUncertain,
        millis,
        furtherKeys);
  }

  /// This policy with other concurrency keys beside the one of the constraints.
  public TaskPolicy withFurtherKeys(List<String> keys) {
    return new TaskPolicy(
        retry,
        misfire,
        awaitChildren,
        onReplenish,
        startWithinMillis,
        deadlineMillis,
        keyPermits,
        maxInterruptions,
        onUncertain,
        progressWithinMillis,
        keys);
  }
}
