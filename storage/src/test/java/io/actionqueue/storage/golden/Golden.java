package io.actionqueue.storage.golden;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One golden directory: its files, what the original makes of them, and a copy on a simulated
/// disk.
///
/// @param name the path below the golden folder, such as `corrupt/wal-clean`
public record Golden(String name) {
  /// Where copies stand on the simulated disk.
  public static final Path DIRECTORY = Path.of("/data");

  private static final Path ROOT = Path.of("src/test/resources/golden");
  private static final JsonMapper MAPPER = JsonMapper.shared();

  /// The directories below `corrupt`.
  public static List<Golden> corrupt() {
    return below("corrupt");
  }

  /// The directories whose names start with `snapshot`, those below `corrupt` not among them.
  public static List<Golden> snapshots() {
    return below("").stream().filter(golden -> golden.name.startsWith("snapshot")).toList();
  }

  private static List<Golden> below(String folder) {
    try (Stream<Path> entries = Files.list(ROOT.resolve(folder))) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> new Golden(ROOT.relativize(entry).toString()))
          .sorted((a, b) -> a.name.compareTo(b.name))
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Whether the directory has such a file.
  public boolean has(String file) {
    return Files.exists(ROOT.resolve(name).resolve(file));
  }

  /// The bytes of a file.
  public byte[] bytes(String file) {
    try {
      return Files.readAllBytes(ROOT.resolve(name).resolve(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// A file as a tree.
  public JsonNode json(String file) {
    return MAPPER.readTree(bytes(file));
  }

  /// A text as a tree.
  public static JsonNode tree(String text) {
    return MAPPER.readTree(text);
  }

  /// A disk with log and snapshot of this directory at [#DIRECTORY].
  public SimulatedDisk disk() throws IOException {
    var disk = SimulatedDisk.create();
    disk.createDirectories(DIRECTORY);
    copy(disk, "actionqueue.wal", "wal/actionqueue.wal");
    copy(disk, "wal/actionqueue.wal", "wal/actionqueue.wal");
    copy(disk, "snapshots/snapshot.bin", "snapshots/snapshot.bin");
    return disk;
  }

  private void copy(FileStore disk, String file, String as) throws IOException {
    if (has(file)) {
      Path target = DIRECTORY.resolve(as);
      Path folder = target.getParent();
      disk.createDirectories(folder == null ? DIRECTORY : folder);
      try (FileHandle handle = disk.open(target, FileStore.OpenMode.CREATE_EMPTY)) {
        handle.write(ByteBuffer.wrap(bytes(file)), 0);
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
