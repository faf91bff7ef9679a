package io.actionqueue;

import io.actionqueue.core.state.StateImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A run as it stands, durable.
///
/// @param run recorded state, history, attempts and lease
/// @param concurrencyKey the first key of its task, null for none
/// @param furtherKeys the other keys of its task, in the order in which the run waits for them;
///   empty for most
/// @param countedAttempts attempts that the cap sees
/// @param blockedBy why it is not executing, empty for terminal and running runs
/// @param progress what its handler last told, null for nothing; not durable
/// @param notes refused submissions of its attempts, in order, at most 100
public record RunView(
    StateImage.Run run,
    @Nullable String concurrencyKey,
    List<String> furtherKeys,
    long countedAttempts,
    List<BlockReason> blockedBy,
    @Nullable Progress progress,
    List<AttemptNote> notes) {
  /// Copies the lists.
  public RunView {
    furtherKeys = List.copyOf(furtherKeys);
    blockedBy = List.copyOf(blockedBy);
    notes = List.copyOf(notes);
  }

  /// A run whose handlers have told nothing, and whose task has one key at most.
  public RunView(
      StateImage.Run run,
      @Nullable String concurrencyKey,
      long countedAttempts,
      List<BlockReason> blockedBy) {
    this(run, concurrencyKey, List.of(), countedAttempts, blockedBy, null, List.of());
  }
}
