package io.actionqueue.storage.wal;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.storage.PayloadTooLarge;
import io.actionqueue.storage.StorageException;
import io.actionqueue.storage.UnencodableEvent;
import io.actionqueue.storage.codec.PayloadSink;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32;

/// Batches gathered for one write, and the frame that they become.
///
/// ```text
///  | room for header, sequence, lag, count | length | event | length | event | ...
///                    ^ the frame begins here, once its front is known
/// ```
///
/// Events are encoded as they come, with their lengths, as a frame of version 6 holds them. The
/// front is written before them when the frame is taken; a single event's length is overwritten
/// then, where version 5 is wanted. Not thread-safe.
final class FrameBuffer {
  private static final int ROOM = FrameFormat.HEADER_BYTES + 3 * 10;

  /// How far the sink goes beyond the largest payload, so that what is too large is found by its
  /// exact size.
  private static final int EXCESS = 256;

  private final Path path;
  private final int maxPayload;
  private final PayloadSink sink;
  private final CRC32 crc32 = new CRC32();
  private int count;
  private boolean extended;
  private long firstSequence;

  /// An empty buffer.
  ///
  /// @param path the log, for failures
  FrameBuffer(Path path, int initialBytes) {
    this(path, initialBytes, FrameFormat.MAX_PAYLOAD_BYTES);
  }

  /// An empty buffer for payloads of at most `maxPayload` bytes.
  FrameBuffer(Path path, int initialBytes, int maxPayload) {
    this.path = path;
    this.maxPayload = maxPayload;
    this.sink = PayloadSink.of(ROOM + initialBytes, ROOM + maxPayload + EXCESS);
    sink.rollback(ROOM);
  }

  /// Takes a batch behind those that it holds.
  ///
  /// @return whether it was taken: it is not if its sequences do not follow, or if the frame would
  ///   become too large; an empty buffer takes what any buffer can take
  /// @throws StorageException if the batch can never be written
  boolean add(EventBatch batch) throws StorageException {
    if (count > 0 && batch.firstSequence() != firstSequence + count) {
      return false;
    }
    int mark = sink.position();
    boolean taken = false;
    boolean extendedBefore = extended;
    try {
      for (Event event : batch.events()) {
        extended |= event instanceof ExtensionEvent;
        int start = sink.beginEnclosed();
        EventEncoder.encode(sink, event);
        sink.endEnclosed(start);
      }
      taken = check(batch);
    } finally {
      if (!taken) {
        sink.rollback(mark);
        extended = extendedBefore;
      }
    }
    if (taken) {
      firstSequence = count == 0 ? batch.firstSequence() : firstSequence;
      count += batch.events().size();
    }
    return taken;
  }

  private boolean check(EventBatch batch) throws StorageException {
    String refusal = sink.refusal();
    if (refusal != null) {
      throw new UnencodableEvent(path, refusal);
    }
    int events = count + batch.events().size();
    long first = count == 0 ? batch.firstSequence() : firstSequence;
    long size = payloadBytes(first, events);
    if (size <= maxPayload) {
      return true;
    }
    if (count > 0) {
      return false;
    }
    throw new PayloadTooLarge(path, size, maxPayload);
  }

  /// The size of the payload with the longest lag; of a single event, the size in version 5.
  private long payloadBytes(long first, int events) {
    long content = sink.size(ROOM);
    if (events == 1 && !extended) {
      return PayloadSink.varintBytes(first) + content - lengthBytes(content);
    }
    return PayloadSink.varintBytes(first)
        + PayloadSink.varintBytes(-1)
        + PayloadSink.varintBytes(events)
        + content;
  }

  /// How many of `content` bytes are the length of the one event that they hold.
  private static int lengthBytes(long content) {
    int bytes = 1;
    while (PayloadSink.varintBytes(content - bytes) > bytes) {
      bytes++;
    }
    return bytes;
  }

  /// Whether there is nothing in it.
  boolean isEmpty() {
    return count == 0;
  }

  /// How many events it holds.
  int count() {
    return count;
  }

  /// Bytes of the events that it holds.
  int size() {
    return sink.position() - ROOM;
  }

  /// The sequence of the first event, unsigned.
  long firstSequence() {
    return firstSequence;
  }

  /// The sequence of the last event, unsigned.
  long lastSequence() {
    return firstSequence + count - 1;
  }

  /// Whether version 5 can hold it: exactly one event, and one that version 5 knows.
  boolean isSingle() {
    return count == 1 && !extended;
  }

  /// The events as one frame of version 5: [#isSingle()] must hold. The buffer must not be changed
  /// while the frame is in use, and holds nothing else afterwards.
  ByteBuffer single() {
    int body = ROOM + lengthBytes(size());
    int payload = body - PayloadSink.varintBytes(firstSequence);
    PayloadSink.putVarint(sink.array(), payload, firstSequence);
    return frame(FrameFormat.VERSION_SINGLE, payload);
  }

  /// The events as one frame of version 6. The buffer must not be changed while the frame is in
  /// use.
  ///
  /// @param lag how many sequences before the first one are not known to be synced, unsigned
  ByteBuffer batch(long lag) {
    int payload =
        ROOM
            - PayloadSink.varintBytes(firstSequence)
            - PayloadSink.varintBytes(lag)
            - PayloadSink.varintBytes(count);
    byte[] array = sink.array();
    int at = PayloadSink.putVarint(array, payload, firstSequence);
    at = PayloadSink.putVarint(array, at, lag);
    PayloadSink.putVarint(array, at, count);
    return frame(FrameFormat.VERSION_BATCH, payload);
  }

  private ByteBuffer frame(int version, int payload) {
    byte[] array = sink.array();
    int length = sink.position() - payload;
    crc32.reset();
    crc32.update(array, payload, length);
    int header = payload - FrameFormat.HEADER_BYTES;
    PayloadSink.putInt(array, header, version);
    PayloadSink.putInt(array, header + 4, length);
    PayloadSink.putInt(array, header + 8, (int) crc32.getValue());
    return ByteBuffer.wrap(array, header, FrameFormat.HEADER_BYTES + length);
  }

  /// Empties the buffer.
  void clear() {
    sink.rollback(ROOM);
    count = 0;
    extended = false;
    firstSequence = 0;
  }

  /// Bytes of memory that it takes.
  int capacity() {
    return sink.array().length;
  }
}
