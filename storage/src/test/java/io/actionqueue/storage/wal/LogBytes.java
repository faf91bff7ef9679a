package io.actionqueue.storage.wal;

import io.actionqueue.core.event.Event;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bytes of a log, and what the readers make of them.
///
/// @param bytes the whole file
record LogBytes(byte[] bytes) {
  private static final Path PATH = Path.of("/test.wal");

  static LogBytes of(byte[]... parts) {
    return new LogBytes(Frames.concat(parts));
  }

  /// The same with more bytes behind.
  LogBytes with(byte[]... parts) {
    return new LogBytes(Frames.concat(bytes, Frames.concat(parts)));
  }

  LogBytes cutTo(int length) {
    return new LogBytes(java.util.Arrays.copyOf(bytes, length));
  }

  int length() {
    return bytes.length;
  }

  SimulatedDisk disk() {
    SimulatedDisk disk = SimulatedDisk.create();
    disk.install(PATH, bytes);
    return disk;
  }

  ScanReport scan(ScanPolicy policy) throws IOException {
    return scan(policy, EventSink.NONE);
  }

  ScanReport scan(ScanPolicy policy, EventSink sink) throws IOException {
    return LogScan.run(disk(), PATH, policy, sink);
  }

  ScanVerdict verdict(ScanPolicy policy) throws IOException {
    return scan(policy).verdict();
  }

  LogReader reader() throws IOException {
    return LogReader.open(disk(), PATH);
  }

  /// Sequences that the reader yields, and the failure that ends it.
  Read read() throws IOException {
    List<Long> sequences = new ArrayList<>();
    try (LogReader reader = reader()) {
      for (var event = reader.next(); event != null; event = reader.next()) {
        sequences.add(event.sequence());
      }
      return new Read(sequences, null);
    } catch (io.actionqueue.storage.CorruptLog e) {
      return new Read(sequences, e);
    }
  }

  /// What a reader found.
  record Read(List<Long> sequences, io.actionqueue.storage.@Nullable CorruptLog damage) {}

  /// `count` small frames of version 5 from sequence `first` on.
  static byte[] singles(long first, int count) {
    byte[][] frames = new byte[count][];
    for (int i = 0; i < count; i++) {
      frames[i] = Frames.single(first + i, event(first + i));
    }
    return Frames.concat(frames);
  }

  static Event event(long number) {
    return new io.actionqueue.core.event.EngineEvent.EnginePaused(number);
  }
}
