package io.actionqueue.storage.wal;

import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.port.EventLog;
import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.TimeSource;
import java.io.IOException;
import java.nio.file.Path;

/// The durable log of one directory: frames in one file, appended and synced in groups.
public final class WriteAheadLog implements EventLog {
  private WriteAheadLog() {}

  /// Opens a log file for appending, creating it if it is missing, and syncs what stands in it.
  ///
  /// @param position the end that a scan of this file has just found
  /// @throws io.actionqueue.storage.StorageException if something other than zeros stands behind
  ///   the position
  public static WriteAheadLog open(
      FileStore store, TimeSource time, Path path, LogOptions options, LogPosition position)
      throws IOException {
    throw new UnsupportedOperationException(store + " " + time + path + position);
  }

  @Override
  public long lastSequence() {
    return 0;
  }

  @Override
  public long durableSequence() {
    return 0;
  }

  @Override
  public void append(EventBatch batch) throws IOException {}

  @Override
  public void sync() throws IOException {}

  @Override
  public void listen(DurabilityListener listener) {}

  /// What has been done since opening. Thread-safe.
  public LogCounters counters() {
    return new LogCounters(0, 0, 0, 0, 0);
  }

  /// Bytes of whole frames in the file: where the next frame goes. Thread-safe.
  public long sizeBytes() {
    return 0;
  }

  @Override
  public void close() throws IOException {}
}
