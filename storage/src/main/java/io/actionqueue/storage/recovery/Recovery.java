package io.actionqueue.storage.recovery;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.storage.SequenceGap;
import io.actionqueue.storage.SnapshotMismatch;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.snapshot.SnapshotCheck;
import io.actionqueue.storage.snapshot.SnapshotFault;
import io.actionqueue.storage.wal.LogPosition;
import io.actionqueue.storage.wal.LogSegments;
import io.actionqueue.storage.wal.ScanPolicy;
import io.actionqueue.storage.wal.ScanReport;
import io.actionqueue.storage.wal.ScanVerdict;
import io.actionqueue.storage.wal.SequenceJump;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way from the files of a directory to its state, without changing a byte (spec 01 §9).
///
/// The snapshot is loaded, then one pass over the log checks, decodes and folds every event that
/// the snapshot does not contain. What does not fit is refused, the gravest finding first: damage
/// of the log, a snapshot that does not belong to it, missing sequences, a record that the state
/// does not accept.
final class Recovery {
  private final FileStore store;
  private final DataLayout layout;
  private final ScanPolicy policy;
  private final GapPolicy gaps;
  private final List<String> warnings = new ArrayList<>();

  Recovery(FileStore store, DataLayout layout, ScanPolicy policy, GapPolicy gaps) {
    this.store = store;
    this.layout = layout;
    this.policy = policy;
    this.gaps = gaps;
  }

  /// What was found.
  ///
  /// @param state the recorded state
  /// @param snapshot what became of the snapshot
  /// @param log what was found in the log
  /// @param torn the unfinished last write, null if there is none
  /// @param position where a writer goes on
  /// @param gaps whether sequences are missing that no snapshot stands in for
  /// @param warnings what a person should know
  record Found(
      QueueState state,
      SnapshotUse snapshot,
      LogUse log,
      ScanVerdict.@Nullable Torn torn,
      LogPosition position,
      boolean gaps,
      List<String> warnings) {}

  Found run() throws IOException {
    Base start = Base.find(store, layout, warnings);
    var replay = new Replay(new Folding.IntoState(start.state()));
    ScanReport scan = fold(start.use(), replay);
    long sequence = start.state().latestSequence();
    return new Found(
        start.state(),
        start.use(),
        logUse(scan, replay),
        scan.verdict() instanceof ScanVerdict.Torn torn ? torn : null,
        position(start.use(), scan, sequence),
        replay.firstGap() != null,
        warnings);
  }

  /// The same without the state: the files are read to their ends and held against each other, but
  /// not what the events say. Takes little memory, whatever the directory holds.
  Outline outline() throws IOException {
    SnapshotUse use = verified();
    var sequence =
        new Folding.IntoSequence(use instanceof SnapshotUse.Used used ? used.sequence() : 0);
    var replay = new Replay(sequence);
    ScanReport scan = fold(use, replay);
    return new Outline(sequence.latestSequence(), use, logUse(scan, replay), warnings);
  }

  /// The latest good snapshot, as [Base#find] takes it.
  private SnapshotUse verified() throws IOException {
    SnapshotUse use = new SnapshotUse.None();
    for (SnapshotCheck check : SnapshotCheck.all(store, layout)) {
      SnapshotFault fault = check.fault();
      if (fault == null) {
        return new SnapshotUse.Used(check.path(), check.sequence(), 0);
      }
      warnings.add("snapshot " + check.path() + " is passed over: " + fault.message());
      use = new SnapshotUse.PassedOver(check.path(), fault);
    }
    return use;
  }

  private ScanReport fold(SnapshotUse use, Replay replay) throws IOException {
    ScanReport scan = scan(replay);
    if (scan.verdict() instanceof ScanVerdict.Corrupt corrupt) {
      throw corrupt.toException(layout.log());
    }
    checkSnapshotFits(use, scan, replay);
    checkSequences(scan, replay);
    replay.failIfRefused();
    return scan;
  }

  /// An empty file behind what ActionQueue 0.1 does not see begins with a batch.
  private LogPosition position(SnapshotUse use, ScanReport scan, long sequence) {
    LogPosition position = scan.position().atLeast(sequence);
    boolean seesAll =
        scan.sealedFiles() == 0
            && (sequence == 0
                || (use instanceof SnapshotUse.Used(Path path, _, _)
                    && path.equals(layout.v8Snapshot())));
    return position.offset() == 0 && !seesAll ? position.beginningWithBatch() : position;
  }

  private ScanReport scan(Replay replay) throws IOException {
    try {
      return LogSegments.scan(store, layout.log(), policy, replay);
    } catch (NoSuchFileException missing) {
      return ScanReport.nothingAfter(0);
    }
  }

  /// The two situations in which the original loses events without a word (spec 01 §9.4), and the
  /// one that it refuses too.
  private void checkSnapshotFits(SnapshotUse use, ScanReport scan, Replay replay)
      throws SnapshotMismatch {
    boolean hasEvents = scan.events() > 0;
    switch (use) {
      case SnapshotUse.None _ -> {}
      case SnapshotUse.Used(Path path, long sequence, _) -> {
        if (hasEvents && Long.compareUnsigned(sequence, scan.lastSequence()) > 0) {
          throw new SnapshotMismatch(
              path,
              "snapshot sequence %s exceeds WAL max sequence %s"
                  .formatted(number(sequence), number(scan.lastSequence())));
        }
        if (replay.hasTail() && replay.firstFolded() != sequence + 1) {
          throw new SnapshotMismatch(
              path,
              "the snapshot ends with sequence %s and the log goes on with %s"
                  .formatted(number(sequence), number(replay.firstFolded())));
        }
      }
      case SnapshotUse.PassedOver(Path path, SnapshotFault fault) -> {
        if (!hasEvents || scan.firstSequence() != 1) {
          throw new SnapshotMismatch(
              path,
              "the snapshot cannot be used (%s) and the log %s"
                  .formatted(
                      fault.message(),
                      hasEvents
                          ? "starts at sequence " + number(scan.firstSequence())
                          : "is empty"));
        }
      }
    }
  }

  /// Missing sequences that no snapshot stands in for (S-32).
  private void checkSequences(ScanReport scan, Replay replay) throws SequenceGap {
    Replay.Gap found = replay.firstGap();
    if (found == null) {
      return;
    }
    SequenceJump gap = found.jump();
    boolean isOurs = scan.batchFrames() > 0 || scan.sealedFiles() > 0;
    if (isOurs && gaps == GapPolicy.REFUSE) {
      throw new SequenceGap(found.file(), gap.offset(), gap.previous(), gap.next());
    }
    String others =
        replay.gaps() == 1 ? "" : ", and more at %d places".formatted(replay.gaps() - 1);
    warnings.add(
        "sequences %s to %s are missing in the log%s"
            .formatted(number(gap.previous() + 1), number(gap.next() - 1), others));
  }

  private static LogUse logUse(ScanReport scan, Replay replay) {
    return new LogUse(
        replay.applied(),
        replay.skipped(),
        scan.firstSequence(),
        scan.events() == 0 ? 0 : scan.lastSequence(),
        scan.verdict().offset(),
        scan.batchFrames());
  }

  private static String number(long unsigned) {
    return Long.toUnsignedString(unsigned);
  }
}
