package io.actionqueue.storage.wal;

/// Settings of a log's writer.
public final class LogOptions {
  private static final LogOptions DEFAULT = builder().build();

  private final Durability durability;
  private final LogThreading threading;
  private final int prepareBytes;
  private final long maxWaitingBytes;
  private final long segmentBytes;

  private LogOptions(Builder builder) {
    durability = builder.durability;
    threading = builder.threading;
    prepareBytes = builder.prepareBytes;
    maxWaitingBytes = builder.maxWaitingBytes;
    segmentBytes = builder.segmentBytes;
  }

  /// Synced batches, a thread of its own, 16 MiB prepared ahead once the log is busy.
  public static LogOptions defaults() {
    return DEFAULT;
  }

  /// Settings that start from the defaults.
  public static Builder builder() {
    return new Builder();
  }

  /// When a batch counts as durable.
  public Durability durability() {
    return durability;
  }

  /// Which thread writes.
  public LogThreading threading() {
    return threading;
  }

  /// How many bytes of zeros the first file has that is prepared ahead; 0 for none.
  public int prepareBytes() {
    return prepareBytes;
  }

  /// From how many unwritten bytes on an append waits.
  public long maxWaitingBytes() {
    return maxWaitingBytes;
  }

  /// From how many bytes on the active file is sealed before the next write.
  public long segmentBytes() {
    return segmentBytes;
  }

  /// Collects settings. Not thread-safe.
  public static final class Builder {
    private Durability durability = Durability.SYNC;
    private LogThreading threading = LogThreading.LOG_THREAD;
    private int prepareBytes = 16 << 20;
    private long maxWaitingBytes = 64L << 20;
    private long segmentBytes = 64L << 20;

    private Builder() {}

    /// When a batch counts as durable; [Durability#SYNC] by default.
    public Builder durability(Durability value) {
      durability = value;
      return this;
    }

    /// Which thread writes; [LogThreading#LOG_THREAD] by default.
    public Builder threading(LogThreading value) {
      threading = value;
      return this;
    }

    /// How much space the next file gets, filled with zeros ahead of its use, in bytes: 0 (files
    /// grow as they are written) or 4,096 to 1,073,741,824; 16 MiB by default. Each file behind
    /// that one gets twice as much, up to [#segmentBytes]. The first is made once the log has
    /// written a sixteenth of this since it was opened, and taken as soon as it is ready.
    public Builder prepareBytes(int value) {
      if (value != 0 && (value < 4096 || value > 1 << 30)) {
        throw new IllegalArgumentException(
            "prepareBytes must be 0 or 4096 to 1073741824, was " + value);
      }
      prepareBytes = value;
      return this;
    }

    /// From how many unwritten bytes on an append waits; at least 1, 64 MiB by default.
    public Builder maxWaitingBytes(long value) {
      if (value < 1) {
        throw new IllegalArgumentException("maxWaitingBytes must be at least 1, was " + value);
      }
      maxWaitingBytes = value;
      return this;
    }

    /// From how many bytes on the active file is sealed before the next write; at least 4,096, 64
    /// MiB by default. It is sealed earlier when a prepared file stands ready and this one has no
    /// prepared space left.
    public Builder segmentBytes(long value) {
      if (value < 4096) {
        throw new IllegalArgumentException("segmentBytes must be at least 4096, was " + value);
      }
      segmentBytes = value;
      return this;
    }

    /// The settings.
    public LogOptions build() {
      return new LogOptions(this);
    }
  }
}
