package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.Identifier;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.Interruption;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import java.util.LinkedHashSet;
import java.util.List;

/// The checks that commands make when they are constructed; always on (02-W-19).
final class Arguments {
  private Arguments() {}

  static void notNil(Identifier id, String kind) {
    if (id.isNil()) {
      throw new InvalidValue(kind, "id must not be nil: " + id);
    }
  }

  static void notEmpty(String text, String kind, String what) {
    if (text.isEmpty()) {
      throw new InvalidValue(kind, what + " must not be empty");
    }
  }

  static void notZero(long number, String kind, String what) {
    if (number == 0) {
      throw new InvalidValue(kind, what + " must be greater than zero, was 0");
    }
  }

  static void checkBound(int maxEvents) {
    if (maxEvents < 1) {
      throw new InvalidValue(
          "InvalidEventBound", "the bound must be at least 1 event, was " + maxEvents);
    }
  }

  static void checkIds(RunInstance run) {
    notNil(run.id(), "InvalidRunId");
    notNil(run.taskId(), "InvalidTaskId");
  }

  static void checkFilter(EventFilter filter) {
    switch (filter) {
      case EventFilter.BudgetThreshold(_, _, var percent) -> {
        if (percent < 0 || percent > 100) {
          throw new InvalidValue(
              "InvalidThreshold", "threshold must be between 0 and 100 percent, was " + percent);
        }
      }
      case EventFilter.Custom(var key) -> notEmpty(key, "EmptyEventKey", "event key");
      case EventFilter.TaskCompleted _, EventFilter.RunStateChanged _ -> {}
    }
  }

  static void checkTarget(AttemptOutcome outcome, RunState target) {
    boolean suits =
        switch (outcome.result()) {
          case SUCCESS -> target == RunState.COMPLETED;
          case SUSPENDED -> target == RunState.SUSPENDED;
          case FAILURE, TIMEOUT -> target == RunState.RETRY_WAIT || target == RunState.FAILED;
        };
    if (!suits) {
      throw new InvalidValue(
          "OutcomeTargetMismatch",
          "a run must not move to "
              + target.wireName()
              + " after the outcome "
              + outcome.result().wireName());
    }
  }

  static void checkCause(Interruption cause) {
    if (cause == Interruption.CANCELED) {
      throw new InvalidValue(
          "InvalidInterruption", "a cancellation ends a run, it interrupts none");
    }
  }

  /// The same elements without later repetitions.
  static <T> List<T> distinct(List<T> elements) {
    return elements.size() < 2 ? List.copyOf(elements) : List.copyOf(new LinkedHashSet<>(elements));
  }
}
