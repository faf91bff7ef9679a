package io.actionqueue.storage.maintenance;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.storage.BackupUnsound;
import io.actionqueue.storage.snapshot.Publication;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/// What a backup consists of: the file that makes a copy a backup, written last.
///
/// ```text
/// actionqueue backup 1
/// created 2026-11-25T12:00:00Z
/// sequence 4711
/// digest 9f86d0…                               SHA-256 of the content of all files, in their order
/// file 4096 1c291ca3 wal/actionqueue.wal        bytes, CRC-32 in hex, path below the directory
/// end 1 90d1…                                  how many files, CRC-32 of all lines above
/// ```
///
/// @param sequence the last event that the backup contains, unsigned
/// @param digest of its files: their content behind each other, SHA-256 in hex
/// @param files its files
record Manifest(long sequence, String digest, List<Entry> files) {
  static final String NAME = "backup.manifest";
  private static final String TITLE = "actionqueue backup 1";
  private static final int MAX_BYTES = 16 << 20;

  Manifest {
    files = List.copyOf(files);
  }

  /// A file of a backup.
  ///
  /// @param bytes its length
  /// @param crc32 of its content, 0 to 4,294,967,295
  /// @param path below the backup's directory, with `/`
  record Entry(long bytes, long crc32, String path) {}

  long bytes() {
    return files.stream().mapToLong(Entry::bytes).sum();
  }

  void write(FileStore store, Path root, long epochMillis) throws IOException {
    var text = new StringBuilder(TITLE).append('\n');
    text.append("created ").append(Instant.ofEpochMilli(epochMillis)).append('\n');
    text.append("sequence ").append(Long.toUnsignedString(sequence)).append('\n');
    text.append("digest ").append(digest).append('\n');
    for (Entry file : files) {
      text.append("file %d %08x %s\n".formatted(file.bytes(), file.crc32(), file.path()));
    }
    text.append(end(text.toString(), files.size())).append('\n');
    try (var publication = Publication.begin(store, root.resolve(NAME))) {
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      publication.file().write(ByteBuffer.wrap(bytes), 0);
      publication.publish();
    }
  }

  private static String end(String above, int files) {
    var crc32 = new CRC32();
    crc32.update(above.getBytes(StandardCharsets.UTF_8));
    return "end %d %08x".formatted(files, crc32.getValue());
  }

  static Manifest read(FileStore store, Path root) throws IOException {
    Path path = root.resolve(NAME);
    try (FileHandle file = store.open(path, OpenMode.READ)) {
      if (file.size() > MAX_BYTES) {
        throw new BackupUnsound(path, "is no manifest of a backup");
      }
      var bytes = ByteBuffer.allocate((int) file.size());
      while (bytes.hasRemaining() && file.read(bytes, bytes.position()) > 0) {
        // A file hands out its bytes in as many pieces as it likes.
      }
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      return parse(path, text);
    } catch (NoSuchFileException _) {
      throw new BackupUnsound(path, "is missing: the directory is no backup, or was not finished");
    }
  }

  private static Manifest parse(Path path, String text) throws BackupUnsound {
    try {
      List<String> lines = text.lines().toList();
      String above = text.substring(0, text.lastIndexOf("end "));
      List<Entry> files = new ArrayList<>();
      for (String line : lines.subList(4, lines.size() - 1)) {
        files.add(entry(line));
      }
      boolean whole =
          lines.getFirst().equals(TITLE)
              && lines.get(1).startsWith("created ")
              && text.equals(above + end(above, files.size()) + "\n");
      if (whole) {
        String digest = value(lines.get(3), "digest ");
        return new Manifest(
            Long.parseUnsignedLong(value(lines.get(2), "sequence ")), digest, files);
      }
    } catch (RuntimeException _) {
      // Said below.
    }
    throw new BackupUnsound(path, "is no manifest of a backup, or is damaged");
  }

  private static String value(String line, String key) {
    if (!line.startsWith(key)) {
      throw new IllegalArgumentException(line);
    }
    return line.substring(key.length());
  }

  private static Entry entry(String line) {
    String[] words = value(line, "file ").split(" ", 3);
    Path path = Path.of(words[2]);
    if (path.isAbsolute() || !path.normalize().equals(path) || path.startsWith("..")) {
      throw new IllegalArgumentException(line);
    }
    return new Entry(Long.parseLong(words[0]), Long.parseLong(words[1], 16), words[2]);
  }
}
