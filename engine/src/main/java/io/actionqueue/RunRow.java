package io.actionqueue;

import io.actionqueue.core.run.RunInstance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A row of a list of runs: what a run is and where it stands, durable, without its history and
/// attempts. Costs the same however often the run was tried.
///
/// @param run state and counters as recorded
/// @param concurrencyKey the first key of its task, null for none
/// @param furtherKeys the other keys of its task, in the order in which the run waits for them;
///   empty for most
public record RunRow(RunInstance run, @Nullable String concurrencyKey, List<String> furtherKeys) {
  /// Copies the list.
  public RunRow {
    furtherKeys = List.copyOf(furtherKeys);
  }

  /// A row of a run whose task has one key at most.
  public RunRow(RunInstance run, @Nullable String concurrencyKey) {
    this(run, concurrencyKey, List.of());
  }
}
