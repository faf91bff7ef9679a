package io.actionqueue.storage.snapshot;

import io.actionqueue.core.port.FileStore.FileHandle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Reads a native snapshot from its first byte to its last, section by section.
///
/// The caller's thread reads and takes the records in order; other threads check and decode the
/// sections ahead of it, and it helps them while it has to wait. Everything is checked before the
/// end is reported: a record may be delivered before a fault further on is seen, so the sink's
/// result counts only if reading returns.
final class NativeReader {
  private static final int BUFFER_BYTES = 2 * NativeFormat.SECTION_BYTES;

  /// Up to this size a file is decoded by the caller: starting a thread takes longer.
  private static final int SMALL_BYTES = 1 << 16;

  private final FileHandle file;
  private final long size;
  private final SnapshotSink sink;
  private final ByteBuffer header =
      ByteBuffer.allocate(NativeFormat.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final long[] totals = new long[SectionKind.ALL.size()];
  private final CRC32 chain = new CRC32();
  private final ArrayDeque<byte[]> freeBuffers = new ArrayDeque<>();
  private long position;
  private int sections;
  private SectionKind latest = SectionKind.HEAD;
  private boolean ended;

  private record Pending(Section section, FutureTask<Section.Decoded<?>> decoded) {}

  private NativeReader(FileHandle file, SnapshotSink sink) throws IOException {
    this.file = file;
    this.size = file.size();
    this.sink = sink;
  }

  /// Reads a whole file.
  ///
  /// @throws UnreadableSnapshot at the first fault
  static void read(FileHandle file, SnapshotSink sink) throws IOException, UnreadableSnapshot {
    var reader = new NativeReader(file, sink);
    if (reader.size <= SMALL_BYTES) {
      reader.run();
      return;
    }
    int decoders = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    try (ExecutorService workers =
        Executors.newFixedThreadPool(
            decoders,
            Thread.ofPlatform().daemon().name("actionqueue-snapshot-decoder-", 0).factory())) {
      try {
        reader.run(workers, 2 * decoders + 4);
      } finally {
        workers.shutdownNow();
      }
    }
  }

  private void run() throws IOException, UnreadableSnapshot {
    for (Section section = next(); section != null; section = next()) {
      take(section, section.decode());
    }
    checkEnded();
  }

  private void run(ExecutorService workers, int ahead) throws IOException, UnreadableSnapshot {
    var pending = new ArrayDeque<Pending>(ahead);
    for (Section section = next(); section != null; section = next()) {
      var decoding = new FutureTask<Section.Decoded<?>>(section::decode);
      pending.add(new Pending(section, decoding));
      workers.execute(decoding);
      if (pending.size() == ahead) {
        take(pending);
      }
    }
    while (!pending.isEmpty()) {
      take(pending);
    }
    checkEnded();
  }

  /// Takes the first of the sections. While others decode it, this thread decodes those behind it
  /// that nobody has begun: tasks take longer to decode than to take in, runs do not.
  private void take(ArrayDeque<Pending> pending) throws IOException, UnreadableSnapshot {
    Pending first = pending.remove();
    for (Pending next : pending) {
      if (first.decoded.isDone()) {
        break;
      }
      next.decoded.run(); // does nothing if somebody has begun it
    }
    take(first);
  }

  private void checkEnded() throws UnreadableSnapshot {
    if (!ended) {
      throw new UnreadableSnapshot(
          new SnapshotFault.DecodeError("the file ends without its last section"));
    }
  }

  private @Nullable Section next() throws IOException, UnreadableSnapshot {
    if (position == size) {
      return null;
    }
    header.clear();
    fill(header, position);
    int version = header.getInt(0);
    if (version != NativeFormat.FRAME_VERSION) {
      throw new UnreadableSnapshot(
          new SnapshotFault.IncompatibleVersion(
              NativeFormat.FRAME_VERSION, Integer.toUnsignedLong(version)));
    }
    int length = header.getInt(4);
    if (length < 3 || length > NativeFormat.MAX_SECTION_BYTES) {
      throw UnreadableSnapshot.decode(position, "a length of " + Integer.toUnsignedString(length));
    }
    if (length > size - position - NativeFormat.HEADER_BYTES) {
      throw cut();
    }
    byte[] payload = buffer(length);
    fill(ByteBuffer.wrap(payload, 0, length), position + NativeFormat.HEADER_BYTES);
    var section = new Section(position, payload, length, header.getInt(8));
    position += NativeFormat.HEADER_BYTES + (long) length;
    return section;
  }

  /// An array that holds a section; those of ordinary sections are used again and again. A file
  /// without such sections needs no array of their size.
  private byte[] buffer(int length) {
    if (length > BUFFER_BYTES || size <= BUFFER_BYTES) {
      return new byte[length];
    }
    byte[] free = freeBuffers.poll();
    return free == null ? new byte[BUFFER_BYTES] : free;
  }

  private void fill(ByteBuffer target, long from) throws IOException, UnreadableSnapshot {
    long at = from;
    while (target.hasRemaining()) {
      int read = file.read(target, at);
      if (read <= 0) {
        throw cut();
      }
      at += read;
    }
  }

  private static UnreadableSnapshot cut() {
    return new UnreadableSnapshot(new SnapshotFault.IoError("the file ends inside a section"));
  }

  private void take(Pending next) throws IOException, UnreadableSnapshot {
    Section.Decoded<?> decoded = result(next.decoded);
    if (next.section.payload().length == BUFFER_BYTES) {
      freeBuffers.add(next.section.payload());
    }
    take(next.section, decoded);
  }

  private void take(Section section, Section.Decoded<?> decoded) throws UnreadableSnapshot {
    long offset = section.offset();
    if (decoded.index() != sections || ended) {
      throw UnreadableSnapshot.decode(
          offset, "section " + decoded.index() + " stands where " + sections + " should be");
    }
    checkOrder(decoded.kind(), offset);
    Section.Totals end = decoded.totals();
    if (end != null) {
      checkTotals(end, offset);
    } else {
      totals[decoded.kind().ordinal()] += decoded.records().size();
      decoded.deliver(sink);
      int crc = section.crc32();
      for (int shift = 0; shift < Integer.SIZE; shift += 8) {
        chain.update(crc >>> shift);
      }
    }
    sections++;
  }

  /// Runs and further attempts of runs take turns; everything else comes once.
  private void checkOrder(SectionKind kind, long offset) throws UnreadableSnapshot {
    boolean backToRuns = kind == SectionKind.RUNS && latest == SectionKind.ATTEMPTS;
    boolean first = sections == 0;
    if (first != (kind == SectionKind.HEAD) || (kind.compareTo(latest) < 0 && !backToRuns)) {
      throw UnreadableSnapshot.decode(offset, kind + " stands behind " + latest);
    }
    latest = kind;
  }

  private void checkTotals(Section.Totals end, long offset) throws UnreadableSnapshot {
    ended = true;
    for (SectionKind kind : SectionKind.ALL) {
      if (kind != SectionKind.END && end.records().get(kind.ordinal()) != totals[kind.ordinal()]) {
        throw UnreadableSnapshot.decode(offset, "another number of " + kind + " than was read");
      }
    }
    if (end.sections() != sections || end.chain() != chain.getValue()) {
      throw UnreadableSnapshot.decode(offset, "the end of another file");
    }
  }

  private static Section.Decoded<?> result(Future<Section.Decoded<?>> future)
      throws IOException, UnreadableSnapshot {
    try {
      return future.get();
    } catch (ExecutionException failure) {
      switch (failure.getCause()) {
        case UnreadableSnapshot fault -> throw fault;
        case RuntimeException defect -> throw defect;
        case Error error -> throw error;
        case null, default -> throw new IOException("decoding failed", failure);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted while reading a snapshot");
    }
  }
}
