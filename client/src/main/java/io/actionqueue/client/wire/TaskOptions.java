package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.policy.RetryPolicy;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.schedule.MisfirePolicy;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Options of a task beside its constraints; what was not said is absent.
///
/// @param retry how its runs are retried
/// @param misfire what becomes of slots that were missed
/// @param awaitChildren `ignore_failures` or `fail_parent`
/// @param resumeOnReplenish whether a replenished budget resumes the runs that it had suspended
/// @param startWithinMillis a run that has not begun so long after it was due expires
/// @param deadlineMillis what is not finished then is canceled, epoch milliseconds
/// @param keyPermits how many runs may hold each concurrency key together
/// @param maxInterruptions how many crashes and lost leases a run survives
/// @param onUncertain `fail`, `suspend` or `retry`
/// @param progressWithinMillis an attempt that has told nothing for so long is asked to stop
/// @param furtherKeys concurrency keys beside the one of the constraints
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskOptions(
    @Nullable RetryDetail retry,
    @Nullable MisfireDetail misfire,
    @Nullable String awaitChildren,
    @Nullable Boolean resumeOnReplenish,
    @Nullable Long startWithinMillis,
    @Nullable Long deadlineMillis,
    @Nullable Long keyPermits,
    @Nullable Long maxInterruptions,
    @Nullable String onUncertain,
    @Nullable Long progressWithinMillis,
    @Nullable List<String> furtherKeys) {

  /// Copies the keys.
  public TaskOptions {
    furtherKeys = furtherKeys == null ? null : List.copyOf(furtherKeys);
  }

  /// The options of a policy, null if it has none.
  public static @Nullable TaskOptions of(TaskPolicy policy) {
    if (policy.equals(TaskPolicy.NONE)) {
      return null;
    }
    Integer interruptions = policy.maxInterruptions();
    return new TaskOptions(
        RetryDetail.of(policy.retry()),
        MisfireDetail.of(policy.misfire()),
        policy.awaitChildren() == AwaitChildren.NO ? null : word(policy.awaitChildren()),
        policy.onReplenish() == TaskPolicy.OnReplenish.RESUME ? true : null,
        policy.startWithinMillis(),
        policy.deadlineMillis(),
        policy.keyPermits() == 1 ? null : (Long) (long) policy.keyPermits(),
        interruptions == null ? null : (Long) interruptions.longValue(),
        policy.onUncertain() == null ? null : word(policy.onUncertain()),
        policy.progressWithinMillis(),
        policy.furtherKeys().isEmpty() ? null : policy.furtherKeys());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /// How runs are retried.
  ///
  /// @param strategy `fixed`, `linear`, `exponential` or `decorrelated`
  /// @param baseMillis the delay after the first failure
  /// @param maxMillis the ceiling of every delay
  /// @param jitter `none`, `full` or `equal`; absent for `none`
  /// @param maxElapsedMillis how long after it was due another attempt may begin; absent for as
  ///   long as attempts are left
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RetryDetail(
      String strategy,
      long baseMillis,
      long maxMillis,
      @Nullable String jitter,
      @Nullable Long maxElapsedMillis) {
    static @Nullable RetryDetail of(@Nullable RetryPolicy policy) {
      return policy == null
          ? null
          : new RetryDetail(
              word(policy.strategy()),
              policy.baseMillis(),
              policy.maxMillis(),
              word(policy.jitter()),
              policy.maxElapsedMillis());
    }
  }

  /// What becomes of missed slots.
  ///
  /// @param policy `catch_up_all`, `catch_up_last`, `skip` or `coalesce`
  /// @param count how many of them run, with `catch_up_last`
  /// @param graceSecs how far in the past a slot must lie to count as missed; absent for 60
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record MisfireDetail(String policy, @Nullable Long count, @Nullable Long graceSecs) {
    static @Nullable MisfireDetail of(@Nullable MisfirePolicy policy) {
      return switch (policy) {
        case null -> null;
        case MisfirePolicy.CatchUpAll _ -> new MisfireDetail("catch_up_all", null, null);
        case MisfirePolicy.CatchUpLast(var count, var grace) ->
            new MisfireDetail("catch_up_last", count, grace);
        case MisfirePolicy.Skip(var grace) -> new MisfireDetail("skip", null, grace);
        case MisfirePolicy.Coalesce(var grace) -> new MisfireDetail("coalesce", null, grace);
      };
    }
  }
}
