package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.policy.TaskPolicy;
import org.jspecify.annotations.Nullable;

/// Creates a task as [SubmitTask] does, with options, and perhaps as the repetition of a failed
/// run, in one batch. Refused as that is.
///
/// @param submit the task
/// @param policy its options; none are recorded where there are none
/// @param original the failed run that it does again, null if it does not
/// @param timestampMillis epoch milliseconds, unsigned; in the second of the submission, so that
///   the task and its options are recorded as one event
public record SubmitWithPolicy(
    SubmitTask submit, TaskPolicy policy, @Nullable RunId original, long timestampMillis)
    implements ExtensionCommand {
  /// Checks that the options go with the task.
  ///
  /// @throws InvalidValue kind `InvalidConcurrencyKeys`
  public SubmitWithPolicy {
    policy.checkKeys(submit.spec().constraints().concurrencyKey());
  }
}
