package io.actionqueue.server.api;

import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.policy.RetryPolicy;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.OnUncertain;
import io.actionqueue.core.schedule.MisfirePolicy;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads the `options` of a submission. Ranges are those of the values.
final class OptionsReader {
  private static final long MAX_COUNT = Integer.MAX_VALUE;

  private OptionsReader() {}

  static TaskPolicy read(JsonFields fields) {
    return new TaskPolicy(
        retry(fields.object("retry")),
        misfire(fields.object("misfire")),
        word(fields, "await_children", AwaitChildren.values(), AwaitChildren.NO),
        fields.flag("resume_on_replenish", false)
            ? TaskPolicy.OnReplenish.RESUME
            : TaskPolicy.OnReplenish.STAY,
        fields.unsigned("start_within_millis"),
        fields.unsigned("deadline_millis"),
        Objects.requireNonNullElse(count(fields, "key_permits"), 1),
        count(fields, "max_interruptions"),
        word(fields, "on_uncertain", OnUncertain.values()),
        fields.unsigned("progress_within_millis"),
        Objects.requireNonNullElse(fields.texts("further_keys"), List.of()));
  }

  private static @Nullable Integer count(JsonFields fields, String name) {
    Long value = fields.unsigned(name, 0, MAX_COUNT);
    return value == null ? null : (Integer) value.intValue();
  }

  private static @Nullable RetryPolicy retry(@Nullable JsonFields fields) {
    if (fields == null) {
      return null;
    }
    var strategy = word(fields, "strategy", RetryPolicy.Strategy.values());
    if (strategy == null) {
      throw fields.invalid("strategy", "is required");
    }
    return new RetryPolicy(
        strategy,
        fields.requiredUnsigned("base_millis"),
        fields.requiredUnsigned("max_millis"),
        word(fields, "jitter", RetryPolicy.Jitter.values(), RetryPolicy.Jitter.NONE),
        fields.unsigned("max_elapsed_millis"));
  }

  private static @Nullable MisfirePolicy misfire(@Nullable JsonFields fields) {
    if (fields == null) {
      return null;
    }
    String name = fields.requiredText("policy");
    long grace =
        Objects.requireNonNullElse(fields.unsigned("grace_secs"), MisfirePolicy.DEFAULT_GRACE_SECS);
    return switch (name) {
      case "catch_up_all" -> new MisfirePolicy.CatchUpAll();
      case "catch_up_last" ->
          new MisfirePolicy.CatchUpLast(fields.requiredUnsigned("count"), grace);
      case "skip" -> new MisfirePolicy.Skip(grace);
      case "coalesce" -> new MisfirePolicy.Coalesce(grace);
      default ->
          throw fields.invalid(
              "policy", "must be one of [catch_up_all, catch_up_last, skip, coalesce]");
    };
  }

  private static <T extends Enum<T>> T word(JsonFields fields, String name, T[] values, T absent) {
    T value = word(fields, name, values);
    return value == null ? absent : value;
  }

  private static <T extends Enum<T>> @Nullable T word(JsonFields fields, String name, T[] values) {
    String text = fields.text(name);
    if (text == null) {
      return null;
    }
    for (T value : values) {
      if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
        return value;
      }
    }
    var words = List.of(values).stream().map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
    throw fields.invalid(name, "must be one of " + words);
  }
}
