package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.policy.RetryPolicy;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.OnUncertain;
import io.actionqueue.core.schedule.MisfirePolicy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `submit` is told of a task beside its constraints, as it was written.
final class PolicyOptions {
  private static final String CATCH_UP_LAST = "catch-up-last:";

  @Option(
      names = "--retry",
      paramLabel = "STRATEGY:BASE[:MAX[:JITTER]]",
      description = {
        "How long to wait between attempts: fixed, linear,",
        "exponential or decorrelated, such as",
        "exponential:1s:5m:full; jitter none, full or equal."
      })
  @Nullable String retry;

  @Option(
      names = "--retry-for",
      paramLabel = "DURATION",
      description = "No attempt begins so long after a run was due.")
  @Nullable String retryFor;

  @Option(
      names = "--start-within",
      paramLabel = "DURATION",
      description = "A run that has not begun so long after it was due expires.")
  @Nullable String startWithin;

  @Option(
      names = "--deadline",
      paramLabel = "INSTANT",
      description = "What is not done then is canceled.")
  @Nullable String deadline;

  @Option(
      names = "--progress-within",
      paramLabel = "DURATION",
      description = {"An attempt that has told nothing for so long is asked", "to stop."})
  @Nullable String progressWithin;

  @Option(
      names = "--further-key",
      paramLabel = "TEXT",
      description = {
        "A concurrency key that runs need too, together with the",
        "first. May be repeated."
      })
  @Nullable List<String> furtherKeys;

  @Option(
      names = "--key-permits",
      paramLabel = "N",
      description = "How many runs may hold each of the keys together (1).")
  @Nullable String keyPermits;

  @Option(
      names = "--await-children",
      paramLabel = "MODE",
      description = {
        "The task ends with its children: ignore-failures, or",
        "fail-parent to fail with them."
      })
  @Nullable String awaitChildren;

  @Option(
      names = "--misfire",
      paramLabel = "POLICY",
      description = {"Slots that were missed: catch-up-all, catch-up-last:N,", "skip or coalesce."})
  @Nullable String misfire;

  @Option(
      names = "--misfire-grace",
      paramLabel = "DURATION",
      description = "So far in the past a slot counts as missed (60s).")
  @Nullable String misfireGrace;

  @Option(
      names = "--max-interruptions",
      paramLabel = "N",
      description = "How many crashes and lost leases a run survives.")
  @Nullable String maxInterruptions;

  @Option(
      names = "--on-uncertain",
      paramLabel = "RULE",
      description = {
        "What becomes of a transactional run that was cut off:",
        "fail, suspend or retry."
      })
  @Nullable String onUncertain;

  @Option(
      names = "--resume-on-replenish",
      description = {"A replenished budget resumes the runs that it had", "suspended."})
  boolean resumeOnReplenish;

  /// The options, checked.
  ///
  /// @param key the concurrency key of the constraints, null for none
  TaskPolicy policy(@Nullable String key) {
    try {
      TaskPolicy policy =
          TaskPolicy.NONE
              .withRetry(retry())
              .withMisfire(misfire())
              .withStartWithin(millis("--start-within", startWithin))
              .withDeadline(deadline == null ? null : (Long) instant(deadline))
              .withProgressWithin(millis("--progress-within", progressWithin))
              .withFurtherKeys(furtherKeys == null ? List.of() : furtherKeys)
              .withInterruptions(
                  number("--max-interruptions", maxInterruptions),
                  word("--on-uncertain", onUncertain, OnUncertain.values()));
      policy = keyPermits == null ? policy : policy.withKeyPermits(count(keyPermits));
      policy.checkKeys(key);
      return withRelations(policy);
    } catch (InvalidValue e) {
      throw CliFailure.validation(e.code(), String.valueOf(e.getMessage()));
    }
  }

