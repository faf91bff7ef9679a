package io.actionqueue.core.state;

import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A run as the state holds it: a live view whose answers change with every applied event.
///
/// Confined to the owner of its [QueueState].
public final class RunEntry {
  RunEntry() {}

  /// The run's id.
  public RunId id() {
    throw new UnsupportedOperationException();
  }

  /// The id of its task.
  public TaskId taskId() {
    throw new UnsupportedOperationException();
  }

  /// Its task, null if the log does not hold it.
  public @Nullable TaskEntry task() {
    throw new UnsupportedOperationException();
  }

  /// The state that it is in.
  public RunState state() {
    throw new UnsupportedOperationException();
  }

  /// When it was created, epoch seconds, unsigned.
  public long createdAt() {
    throw new UnsupportedOperationException();
  }

  /// From when on it may become Ready, epoch seconds, unsigned.
  public long scheduledAt() {
    throw new UnsupportedOperationException();
  }

  /// When it entered its state, epoch seconds, unsigned.
  public long lastStateChangeAt() {
    throw new UnsupportedOperationException();
  }

  /// The priority that is recorded with the run: 0 in what the engine writes (S-38).
  public int recordedPriority() {
    throw new UnsupportedOperationException();
  }

  /// Its task's priority, 0 if the task is unknown: what selection orders by (S-7).
  public int priority() {
    throw new UnsupportedOperationException();
  }

  /// How many attempts were started; 0 to 4,294,967,295.
  public long attemptCount() {
    throw new UnsupportedOperationException();
  }

  /// How many attempts count against the cap: all but the suspended and the interrupted ones (S-2).
  public long countedAttempts() {
    throw new UnsupportedOperationException();
  }

  /// How many attempts were cut off by a crash or a lost lease (S-35).
  public int interruptions() {
    throw new UnsupportedOperationException();
  }

  /// How many attempts were started since it last entered Running (spec 02 §7.2).
  public int attemptsInThisPeriod() {
    throw new UnsupportedOperationException();
  }

  /// The open attempt, null if there is none.
  public @Nullable AttemptId openAttempt() {
    throw new UnsupportedOperationException();
  }

  /// The attempt that was started last, null if there is none.
  public StateImage.@Nullable Attempt lastAttempt() {
    throw new UnsupportedOperationException();
  }

  /// Whether an attempt with this id was started before.
  public boolean hasAttempt(AttemptId attemptId) {
    throw new UnsupportedOperationException();
  }

  /// Since when it counts as due (S-38), epoch seconds, unsigned; meaningful in Ready.
  public long readySince() {
    throw new UnsupportedOperationException();
  }

  /// The sequence of the event that last made it Ready, 0 if none did; the snapshot's sequence
  /// where that is all that is known.
  public long readySequence() {
    throw new UnsupportedOperationException();
  }

  /// The open lease, null if there is none.
  public StateImage.@Nullable Lease lease() {
    throw new UnsupportedOperationException();
  }

  /// Whether the records say that it holds its task's concurrency key (spec 03 §3.3). False without
  /// a key.
  public boolean holdsKey() {
    throw new UnsupportedOperationException();
  }

  /// Every state entered, oldest first; a copy.
  public List<StateImage.HistoryEntry> history() {
    throw new UnsupportedOperationException();
  }

  /// Every attempt, oldest first; a copy.
  public List<StateImage.Attempt> attempts() {
    throw new UnsupportedOperationException();
  }

  /// The run as recorded; a copy.
  public StateImage.Run image() {
    throw new UnsupportedOperationException();
  }
}
