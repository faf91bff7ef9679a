package io.actionqueue.core.state;

import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.core.task.TaskSpec;
import org.jspecify.annotations.Nullable;

/// Lets tasks with equal constraints, metadata or policy share one object: most tasks of a queue
/// look alike, and a decoded log makes every one anew. Remembers a few hundred, forgets by
/// overwriting.
final class SpecPool {
  private static final int SLOTS = 256;

  private final @Nullable Object[] slots = new Object[SLOTS];

  /// What was pooled last: who decodes many gives the same objects again.
  private RunPolicy policy = RunPolicy.ONCE;

  private TaskConstraints constraints = TaskConstraints.DEFAULT;
  private TaskMetadata metadata = TaskMetadata.DEFAULT;

  /// An equal spec made of shared parts.
  @SuppressWarnings("ReferenceEquality") // asks whether there is anything to be spared
  TaskSpec shared(TaskSpec spec) {
    if (spec.runPolicy() == policy
        && spec.constraints() == constraints
        && spec.metadata() == metadata) {
      return spec;
    }
    policy = shared(spec.runPolicy(), RunPolicy.ONCE);
    constraints = shared(spec.constraints(), TaskConstraints.DEFAULT);
    metadata = shared(spec.metadata(), TaskMetadata.DEFAULT);
    return new TaskSpec(
        spec.id(),
        spec.payload(),
        policy,
        constraints,
        metadata,
        spec.parentTaskId(),
        spec.tenantId());
  }

  private <T> T shared(T part, T usual) {
    if (part.equals(usual)) {
      return usual;
    }
    int hash = part.hashCode();
    int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
    Object known = slots[slot];
    if (known != null && part.equals(known)) {
      @SuppressWarnings("unchecked") // equal parts are of one class
      T pooled = (T) known;
      return pooled;
    }
    slots[slot] = part;
    return part;
  }
}