  private TaskPolicy withRelations(TaskPolicy policy) {
    AwaitChildren wait = word("--await-children", awaitChildren, AwaitChildren.values());
    TaskPolicy result = wait == null ? policy : policy.withAwaitChildren(wait);
    return resumeOnReplenish ? result.withOnReplenish(TaskPolicy.OnReplenish.RESUME) : result;
  }

  private @Nullable RetryPolicy retry() {
    Long longest = millis("--retry-for", retryFor);
    if (retry == null) {
      if (longest != null) {
        throw CliFailure.badInput("--retry-for belongs to --retry");
      }
      return null;
    }
    String[] parts = retry.split(":", -1);
    if (parts.length < 2 || parts.length > 4) {
      throw CliFailure.badInput(
          "--retry must be STRATEGY:BASE[:MAX[:JITTER]], such as exponential:1s:5m:full, was '"
              + retry
              + "'");
    }
    var strategy = oneOf("--retry", parts[0], RetryPolicy.Strategy.values());
    long base = DurationText.millis("--retry", parts[1]);
    long unbounded = strategy == RetryPolicy.Strategy.FIXED ? base : RetryPolicy.MAX_MILLIS;
    return new RetryPolicy(
        strategy,
        base,
        parts.length > 2 ? DurationText.millis("--retry", parts[2]) : unbounded,
        parts.length > 3
            ? oneOf("--retry", parts[3], RetryPolicy.Jitter.values())
            : RetryPolicy.Jitter.NONE,
        longest);
  }

  private @Nullable MisfirePolicy misfire() {
    Long graceMillis = millis("--misfire-grace", misfireGrace);
    String policy = misfire == null ? "" : misfire;
    boolean hasGrace = !policy.isEmpty() && !policy.equals("catch-up-all");
    if (graceMillis != null && !hasGrace) {
      throw CliFailure.badInput(
          "--misfire-grace belongs to --misfire catch-up-last:N, skip or coalesce");
    }
    long grace =
        graceMillis == null ? MisfirePolicy.DEFAULT_GRACE_SECS : Math.ceilDiv(graceMillis, 1000L);
    if (policy.startsWith(CATCH_UP_LAST)) {
      String count = policy.substring(CATCH_UP_LAST.length());
      return new MisfirePolicy.CatchUpLast(
          NumberText.in("--misfire " + CATCH_UP_LAST, count, 0, Integer.MAX_VALUE), grace);
    }
    return switch (policy) {
      case "" -> null;
      case "catch-up-all" -> new MisfirePolicy.CatchUpAll();
      case "skip" -> new MisfirePolicy.Skip(grace);
      case "coalesce" -> new MisfirePolicy.Coalesce(grace);
      default ->
          throw CliFailure.badInput(
              "--misfire must be catch-up-all, catch-up-last:N, skip or coalesce, was '"
                  + policy
                  + "'");
    };
  }

  private static long instant(String text) {
    long second = FilterOptions.second("--deadline", text);
    return second > Long.MAX_VALUE / 1000 ? Long.MAX_VALUE : second * 1000;
  }

  private static @Nullable Long millis(String option, @Nullable String text) {
    return text == null ? null : (Long) DurationText.millis(option, text);
  }

  private static @Nullable Integer number(String option, @Nullable String text) {
    return text == null ? null : (Integer) NumberText.in(option, text, 0, Integer.MAX_VALUE);
  }

  private static int count(String text) {
    return NumberText.in("--key-permits", text, 0, Integer.MAX_VALUE);
  }

  private static <T extends Enum<T>> @Nullable T word(
      String option, @Nullable String text, T[] values) {
    return text == null ? null : oneOf(option, text, values);
  }

  private static <T extends Enum<T>> T oneOf(String option, String text, T[] values) {
    for (T value : values) {
      if (written(value).equals(text)) {
        return value;
      }
    }
    String words = String.join(", ", Arrays.stream(values).map(PolicyOptions::written).toList());
    throw CliFailure.badInput(option + " must be one of " + words + ", was '" + text + "'");
  }

  private static String written(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
