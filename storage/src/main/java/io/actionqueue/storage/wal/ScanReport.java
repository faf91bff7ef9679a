package io.actionqueue.storage.wal;

import java.util.ArrayList;
import java.util.List;

/// What one pass over a log file found.
///
/// @param events how many events were delivered
/// @param firstSequence the first event's sequence, unsigned; 0 without events
/// @param lastSequence the last event's sequence, unsigned; the sequence before the file without
///   events
/// @param batchFrames how many of the frames are of version 6
/// @param singleFrames how many of the frames are of version 5
/// @param fileLength the file's length when the pass began, in bytes
/// @param jumps where sequences do not follow on each other: the first [#MAX_JUMPS] places
/// @param jumpCount how many such places there are
/// @param verdict how the file ends
/// @param doubtFrom where the last good frames begin that were not known to be synced when the last
///   one was written; the end of the last good frame if there is none
/// @param sealedFiles how many sealed files were read before this one
public record ScanReport(
    long events,
    long firstSequence,
    long lastSequence,
    long batchFrames,
    long singleFrames,
    long fileLength,
    List<SequenceJump> jumps,
    long jumpCount,
    ScanVerdict verdict,
    long doubtFrom,
    int sealedFiles) {
  /// How many jumps are listed at most.
  public static final int MAX_JUMPS = 100;

  /// Copies the list.
  public ScanReport {
    jumps = List.copyOf(jumps);
  }

  /// The report on a log without a frame that goes on after a sequence.
  ///
  /// @param sequence the last one before it, unsigned
  public static ScanReport nothingAfter(long sequence) {
    return new ScanReport(0, 0, sequence, 0, 0, 0, List.of(), 0, new ScanVerdict.CleanEnd(0), 0, 0);
  }

  /// This report with that of the file that goes on after it: events and jumps of both, the end of
  /// the second.
  ScanReport then(ScanReport next) {
    var places = new ArrayList<>(jumps);
    for (SequenceJump jump : next.jumps) {
      if (places.size() < MAX_JUMPS) {
        places.add(jump);
      }
    }
    return new ScanReport(
        events + next.events,
        events == 0 ? next.firstSequence : firstSequence,
        next.lastSequence,
        batchFrames + next.batchFrames,
        singleFrames + next.singleFrames,
        next.fileLength,
        places,
        jumpCount + next.jumpCount,
        next.verdict,
        next.doubtFrom,
        sealedFiles + 1);
  }

  /// Where a writer goes on: after a clean end at once, after a torn one when its bytes have been
  /// set aside.
  public LogPosition position() {
    return new LogPosition(verdict.offset(), lastSequence, doubtFrom);
  }
}
