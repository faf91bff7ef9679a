package io.actionqueue.core.port;

import java.io.IOException;

/// A durable, ordered sequence of batches. One owner hands batches over; durability is reported
/// later, in order.
///
/// `append`, `sync` and `close` are confined to the owner's thread. After any failed write or sync
/// the log is poisoned: every later call fails with the first cause, and only opening the directory
/// again goes on.
public interface EventLog extends AutoCloseable {
  /// The highest sequence handed over so far (at opening: the highest one on disk); 0 for an empty
  /// log.
  long lastSequence();

  /// The highest sequence that is known to be durable under the log's durability setting.
  long durableSequence();

  /// Hands a batch over without waiting for the disk. May block while too many bytes are waiting to
  /// be written.
  ///
  /// @throws IOException if the log is closed or poisoned, or if the batch cannot be encoded (then
  ///   nothing of it is kept and the log stays usable)
  void append(EventBatch batch) throws IOException;

  /// Returns after everything handed over is durable, synced also where durability is relaxed.
  void sync() throws IOException;

  /// Returns after everything handed over is durable as far as the log's setting asks, which may be
  /// less than [#sync()] does. A log without a thread of its own makes the syncs that are due by
  /// time here. Fails as that does.
  default void settle() throws IOException {
    sync();
  }

  /// Names the one listener that hears of durability and of failure. Set before the first append.
  void listen(DurabilityListener listener);

  /// Syncs what was handed over and closes the files. A second call does nothing.
  @Override
  void close() throws IOException;

  /// Hears, in order, what has become durable. Called from the log's thread (or from `sync` and
  /// `append` of a log without one); must not block.
  interface DurabilityListener {
    /// Everything up to `sequence` is durable.
    void durable(long sequence);

    /// The log is poisoned. Whether batches after the last durable sequence survive is unknown
    /// until reopening.
    void failed(IOException cause);
  }
}
