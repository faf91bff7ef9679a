package io.actionqueue.storage.snapshot;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.storage.json.JsonException;
import io.actionqueue.storage.json.JsonReader;
import io.actionqueue.storage.json.JsonWriter;
import io.actionqueue.storage.json.ObjectReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The file of a v8 snapshot: one frame around a JSON text, streamed both ways (spec 01 §8.1,
/// §8.7).
///
/// ```text
///  0         4        8        12              12 + length
///  | 4       | length |  crc   |  JSON text    |  ignored      header: 32 bits, little-endian
/// ```
public final class V8File {
  /// Bytes before the JSON text.
  static final int HEADER_BYTES = 12;

  /// The longest JSON text that is read, in bytes.
  public static final int MAX_PAYLOAD_BYTES = 268_435_456;

  private V8File() {}

  /// What loading found.
  public sealed interface Loaded {
    /// A snapshot that satisfies every rule.
    ///
    /// @param snapshot the content
    record Present(V8Snapshot snapshot) implements Loaded {}

    /// No file, or an empty one.
    ///
    /// @param emptyFile whether there is a file of length 0
    record Absent(boolean emptyFile) implements Loaded {}

    /// A file that cannot be used.
    ///
    /// @param fault why
    record Unusable(SnapshotFault fault) implements Loaded {}
  }

  /// Loads a file and applies every check, in the order of spec 01 §8.7. Never fails: what goes
  /// wrong is part of the answer.
  public static Loaded load(FileStore store, Path path) {
    Found<V8Snapshot> found = find(store, path, new Form<>(V8Json::read, V8Rules::check));
    if (found.fault != null) {
      return new Loaded.Unusable(found.fault);
    }
    return found.content == null
        ? new Loaded.Absent(found.emptyFile)
        : new Loaded.Present(found.content);
  }

  /// Reads a file to its end and applies every check as [#load] does, with the same answers,
  /// without holding what it says: the identifiers of tasks and runs stay in memory, no payload,
  /// output or history.
  ///
  /// @return what the rules have asked for
  /// @throws UnreadableSnapshot if it cannot be used, also if it is empty or missing
  static V8Facts check(FileStore store, Path path) throws UnreadableSnapshot {
    Found<V8Facts> found = find(store, path, new Form<>(V8Json::facts, V8Rules::check));
    if (found.content != null) {
      return found.content;
    }
    throw new UnreadableSnapshot(
        found.fault != null ? found.fault : new SnapshotFault.DecodeError("the file is empty"));
  }

  /// How much of a text is kept.
  ///
  /// @param reader reads the text
  /// @param rules the first rule that is broken, null if none is
  private record Form<T>(
      ObjectReader.Decoder<T> reader, Function<T, @Nullable MappingViolation> rules) {}

  /// What was found: a content, a fault, or neither where there is nothing.
  ///
  /// @param emptyFile whether there is a file of length 0
  private record Found<T>(@Nullable T content, @Nullable SnapshotFault fault, boolean emptyFile) {
    static <T> Found<T> nothing(boolean emptyFile) {
      return new Found<>(null, null, emptyFile);
    }

    static <T> Found<T> broken(SnapshotFault fault) {
      return new Found<>(null, fault, false);
    }
  }

  private static <T> Found<T> find(FileStore store, Path path, Form<T> form) {
    if (!store.exists(path)) {
      return Found.nothing(false);
    }
    try (FileHandle file = store.open(path, FileStore.OpenMode.READ)) {
      return find(file, form);
    } catch (NoSuchFileException missing) {
      return Found.nothing(false);
    } catch (IOException failure) {
      return Found.broken(new SnapshotFault.IoError(String.valueOf(failure.getMessage())));
    }
  }

  private static <T> Found<T> find(FileHandle file, Form<T> form) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (header.hasRemaining() && file.read(header, header.position()) > 0) {
      // A file hands out its bytes in as many pieces as it likes.
    }
    if (header.position() == 0) {
      return Found.nothing(true);
    }
    SnapshotFault fault = headerFault(header);
    if (fault != null) {
      return Found.broken(fault);
    }
    return content(new FramedInput(file, HEADER_BYTES, header.getInt(4)), header.getInt(8), form);
  }

  private static @Nullable SnapshotFault headerFault(ByteBuffer header) {
    if (header.position() < 4) {
      return new SnapshotFault.DecodeError("the frame version is cut");
    }
    int version = header.getInt(0);
    if (version != V8Snapshot.FRAME_VERSION) {
      return new SnapshotFault.IncompatibleVersion(
          V8Snapshot.FRAME_VERSION, Integer.toUnsignedLong(version));
    }
    if (header.hasRemaining()) {
      String part = header.position() < 8 ? "length" : "checksum";
      return new SnapshotFault.DecodeError("the frame's " + part + " is cut");
    }
    long length = Integer.toUnsignedLong(header.getInt(4));
    if (length > MAX_PAYLOAD_BYTES) {
      return new SnapshotFault.DecodeError(
          "payload length " + length + " exceeds the maximum of " + MAX_PAYLOAD_BYTES);
    }
    return null;
  }

  /// One pass: the text is decoded while its checksum grows. A fault of the text counts only once
  /// all bytes are known to be those that were written.
  private static <T> Found<T> content(FramedInput input, int crc, Form<T> form) throws IOException {
    T content = null;
    SnapshotFault fault = null;
    try {
      var in = JsonReader.of(input);
      content = form.reader.read(in);
      in.end();
    } catch (JsonException | InvalidValue broken) {
      fault = new SnapshotFault.DecodeError(String.valueOf(broken.getMessage()));
    }
    if (!input.drain()) {
      return Found.broken(
          new SnapshotFault.IoError("the file ends before the length that its header declares"));
    }
    if (input.crc32() != Integer.toUnsignedLong(crc)) {
      return Found.broken(
          new SnapshotFault.CrcMismatch(Integer.toUnsignedLong(crc), input.crc32()));
    }
    if (fault == null && content != null) {
      MappingViolation violation = form.rules.apply(content);
      if (violation == null) {
        return new Found<>(content, null, false);
      }
      fault = new SnapshotFault.MappingError(violation);
    }
    return Found.broken(
        fault == null ? new SnapshotFault.DecodeError("nothing was decoded") : fault);
  }

  /// Writes header and text of any length that readers accept.
  static long write(FileHandle file, V8Snapshot snapshot) throws IOException {
    return write(file, snapshot, MAX_PAYLOAD_BYTES);
  }

  /// Writes header and text from the start of a file that nobody else sees yet.
  ///
  /// @param maxBytes how long the text may be, at most [#MAX_PAYLOAD_BYTES]
  /// @return the length of header and text in bytes
  /// @throws JsonException if a text has no form in UTF-8, or if the text would be longer than
  ///   allowed; the file then holds a part of it
  static long write(FileHandle file, V8Snapshot snapshot, int maxBytes) throws IOException {
    var output = new FramedOutput(file, HEADER_BYTES, maxBytes);
    var out = JsonWriter.of(output);
    V8Json.write(out, snapshot);
    out.flush();
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt((int) snapshot.version());
    header.putInt((int) output.length());
    header.putInt((int) output.crc32());
    file.write(header.flip(), 0);
    return HEADER_BYTES + output.length();
  }
}
