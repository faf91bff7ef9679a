package io.actionqueue.testkit.log;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.port.EventLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event log in memory whose durability a test moves by hand, to stand between a command and its
/// acknowledgement. Confined to one thread.
///
/// ```java
/// MemoryLog log = MemoryLog.create();
/// log.append(batch);       // handed over, not durable
/// log.makeDurable(1);      // the listener hears durable(1)
/// log.fail(cause);         // poisoned: every later call fails with the cause
/// ```
public final class MemoryLog implements EventLog {
  private final List<EventBatch> batches = new ArrayList<>();
  private long lastSequence;
  private long durableSequence;
  private @Nullable DurabilityListener listener;
  private @Nullable IOException poison;
  private @Nullable IOException nextSyncFailure;
  private boolean closed;

  private MemoryLog(long lastSequence) {
    this.lastSequence = lastSequence;
    this.durableSequence = lastSequence;
  }

  /// An empty log.
  public static MemoryLog create() {
    return new MemoryLog(0);
  }

  /// A log that goes on after a sequence, as behind a snapshot.
  public static MemoryLog after(long sequence) {
    return new MemoryLog(sequence);
  }

  @Override
  public long lastSequence() {
    return lastSequence;
  }

  @Override
  public long durableSequence() {
    return durableSequence;
  }

  @Override
  public void append(EventBatch batch) throws IOException {
    checkUsable();
    if (batch.events().isEmpty() || batch.firstSequence() != lastSequence + 1) {
      throw new IOException(
          "expected a batch from sequence "
              + Long.toUnsignedString(lastSequence + 1)
              + " on, got "
              + batch);
    }
    batches.add(batch);
    lastSequence = batch.lastSequence();
  }

  @Override
  public void sync() throws IOException {
    checkUsable();
    if (nextSyncFailure != null) {
      fail(nextSyncFailure);
      throw nextSyncFailure;
    }
    makeDurable(lastSequence);
  }

  @Override
  public void listen(DurabilityListener newListener) {
    listener = newListener;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    if (poison == null) {
      makeDurable(lastSequence);
    }
    closed = true;
    if (poison != null) {
      throw poison;
    }
  }

  /// Makes everything up to a sequence durable and tells the listener; nothing happens if it is
  /// durable already.
  ///
  /// @throws IllegalArgumentException if the sequence was not handed over
  public void makeDurable(long sequence) {
    if (Long.compareUnsigned(sequence, lastSequence) > 0) {
      throw new IllegalArgumentException(
          "sequence " + Long.toUnsignedString(sequence) + " was not handed over");
    }
    if (Long.compareUnsigned(sequence, durableSequence) <= 0) {
      return;
    }
    durableSequence = sequence;
    if (listener != null) {
      listener.durable(sequence);
    }
  }

  /// Poisons the log, as a failed write or sync does, and tells the listener the first time.
  public void fail(IOException cause) {
    if (poison != null) {
      return;
    }
    poison = cause;
    if (listener != null) {
      listener.failed(cause);
    }
  }

  /// Makes the next sync fail and poison the log.
  public void failNextSync(IOException cause) {
    nextSyncFailure = cause;
  }

  /// The log that a restart finds: what was durable, and nothing else.
  public MemoryLog restarted() {
    MemoryLog restarted = new MemoryLog(durableSequence);
    for (EventBatch batch : batches) {
      if (Long.compareUnsigned(batch.lastSequence(), durableSequence) <= 0) {
        restarted.batches.add(batch);
      }
    }
    return restarted;
  }

  /// Every batch handed over, in order.
  public List<EventBatch> batches() {
    return List.copyOf(batches);
  }

  /// Every event handed over, in order.
  public List<Event> events() {
    return batches.stream().flatMap(batch -> batch.events().stream()).toList();
  }

  private void checkUsable() throws IOException {
    if (poison != null) {
      throw poison;
    }
    if (closed) {
      throw new IOException("the log is closed");
    }
  }
}
