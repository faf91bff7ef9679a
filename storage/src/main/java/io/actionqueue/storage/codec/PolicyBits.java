package io.actionqueue.storage.codec;

import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.policy.TaskPolicy.OnReplenish;

/// The bits that tell which options a task has (docs/format/events.md §5), in the order in which
/// the options follow them. Those that many tasks have come first: they take one byte. Never
/// renumbered.
final class PolicyBits {
  static final int RETRY = 1;
  static final int START_WITHIN = 1 << 1;
  static final int DEADLINE = 1 << 2;
  static final int KEY_PERMITS = 1 << 3;
  static final int FURTHER_KEYS = 1 << 4;
  static final int AWAIT_CHILDREN = 1 << 5;
  static final int PROGRESS_WITHIN = 1 << 6;
  static final int MISFIRE = 1 << 7;

  /// That a replenished budget resumes runs: nothing follows for it.
  static final int RESUMES = 1 << 8;

  static final int MAX_INTERRUPTIONS = 1 << 9;
  static final int ON_UNCERTAIN = 1 << 10;

  /// Every bit that means something.
  static final int ALL = (ON_UNCERTAIN << 1) - 1;

  private PolicyBits() {}

  /// The bits of the options that are not what they are by default.
  static int of(TaskPolicy policy) {
    return (policy.retry() == null ? 0 : RETRY)
        | (policy.startWithinMillis() == null ? 0 : START_WITHIN)
        | (policy.deadlineMillis() == null ? 0 : DEADLINE)
        | (policy.keyPermits() == 1 ? 0 : KEY_PERMITS)
        | (policy.furtherKeys().isEmpty() ? 0 : FURTHER_KEYS)
        | (policy.awaitChildren() == AwaitChildren.NO ? 0 : AWAIT_CHILDREN)
        | (policy.progressWithinMillis() == null ? 0 : PROGRESS_WITHIN)
        | (policy.misfire() == null ? 0 : MISFIRE)
        | (policy.onReplenish() == OnReplenish.STAY ? 0 : RESUMES)
        | (policy.maxInterruptions() == null ? 0 : MAX_INTERRUPTIONS)
        | (policy.onUncertain() == null ? 0 : ON_UNCERTAIN);
  }
}
