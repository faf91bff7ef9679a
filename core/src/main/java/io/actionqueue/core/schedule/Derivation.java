package io.actionqueue.core.schedule;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.SnakeCase;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import java.util.List;

/// What a derivation answers: the complete list of runs, or a refusal. Never a part of the list.
public sealed interface Derivation {

  /// The runs to create.
  ///
  /// @param runs new runs in Scheduled, in ascending order of their slots; may be empty
  /// @param total how many runs the task has with them; for Repeat the policy's count
  record Derived(List<RunInstance> runs, long total) implements Derivation {
    /// Copies the list.
    public Derived {
      runs = List.copyOf(runs);
    }
  }

  /// Why no runs can be derived.
  sealed interface Refused extends Derivation {
    /// The stable name of the reason, such as `ArithmeticOverflow`.
    default String kind() {
      return getClass().getSimpleName();
    }

    /// [#kind()] in snake case.
    default String code() {
      return SnakeCase.of(kind());
    }

    /// A sentence for people with the offending values.
    String message();
  }

  /// The policy cannot have that many runs, or its slots do not fit into 64 bits.
  ///
  /// @param policy `Once` or `Repeat`
  /// @param operation the step that failed, with its operands
  record ArithmeticOverflow(String policy, String operation) implements Refused {
    @Override
    public String message() {
      return "cannot derive runs of policy " + policy + ": " + operation;
    }
  }

  /// The task id is nil.
  ///
  /// @param taskId the nil id
  record InvalidTaskIdForRunConstruction(TaskId taskId) implements Refused {
    @Override
    public String message() {
      return "cannot derive runs for a nil task id: " + taskId;
    }
  }

  /// A run could not be constructed for another reason.
  ///
  /// @param taskId the task
  /// @param cause the refusal of the run's constructor
  record RunConstructionFailed(TaskId taskId, InvalidValue cause) implements Refused {
    @Override
    public String message() {
      return "cannot derive runs for task " + taskId + ": " + cause.getMessage();
    }
  }
}
