package io.actionqueue;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.budget.BudgetConsumption;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.command.SuspendAtGate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a handler answers.
///
/// Output beyond [ActionQueueOptions#maxOutputBytes(int)] makes the attempt a failure for good: it
/// would be as large the next time.
public sealed interface Outcome {
  /// What the attempt used and has not reported before, in order; recorded in the same atomic batch
  /// as the outcome, also where that becomes a timeout.
  List<BudgetConsumption> consumed();

  /// The same outcome that also used `amount` of a dimension.
  ///
  /// @param amount units of the dimension; not negative
  /// @throws io.actionqueue.core.InvalidValue kind `NegativeAmount`
  default Outcome consuming(BudgetDimension dimension, long amount) {
    var all = new ArrayList<>(consumed());
    all.add(Amounts.consumption(dimension, amount));
    return switch (this) {
      case Success(var output, _) -> new Success(output, all);
      case RetryableFailure(var error, var delay, _) -> new RetryableFailure(error, delay, all);
      case TerminalFailure(var error, _) -> new TerminalFailure(error, all);
      case Suspended(var partial, var gate, _) -> new Suspended(partial, gate, all);
    };
  }

  /// Done, without output.
  static Outcome success() {
    return new Success(null, List.of());
  }

  /// Done, with output that is kept with the attempt; no bytes mean no output.
  static Outcome success(Bytes output) {
    return new Success(output.isEmpty() ? null : output, List.of());
  }

  /// Done, with a text kept as UTF-8.
  static Outcome success(String output) {
    return success(Bytes.utf8(output));
  }

  /// Failed; worth another attempt if there are any left.
  static Outcome retry(String error) {
    return new RetryableFailure(error, null, List.of());
  }

  /// Failed; worth another attempt, not before so many seconds have passed.
  static Outcome retryAfter(String error, long delaySecs) {
    return new RetryableFailure(error, delaySecs, List.of());
  }

  /// Failed for good.
  static Outcome fail(String error) {
    return new TerminalFailure(error, List.of());
  }

  /// Set aside until somebody resumes the run; does not count as an attempt.
  static Outcome suspend() {
    return new Suspended(null, null, List.of());
  }

  /// Set aside with partial state that is kept with the attempt; the next attempt finds it in
  /// [RunContext#partialOutput()].
  static Outcome suspend(Bytes partial) {
    return new Suspended(partial.isEmpty() ? null : partial, null, List.of());
  }

  /// Set aside until somebody approves or rejects it at a gate (spec 03 §10.7); does not count as
  /// an attempt. See [Approvals] and [RunContext#decision].
  ///
  /// @param gate the name of what it waits for, 1 to 255 bytes of UTF-8
  /// @throws io.actionqueue.core.InvalidValue kind `InvalidGate`
  static Outcome awaitDecision(String gate) {
    return awaitDecision(gate, Bytes.EMPTY);
  }

  /// The same with partial state that is kept with the attempt.
  ///
  /// @param gate the name of what it waits for, 1 to 255 bytes of UTF-8
  /// @throws io.actionqueue.core.InvalidValue kind `InvalidGate`
  static Outcome awaitDecision(String gate, Bytes partial) {
    return new Suspended(
        partial.isEmpty() ? null : partial, SuspendAtGate.checkName(gate), List.of());
  }

  /// Success.
  ///
  /// @param output bytes to keep, null for none
  /// @param consumed see [Outcome#consumed()]
  record Success(@Nullable Bytes output, List<BudgetConsumption> consumed) implements Outcome {
    /// Copies the list.
    public Success {
      consumed = List.copyOf(consumed);
    }
  }

  /// A failure that another attempt may mend.
  ///
  /// @param error text for people
  /// @param delaySecs the least delay in seconds, in place of the back-off; recorded, so that a
  ///   restart keeps it, and bounded by a retry policy; null for the back-off
  /// @param consumed see [Outcome#consumed()]
  record RetryableFailure(String error, @Nullable Long delaySecs, List<BudgetConsumption> consumed)
      implements Outcome {
    /// Copies the list.
    public RetryableFailure {
      consumed = List.copyOf(consumed);
    }
  }

  /// A failure that no attempt will mend.
  ///
  /// @param error text for people
  /// @param consumed see [Outcome#consumed()]
  record TerminalFailure(String error, List<BudgetConsumption> consumed) implements Outcome {
    /// Copies the list.
    public TerminalFailure {
      consumed = List.copyOf(consumed);
    }
  }

  /// Suspension.
  ///
  /// @param partial bytes to keep, null for none
  /// @param gate the name of the decision that it waits for, null if anybody may resume it
  /// @param consumed see [Outcome#consumed()]
  record Suspended(@Nullable Bytes partial, @Nullable String gate, List<BudgetConsumption> consumed)
      implements Outcome {
    /// Copies the list.
    public Suspended {
      consumed = List.copyOf(consumed);
    }
  }
}
