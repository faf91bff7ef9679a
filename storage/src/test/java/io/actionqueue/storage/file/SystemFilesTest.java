package io.actionqueue.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file system of the machine behaves as the port says.
final class SystemFilesTest {
  private static final FileStore FILES = SystemFiles.INSTANCE;

  @TempDir Path folder;

  private static void write(FileHandle file, String text, long position) throws IOException {
    file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), position);
  }

  @Test
  void openModesCreateKeepAndEmpty() throws IOException {
    Path path = folder.resolve("f");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> FILES.open(path, OpenMode.READ));
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> FILES.open(folder.resolve("none/f"), OpenMode.READ_WRITE));
    assertThat(FILES.exists(path)).isFalse();
    try (FileHandle file = FILES.open(path, OpenMode.READ_WRITE)) {
      write(file, "hello", 0);
    }
    try (FileHandle file = FILES.open(path, OpenMode.READ_WRITE)) {
      assertThat(file.size()).isEqualTo(5);
      write(file, "p", 4);
    }
    assertThat(path).hasContent("hellp");
    FILES.open(path, OpenMode.CREATE_EMPTY).close();
    assertThat(path).isEmptyFile();
  }

  @Test
  void readsAndWritesAreByPosition() throws IOException {
    Path path = folder.resolve("f");
    try (FileHandle file = FILES.open(path, OpenMode.READ_WRITE)) {
      write(file, "abc", 2);
      file.sync(false);
      assertThat(file.size()).isEqualTo(5);
      ByteBuffer target = ByteBuffer.allocate(10);
      assertThat(file.read(target, 3)).isEqualTo(2);
      assertThat(file.read(target, 5)).isNegative();
      file.truncate(3);
      file.sync(true);
    }
    assertThat(path).hasBinaryContent(new byte[] {0, 0, 'a'});
  }

  @Test
  void transfersOfAnySizeAreWhole() throws IOException {
    byte[] bytes = new byte[(5 << 20) + 13];
    new Random(7).nextBytes(bytes);
    Path path = folder.resolve("f");
    for (boolean direct : new boolean[] {false, true}) {
      ByteBuffer source =
          direct ? ByteBuffer.allocateDirect(bytes.length) : ByteBuffer.allocate(bytes.length);
      source.put(bytes).flip();
      source.position(3);
      try (FileHandle file = FILES.open(path, OpenMode.CREATE_EMPTY)) {
        file.write(source, 3);
        assertThat(source.hasRemaining()).isFalse();
        ByteBuffer target = ByteBuffer.allocate(bytes.length - 3);
        while (target.hasRemaining()) {
          assertThat(file.read(target, 3L + target.position())).isPositive();
        }
        source.position(3);
        assertThat(target.flip()).isEqualTo(source);
      }
    }
  }

  @Test
  void whatIsCreatedIsItsOwnersAloneAndWhatWasThereKeepsItsPermissions() throws IOException {
    assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
    Path directory = folder.resolve("new/data");
    FILES.createDirectories(directory);
    assertThat(permissions(directory)).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("new"))).isEqualTo("rwx------");
    FILES.open(directory.resolve("log"), OpenMode.READ_WRITE).close();
    FILES.open(directory.resolve("snapshot"), OpenMode.CREATE_EMPTY).close();
    var lock = FILES.tryLock(directory.resolve("lock"), "me");
    assertThat(lock).isNotNull();
    lock.close();
    for (String name : new String[] {"log", "snapshot", "lock"}) {
      assertThat(permissions(directory.resolve(name))).as(name).isEqualTo("rw-------");
    }
    assertThat(Privacy.exposure(directory)).isEmpty();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
    Files.setPosixFilePermissions(
        directory.resolve("log"), PosixFilePermissions.fromString("rw-r--r--"));
    FILES.createDirectories(directory);
    FILES.open(directory.resolve("log"), OpenMode.CREATE_EMPTY).close();
    assertThat(permissions(directory)).isEqualTo("rwxr-x---");
    assertThat(permissions(directory.resolve("log"))).isEqualTo("rw-r--r--");
    assertThat(Privacy.exposure(directory))
        .hasValueSatisfying(words -> assertThat(words).contains("(rwxr-x---)", "chmod 700"));
    assertThat(Privacy.exposure(folder.resolve("nowhere"))).isEmpty();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void namesAreListedRenamedAndDeleted() throws IOException {
    Path directory = folder.resolve("a/b");
    FILES.createDirectories(directory);
    FILES.createDirectories(directory);
    assertThat(FILES.isDirectory(directory)).isTrue();
    for (String name : new String[] {"2", "10", "1"}) {
      Files.writeString(directory.resolve(name), name);
    }
    assertThat(FILES.list(directory))
        .containsExactly(directory.resolve("1"), directory.resolve("10"), directory.resolve("2"));
    FILES.rename(directory.resolve("10"), directory.resolve("1"));
    assertThat(directory.resolve("1")).hasContent("10");
    FILES.delete(directory.resolve("2"));
    FILES.delete(directory.resolve("2"));
    FILES.syncDirectory(directory);
    assertThat(FILES.list(directory)).containsExactly(directory.resolve("1"));
  }

  /// A kill between two pieces of a write must leave whole sectors missing (S-31): pieces end at
  /// boundaries of the file, wherever the write begins.
  @Test
  void piecesOfALargeWriteEndWhereSectorsDo() {
    int large = 3 << 20;
    for (long position : new long[] {0, 1, 511, 512, (1 << 20) - 1, (5L << 20) + 77}) {
      ByteBuffer source = ByteBuffer.allocate(large);
      long at = position;
      while (source.hasRemaining()) {
        int end = SystemFile.pieceEnd(source, large, at);
        assertThat(end).isGreaterThan(source.position());
        at += end - source.position();
        source.position(end);
        assertThat(at % 512 == 0 || !source.hasRemaining()).isTrue();
      }
    }
  }
}
