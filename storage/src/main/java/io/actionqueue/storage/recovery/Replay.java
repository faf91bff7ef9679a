package io.actionqueue.storage.recovery;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.state.ReplayRefusal;
import io.actionqueue.storage.ReplayRefused;
import io.actionqueue.storage.wal.EventSink;
import io.actionqueue.storage.wal.SequenceJump;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Folds the events of a log, from the first one on that the snapshot does not contain.
///
/// A refusal does not end the pass over the log: damage further on is the graver finding and is to
/// be reported in its place.
final class Replay implements EventSink {
  private final Folding state;
  private final long snapshotSequence;
  private final long limit;
  private long skipped;
  private long applied;
  private long firstFolded;
  private @Nullable Path file;
  private @Nullable Gap firstGap;
  private long gaps;
  private boolean folding;
  private @Nullable Refused refused;

  private record Refused(
      Path file, long sequence, Event event, long offset, ReplayRefusal refusal) {}

  /// Missing sequences.
  ///
  /// @param file the file with the frame behind them
  /// @param jump where and which
  record Gap(Path file, SequenceJump jump) {}

  Replay(Folding state) {
    this(state, -1);
  }

  /// A replay that stops.
  ///
  /// @param limit the last sequence to fold, unsigned
  Replay(Folding state, long limit) {
    this.state = state;
    this.limit = limit;
    this.snapshotSequence = state.latestSequence();
  }

  @Override
  public void file(Path path) {
    file = path;
  }

  private Path currentFile() {
    return Objects.requireNonNull(file, "an event without a file");
  }

  @Override
  public long known() {
    return folding ? 0 : snapshotSequence;
  }

  @Override
  public void passed(int count) {
    skipped += count;
  }

  @Override
  public void event(long sequence, Event event, long offset) {
    if (!folding) {
      if (snapshotSequence != 0 && Long.compareUnsigned(sequence, snapshotSequence) <= 0) {
        skipped++;
        return;
      }
      folding = true;
      firstFolded = sequence;
    }
    if (refused != null || Long.compareUnsigned(sequence, limit) > 0) {
      return;
    }
    ReplayRefusal refusal = state.check(sequence, event);
    if (refusal != null) {
      refused = new Refused(currentFile(), sequence, event, offset, refusal);
      return;
    }
    long previous = state.latestSequence();
    if (sequence != previous + 1) {
      noteGap(new Gap(currentFile(), new SequenceJump(previous, sequence, offset)));
    }
    state.apply(sequence, event);
    applied++;
  }

  private void noteGap(Gap gap) {
    gaps++;
    if (firstGap == null) {
      firstGap = gap;
    }
  }

  long skipped() {
    return skipped;
  }

  long applied() {
    return applied;
  }

  /// Whether the log holds anything that the snapshot does not.
  boolean hasTail() {
    return folding;
  }

  /// The first sequence that the snapshot does not contain.
  long firstFolded() {
    return firstFolded;
  }

  /// The first place where sequences are missing that no snapshot stands in for, null if there is
  /// none.
  @Nullable Gap firstGap() {
    return firstGap;
  }

  /// How many such places there are.
  long gaps() {
    return gaps;
  }

  void failIfRefused() throws ReplayRefused {
    Refused found = refused;
    if (found != null) {
      throw new ReplayRefused(
          found.file,
          found.offset,
          found.sequence,
          found.refusal.kind(),
          found.event.getClass().getSimpleName() + ": " + found.refusal.message());
    }
  }
}
