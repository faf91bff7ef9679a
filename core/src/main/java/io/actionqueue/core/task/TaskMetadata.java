package io.actionqueue.core.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Descriptive data of a task.
///
/// @param tags in the submitter's order; empty entries and repetitions are allowed
/// @param priority larger is more urgent; the whole signed 32-bit range, 0 by default
/// @param description free text, null if none was given
public record TaskMetadata(List<String> tags, int priority, @Nullable String description) {
  /// No tags, priority 0, no description.
  public static final TaskMetadata DEFAULT = new TaskMetadata(List.of(), 0, null);

  /// Copies the tags.
  public TaskMetadata {
    tags = List.copyOf(tags);
  }
}
