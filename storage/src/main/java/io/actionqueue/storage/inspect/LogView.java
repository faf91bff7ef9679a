package io.actionqueue.storage.inspect;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.storage.CorruptLog;
import io.actionqueue.storage.json.EventWriter;
import io.actionqueue.storage.json.JsonWriter;
import io.actionqueue.storage.wal.EventSink;
import io.actionqueue.storage.wal.Frame;
import io.actionqueue.storage.wal.LogReader;
import io.actionqueue.storage.wal.LogScan;
import io.actionqueue.storage.wal.LogSegments;
import io.actionqueue.storage.wal.LoggedEvent;
import io.actionqueue.storage.wal.ScanPolicy;
import io.actionqueue.storage.wal.ScanVerdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A log as JSON lines, one for each event (S-25):
/// `{"offset":…,"record_length":…,"length":…,"crc32":…,"sequence":…,"event":{…}}`.
///
/// Offset, lengths and checksum are those of the frame; the events of one batch repeat them. The
/// order of sequences is not judged.
public final class LogView {
  /// Frames of this length and above are printed without their bytes.
  public static final int HEX_LIMIT_BYTES = 2048;

  private LogView() {}

  /// Whether lines carry the bytes of short frames.
  public enum RawBytes {
    /// No bytes.
    OMIT,
    /// A last key `hex` with all bytes of the frame, if it is shorter than [#HEX_LIMIT_BYTES].
    SHORT_FRAMES
  }

  /// Writes all whole records up to the end, or up to the first damage, and hands them to the
  /// writer's sink: those of sealed files first. Offsets count within each file.
  ///
  /// @param log the active file, or any single log file
  /// @return how the log ends, as a reader beside a writer judges it
  /// @throws java.nio.file.NoSuchFileException if there is no such file
  public static ScanVerdict write(JsonWriter out, FileStore store, Path log, RawBytes raw)
      throws IOException {
    for (LogSegments.Sealed sealed : LogSegments.sealed(store, log)) {
      ScanVerdict verdict = file(out, store, sealed.path(), ScanPolicy.STRICT, raw);
      if (!(verdict instanceof ScanVerdict.CleanEnd)) {
        return verdict;
      }
    }
    return file(out, store, log, ScanPolicy.BESIDE_WRITER, raw);
  }

  private static ScanVerdict file(
      JsonWriter out, FileStore store, Path path, ScanPolicy policy, RawBytes raw)
      throws IOException {
    try (FileHandle file = store.open(path, FileStore.OpenMode.READ);
        LogReader reader = LogReader.open(store, path)) {
      for (LoggedEvent event = next(reader); event != null; event = next(reader)) {
        line(out, event, raw == RawBytes.OMIT ? null : hex(file, event.frame()));
      }
    }
    out.flush();
    return LogScan.run(store, path, policy, EventSink.NONE).verdict();
  }

  private static @Nullable LoggedEvent next(LogReader reader) throws IOException {
    try {
      return reader.next();
    } catch (CorruptLog _) {
      return null; // the scan that follows says what it is
    }
  }

  private static void line(JsonWriter out, LoggedEvent event, @Nullable String hex)
      throws IOException {
    Frame frame = event.frame();
    out.beginObject().name("offset").unsigned(frame.offset());
    out.name("record_length").unsigned(frame.length());
    out.name("length").unsigned((long) frame.payloadLength());
    out.name("crc32").unsigned(frame.crc32());
    out.name("sequence").unsigned(event.sequence()).name("event");
    EventWriter.event(out, event.event());
    if (hex != null) {
      out.name("hex").text(hex);
    }
    out.endObject().newLine();
  }

  private static @Nullable String hex(FileHandle file, Frame frame) throws IOException {
    if (frame.length() >= HEX_LIMIT_BYTES) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) frame.length());
    while (bytes.hasRemaining() && file.read(bytes, frame.offset() + bytes.position()) > 0) {
      // A file hands out its bytes in as many pieces as it likes.
    }
    return HexFormat.of().formatHex(bytes.array(), 0, bytes.position());
  }
}
