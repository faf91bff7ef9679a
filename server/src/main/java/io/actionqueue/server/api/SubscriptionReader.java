package io.actionqueue.server.api;

import io.actionqueue.SubscriptionOptions;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import java.util.Arrays;
import java.util.List;

/// Reads the body of `POST /api/v1/subscriptions`.
final class SubscriptionReader {
  private static final List<String> FILTERS =
      List.of("TaskCompleted", "RunStateChanged", "BudgetThreshold", "Custom");

  private SubscriptionReader() {}

  /// A read body.
  ///
  /// @param subscriber whose runs are promoted
  /// @param filter what is waited for
  /// @param options how
  record Read(TaskId subscriber, EventFilter filter, SubscriptionOptions options) {}

  static Read read(JsonFields fields) {
    return new Read(fields.requiredId("task_id", TaskId::parse), filter(fields), options(fields));
  }

  private static SubscriptionOptions options(JsonFields fields) {
    SubscriptionOptions options = SubscriptionOptions.defaults();
    SubscriptionId id = fields.id("id", SubscriptionId::parse);
    if (id != null) {
      if (id.isNil()) {
        throw fields.invalid(ErrorCode.INVALID_SUBSCRIPTION_ID, "id", "must not be nil");
      }
      options.id(id);
    }
    if (isSecond(fields, "mode", "OneShot", "Repeating")) {
      options.repeating();
    }
    if (isSecond(fields, "scope", "NextRun", "AllRuns")) {
      options.allRuns();
    }
    return fields.flag("fire_if_already_true", false) ? options.fireIfAlreadyTrue() : options;
  }

  /// Whether a field has the second of its two values; absent, it has the first.
  private static boolean isSecond(JsonFields fields, String name, String first, String second) {
    String text = fields.text(name);
    if (text != null && !text.equals(first) && !text.equals(second)) {
      throw fields.invalid(name, "must be " + first + " or " + second);
    }
    return second.equals(text);
  }

  private static EventFilter filter(JsonFields fields) {
    JsonFields filter = fields.object("filter");
    List<String> given =
        filter == null
            ? List.of()
            : FILTERS.stream().filter(name -> filter.node(name) != null).toList();
    if (filter == null || given.size() != 1) {
      throw fields.invalid("filter", "must be an object with exactly one of " + FILTERS);
    }
    JsonFields inside = filter.object(given.getFirst());
    if (inside == null) {
      throw fields.invalid("filter", "must not be null");
    }
    return switch (given.getFirst()) {
      case "TaskCompleted" -> new EventFilter.TaskCompleted(task(inside));
      case "RunStateChanged" -> new EventFilter.RunStateChanged(task(inside), state(inside));
      case "BudgetThreshold" ->
          new EventFilter.BudgetThreshold(task(inside), dimension(inside), percent(inside));
      default -> new EventFilter.Custom(key(inside));
    };
  }

  private static TaskId task(JsonFields fields) {
    return fields.requiredId("task_id", TaskId::parse);
  }

  private static RunState state(JsonFields fields) {
    String text = fields.requiredText("state");
    return Arrays.stream(RunState.values())
        .filter(each -> each.wireName().equals(text))
        .findFirst()
        .orElseThrow(() -> fields.invalid("state", "is no state of a run"));
  }

  private static BudgetDimension dimension(JsonFields fields) {
    String text = fields.requiredText("dimension");
    return Arrays.stream(BudgetDimension.values())
        .filter(each -> each.wireName().equals(text))
        .findFirst()
        .orElseThrow(() ->
            fields.invalid(
                ErrorCode.INVALID_DIMENSION, "dimension", "is Token, CostCents or TimeSecs"));
  }

  private static int percent(JsonFields fields) {
    long percent = fields.requiredUnsigned("threshold_pct");
    if (percent > 100) {
      throw fields.invalid(ErrorCode.INVALID_THRESHOLD, "threshold_pct", "is 0 to 100");
    }
    return (int) percent;
  }

  private static String key(JsonFields fields) {
    String key = fields.requiredText("key");
    if (key.isEmpty()) {
      throw fields.invalid(ErrorCode.EMPTY_EVENT_KEY, "key", "must not be empty");
    }
    return key;
  }
}
