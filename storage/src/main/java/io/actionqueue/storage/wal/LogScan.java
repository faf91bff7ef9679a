package io.actionqueue.storage.wal;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.storage.wal.FrameCursor.CheckOrder;
import io.actionqueue.storage.wal.FrameCursor.Step;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One pass over a log file: every good frame is checked, decoded as far as the sink wants to see
/// its events, and delivered, and the end is judged.
///
/// Reads only. The file is taken at the length that it has when the pass begins. Sequences are
/// handed on as they stand; where they do not follow on each other the report says so.
public final class LogScan {
  private final FileHandle file;
  private final ScanPolicy policy;
  private final EventSink sink;
  private final FrameCursor cursor;
  private final List<SequenceJump> jumps = new ArrayList<>();
  private final ArrayDeque<Written> inDoubt = new ArrayDeque<>();
  private long jumpCount;
  private long events;
  private long firstSequence;
  private long lastSequence;
  private long batchFrames;
  private long singleFrames;

  /// A frame.
  private record Written(long offset, long lastSequence) {}

  private LogScan(FileHandle file, ScanPolicy policy, long precedingSequence, EventSink sink)
      throws IOException {
    this.file = file;
    this.policy = policy;
    this.sink = sink;
    this.lastSequence = precedingSequence;
    this.cursor = new FrameCursor(file, 0, file.size(), CheckOrder.VERSION_FIRST);
  }

  /// Scans a log that begins at sequence 1.
  ///
  /// @throws java.nio.file.NoSuchFileException if there is no such file
  /// @throws IOException if the file cannot be read, or what the sink threw
  public static ScanReport run(FileStore store, Path path, ScanPolicy policy, EventSink sink)
      throws IOException {
    return run(store, path, policy, 0, sink);
  }

  /// Scans a log that goes on after `precedingSequence`.
  ///
  /// @param precedingSequence the last sequence before this file, unsigned; 0 if there is none
  /// @throws java.nio.file.NoSuchFileException if there is no such file
  /// @throws IOException if the file cannot be read, or what the sink threw
  public static ScanReport run(
      FileStore store, Path path, ScanPolicy policy, long precedingSequence, EventSink sink)
      throws IOException {
    try (FileHandle file = store.open(path, FileStore.OpenMode.READ)) {
      return run(file, policy, precedingSequence, sink);
    }
  }

  /// Scans an open file that goes on after `precedingSequence`.
  public static ScanReport run(
      FileHandle file, ScanPolicy policy, long precedingSequence, EventSink sink)
      throws IOException {
    return new LogScan(file, policy, precedingSequence, sink).run();
  }

  private ScanReport run() throws IOException {
    ScanVerdict verdict = null;
    while (verdict == null) {
      try {
        verdict = step();
      } catch (EOFException e) {
        takeShorterLength(e);
      }
    }
    return new ScanReport(
        events,
        firstSequence,
        lastSequence,
        batchFrames,
        singleFrames,
        cursor.end(),
        jumps,
        jumpCount,
        verdict,
        inDoubt.isEmpty() ? verdict.offset() : inDoubt.getFirst().offset(),
        0);
  }

  private @Nullable ScanVerdict step() throws IOException {
    cursor.decoder().pass(sink.known());
    return switch (cursor.advance()) {
      case FRAME -> {
        deliver();
        yield null;
      }
      case END -> new ScanVerdict.CleanEnd(cursor.offset());
      case DAMAGE -> judge();
    };
  }

  private void deliver() throws IOException {
    FrameDecoder frame = cursor.decoder();
    if (cursor.version() == FrameFormat.VERSION_BATCH) {
      batchFrames++;
    } else {
      singleFrames++;
    }
    for (int i = 0; i < frame.count(); i++) {
      long sequence = frame.firstSequence() + i;
      follow(sequence);
      if (!frame.isPassed()) {
        sink.event(sequence, frame.event(i), cursor.offset());
      }
    }
    if (frame.isPassed()) {
      sink.passed(frame.count());
    }
    doubt(frame);
  }

  /// Keeps the frames that the latest one does not know to be synced, and itself.
  private void doubt(FrameDecoder frame) {
    long synced = frame.firstSequence() - 1 - frame.lag();
    while (!inDoubt.isEmpty()
        && Long.compareUnsigned(inDoubt.getFirst().lastSequence(), synced) <= 0) {
      inDoubt.removeFirst();
    }
    inDoubt.addLast(new Written(cursor.offset(), lastSequence));
  }

  private void follow(long sequence) {
    if (sequence != lastSequence + 1 || sequence == 0) {
      jumpCount++;
      if (jumps.size() < ScanReport.MAX_JUMPS) {
        jumps.add(new SequenceJump(lastSequence, sequence, cursor.offset()));
      }
    }
    if (events++ == 0) {
      firstSequence = sequence;
    }
    lastSequence = sequence;
  }

  /// Judges the damage at the cursor. Beside a writer, what was being written a moment ago may be
  /// whole by now, and frames may stand behind it: so it is read once more before it is refused.
  private @Nullable ScanVerdict judge() throws IOException {
    ScanVerdict verdict = new TailJudge(file, cursor, lastSequence).judge(policy);
    if (policy == ScanPolicy.BESIDE_WRITER && verdict instanceof ScanVerdict.Corrupt) {
      cursor.moveTo(cursor.offset());
      if (cursor.advance() == Step.FRAME) {
        deliver();
        return null;
      }
    }
    return verdict;
  }

  /// A writer cuts its file back to the last frame when it ends.
  private void takeShorterLength(EOFException e) throws IOException {
    long size = file.size();
    if (policy != ScanPolicy.BESIDE_WRITER || size >= cursor.end()) {
      throw e;
    }
    cursor.limit(size);
    cursor.moveTo(cursor.offset());
  }
}
