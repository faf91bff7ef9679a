package io.actionqueue.storage.recovery;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.storage.SequenceUnavailable;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.wal.LogSegments;
import io.actionqueue.storage.wal.ScanPolicy;
import io.actionqueue.storage.wal.ScanReport;
import io.actionqueue.storage.wal.ScanVerdict;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/// The state as it was: replay from the latest snapshot before the moment, up to the moment.
final class PastState {
  private PastState() {}

  /// The state right behind one event.
  ///
  /// @param sequence the event's, unsigned; 0 for the empty state of the beginning
  /// @throws SequenceUnavailable if the directory does not hold that moment
  static QueueState at(FileStore files, DataLayout layout, long sequence) throws IOException {
    Base base = Base.atMost(files, layout, sequence);
    var replay = new Replay(new Folding.IntoState(base.state()), sequence);
    ScanReport scan = scan(files, layout, replay);
    if (scan.verdict() instanceof ScanVerdict.Corrupt corrupt) {
      throw corrupt.toException(layout.log());
    }
    replay.failIfRefused();
    boolean mayHaveGaps = scan.batchFrames() == 0 && scan.sealedFiles() == 0 && !base.isUsed();
    if (replay.firstGap() != null && !mayHaveGaps) {
      throw new SequenceUnavailable(
          layout.root(),
          sequence,
          "events before it are not kept, the log begins with " + number(scan.firstSequence()));
    }
    if (base.state().latestSequence() != sequence) {
      throw new SequenceUnavailable(
          layout.root(), sequence, "the last one is " + number(scan.lastSequence()));
    }
    return base.state();
  }

  private static ScanReport scan(FileStore files, DataLayout layout, Replay replay)
      throws IOException {
    try {
      return LogSegments.scan(files, layout.log(), ScanPolicy.BESIDE_WRITER, replay);
    } catch (NoSuchFileException _) {
      return ScanReport.nothingAfter(0);
    }
  }

  private static String number(long unsigned) {
    return Long.toUnsignedString(unsigned);
  }
}
