package io.actionqueue.storage.wal;

import io.actionqueue.core.event.Event;
import io.actionqueue.storage.codec.MalformedPayload;
import io.actionqueue.storage.codec.PayloadSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads the payloads of whole frames (docs/format/wal.md §3 and §4): all events of a frame, or
/// none.
///
/// Holds the events of the last payload. Confined to one thread.
final class FrameDecoder {
  private final PayloadSource in = PayloadSource.of();
  private final EventDecoder events = new EventDecoder(in);
  private @Nullable Event[] batch = new Event[16];
  private int count;
  private boolean passed;
  private long known;
  private long firstSequence;
  private long lag;

  /// Says up to which sequence, unsigned, nobody wants to see events. Of a payload that holds
  /// nothing beyond it only the outline is read.
  void pass(long through) {
    known = through;
  }

  /// Reads a payload of the given version, 5 or 6.
  ///
  /// @throws MalformedPayload if it is no event, or no batch; nothing of it counts then
  void decode(int version, byte[] bytes, int start, int length) throws MalformedPayload {
    in.reset(bytes, start, start + length);
    count = 0;
    passed = false;
    if (version == FrameFormat.VERSION_SINGLE) {
      lag = 0;
      firstSequence = in.varint();
      passed = isKnown(firstSequence);
      if (!passed) {
        batch[0] = events.decode(version);
      }
      count = 1;
      return;
    }
    decodeBatch();
  }

  private boolean isKnown(long sequence) {
    return Long.compareUnsigned(sequence, known) <= 0 && known != 0;
  }

  /// Reads only the beginning of a payload: [#firstSequence()] and [#lag()].
  void decodeStart(int version, byte[] bytes, int start, int length) throws MalformedPayload {
    in.reset(bytes, start, start + length);
    count = 0;
    firstSequence = in.varint();
    lag = version == FrameFormat.VERSION_SINGLE ? 0 : in.varint();
  }

  private void decodeBatch() throws MalformedPayload {
    firstSequence = in.varint();
    lag = in.varint();
    int events = in.count();
    checkStart(events);
    passed = isKnown(firstSequence + events - 1);
    for (int i = 0; i < events; i++) {
      int length = in.length();
      int end = in.position() + length;
      if (passed) {
        in.moveTo(end);
        continue;
      }
      int outer = in.narrow(end);
      Event event = this.events.decode(FrameFormat.VERSION_BATCH);
      if (in.remaining() > 0) {
        throw new MalformedPayload(in.remaining() + " bytes left over behind event " + (i + 1));
      }
      in.narrow(outer);
      keep(i, event);
    }
    if (in.remaining() > 0) {
      throw new MalformedPayload(in.remaining() + " bytes left over behind the batch");
    }
    count = events;
  }

  private void checkStart(int events) throws MalformedPayload {
    if (events == 0) {
      throw new MalformedPayload("a batch without events");
    }
    if (firstSequence == 0 || Long.compareUnsigned(firstSequence + events - 1, firstSequence) < 0) {
      throw new MalformedPayload(
          events + " events from sequence " + Long.toUnsignedString(firstSequence));
    }
    if (Long.compareUnsigned(lag, firstSequence) >= 0) {
      throw new MalformedPayload(
          "lag "
              + Long.toUnsignedString(lag)
              + " at sequence "
              + Long.toUnsignedString(firstSequence));
    }
  }

  private void keep(int index, Event event) {
    if (index == batch.length) {
      batch = Arrays.copyOf(batch, 2 * index);
    }
    batch[index] = event;
  }

  /// How many events the last payload held.
  int count() {
    return count;
  }

  /// Whether its events were not decoded, since nobody wants to see them.
  boolean isPassed() {
    return passed;
  }

  /// One of them.
  Event event(int index) {
    Event event = index < count && !passed ? batch[index] : null;
    if (event == null) {
      throw new IndexOutOfBoundsException(index);
    }
    return event;
  }

  /// The sequence of the first of them, unsigned.
  long firstSequence() {
    return firstSequence;
  }

  /// How many sequences before it were not yet known synced when the frame was written, unsigned.
  long lag() {
    return lag;
  }
}
