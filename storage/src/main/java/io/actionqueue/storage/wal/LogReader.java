package io.actionqueue.storage.wal;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.storage.CorruptLog;
import io.actionqueue.storage.wal.FrameCursor.CheckOrder;
import io.actionqueue.storage.wal.FrameCursor.Step;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads a log event by event, strictly, in the check order of a streaming reader (spec 01 §6.2 and
/// §6.3).
///
/// For inspection and replay beside other files; opening a directory for writing uses [LogScan].
/// Confined to one thread. Never creates or changes a file. The order of sequences is not checked.
public final class LogReader implements AutoCloseable {
  private final Path path;
  private final FileHandle file;
  private FrameCursor cursor;
  private int pending;
  private boolean end;
  private long currentSequence;

  private LogReader(Path path, FileHandle file) throws IOException {
    this.path = path;
    this.file = file;
    this.cursor = new FrameCursor(file, 0, file.size(), CheckOrder.LENGTH_FIRST);
    this.end = cursor.end() == 0;
  }

  /// Opens a log for reading.
  ///
  /// @throws java.nio.file.NoSuchFileException if there is no such file
  public static LogReader open(FileStore store, Path path) throws IOException {
    FileHandle file = store.open(path, FileStore.OpenMode.READ);
    try {
      return new LogReader(path, file);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /// The next event; null at the end.
  ///
  /// @throws CorruptLog once, at the first damage; every later call returns null
  public @Nullable LoggedEvent next() throws IOException {
    if (pending == 0 && (end || !readFrame())) {
      return null;
    }
    FrameDecoder frame = cursor.decoder();
    int index = frame.count() - pending--;
    currentSequence = frame.firstSequence() + index;
    return new LoggedEvent(currentSequence, frame.event(index), cursor.frame());
  }

  private boolean readFrame() throws IOException {
    Step step = cursor.advance();
    if (step != Step.FRAME && file.size() > cursor.end()) {
      cursor.limit(file.size());
      step = cursor.advance();
    }
    return switch (step) {
      case FRAME -> {
        pending = cursor.decoder().count();
        yield true;
      }
      case END -> {
        end = true;
        yield false;
      }
      case DAMAGE -> {
        end = true;
        throw corrupt(cursor);
      }
    };
  }

  /// Whether the end, or damage, has been met.
  public boolean isEnd() {
    return end;
  }

  /// Clears the end flag, so that what has been appended since can be read. Use it after a clean
  /// end only.
  public void resetEnd() {
    end = false;
  }

  /// The sequence of the event read last, unsigned; 0 before the first.
  public long currentSequence() {
    return currentSequence;
  }

  /// Goes to the first event with exactly this sequence, after checking the whole file.
  ///
  /// @return whether there is one; the next call of [#next()] then returns it
  /// @throws CorruptLog if there is damage anywhere in the file
  public boolean seek(long sequence) throws IOException {
    var check = new FrameCursor(file, 0, file.size(), CheckOrder.LENGTH_FIRST);
    long found = -1;
    for (Step step = check.advance(); step != Step.END; step = check.advance()) {
      if (step == Step.DAMAGE) {
        end = true;
        throw corrupt(check);
      }
      if (found < 0 && indexOf(sequence, check.decoder()) >= 0) {
        found = check.offset();
      }
    }
    if (found < 0) {
      return false;
    }
    cursor = new FrameCursor(file, found, check.end(), CheckOrder.LENGTH_FIRST);
    end = false;
    if (readFrame()) {
      pending -= indexOf(sequence, cursor.decoder());
    }
    return true;
  }

  private static int indexOf(long sequence, FrameDecoder frame) {
    long index = sequence - frame.firstSequence();
    return index >= 0 && index < frame.count() ? (int) index : -1;
  }

  private CorruptLog corrupt(FrameCursor at) {
    return new CorruptLog(path, at.offset(), at.reason().token(), at.detail());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
