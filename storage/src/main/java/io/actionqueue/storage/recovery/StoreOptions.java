package io.actionqueue.storage.recovery;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.TimeSource;
import io.actionqueue.storage.file.ReportingFiles;
import io.actionqueue.storage.snapshot.Publication;
import io.actionqueue.storage.snapshot.SnapshotForm;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.storage.wal.ScanPolicy;
import java.nio.file.Path;

/// How a data directory is opened.
public final class StoreOptions {
  private final Path directory;
  private final FileStore files;
  private final TimeSource time;
  private final LogOptions log;
  private final ScanPolicy damage;
  private final GapPolicy gaps;
  private final SnapshotForm snapshotForm;
  private final int snapshotSyncBytes;

  private StoreOptions(Builder builder) {
    directory = builder.directory;
    files = ReportingFiles.of(builder.files);
    time = builder.time;
    log = builder.log;
    damage = builder.damage;
    gaps = builder.gaps;
    snapshotForm = builder.snapshotForm;
    snapshotSyncBytes = builder.snapshotSyncBytes;
  }

  /// Settings for a directory, from the defaults on.
  ///
  /// @param directory the data directory; created if it is missing
  /// @param files the disk
  /// @param time the clocks
  public static Builder builder(Path directory, FileStore files, TimeSource time) {
    return new Builder(directory, files, time);
  }

  /// The data directory.
  public Path directory() {
    return directory;
  }

  /// The disk, whose failures say what was done to which file.
  public FileStore files() {
    return files;
  }

  /// The clocks.
  public TimeSource time() {
    return time;
  }

  /// Settings of the log's writer.
  public LogOptions log() {
    return log;
  }

  /// How the end of the log is judged.
  public ScanPolicy damage() {
    return damage;
  }

  /// What to do about missing sequences.
  public GapPolicy gaps() {
    return gaps;
  }

  /// The form of snapshots that are written without being told one.
  SnapshotForm snapshotForm() {
    return snapshotForm;
  }

  /// After how many bytes a snapshot is synced while it is being written.
  int snapshotSyncBytes() {
    return snapshotSyncBytes;
  }

  /// Collects settings. Not thread-safe.
  public static final class Builder {
    private final Path directory;
    private final FileStore files;
    private final TimeSource time;
    private LogOptions log = LogOptions.defaults();
    private ScanPolicy damage = ScanPolicy.DEFAULT;
    private GapPolicy gaps = GapPolicy.REFUSE;
    private SnapshotForm snapshotForm = SnapshotForm.FITTING;
    private int snapshotSyncBytes = Publication.SYNC_BYTES;

    private Builder(Path directory, FileStore files, TimeSource time) {
      this.directory = directory;
      this.files = files;
      this.time = time;
    }

    /// Settings of the log's writer; [LogOptions#defaults()] by default.
    public Builder log(LogOptions value) {
      log = value;
      return this;
    }

    /// How the end of the log is judged: [ScanPolicy#DEFAULT] or [ScanPolicy#STRICT]; the first by
    /// default.
    public Builder damage(ScanPolicy value) {
      if (value != ScanPolicy.DEFAULT && value != ScanPolicy.STRICT) {
        throw new IllegalArgumentException("a directory is not opened with policy " + value);
      }
      damage = value;
      return this;
    }

    /// What to do about missing sequences; [GapPolicy#REFUSE] by default.
    public Builder gaps(GapPolicy value) {
      gaps = value;
      return this;
    }

    /// Writes every snapshot in the native form, however small the state is. By default small ones
    /// that it can express have the form of the original ([SnapshotForm#FITTING]). That one cannot
    /// be asked for here: not every state has it.
    public Builder nativeSnapshots() {
      snapshotForm = SnapshotForm.NATIVE;
      return this;
    }

    /// After how many bytes a snapshot is synced while it is being written, so that the syncs of
    /// the log need not wait for all of it: at least 1, 4 MiB by default. A sync that fails is the
    /// end of that snapshot, as one at its end is.
    public Builder snapshotSyncBytes(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("snapshotSyncBytes must be at least 1, was " + value);
      }
      snapshotSyncBytes = value;
      return this;
    }

    /// The settings.
    public StoreOptions build() {
      return new StoreOptions(this);
    }
  }
}
