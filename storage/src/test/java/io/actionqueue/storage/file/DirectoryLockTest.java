package io.actionqueue.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.storage.DirectoryLocked;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One owner at a time, in this process and among processes (D6).
@Timeout(60)
final class DirectoryLockTest {
  private static final FileStore FILES = SystemFiles.INSTANCE;

  @TempDir Path folder;

  @Test
  void aSecondOwnerIsToldWhoTheFirstIs() throws IOException {
    try (DirectoryLock lock = DirectoryLock.acquire(FILES, folder, "2026-11-25T10:00:00Z")) {
      assertThat(lock).isNotNull();
      assertThatExceptionOfType(DirectoryLocked.class)
          .isThrownBy(() -> DirectoryLock.acquire(FILES, folder, "later"))
          .withMessageContaining(folder.toString())
          .withMessageContaining(
              "process " + ProcessHandle.current().pid() + " (started 2026-11-25T10:00:00Z)");
    }
  }

  @Test
  void whoeverGivesItBackLetsTheNextOneIn() throws IOException {
    for (int i = 0; i < 3; i++) {
      DirectoryLock lock = DirectoryLock.acquire(FILES, folder, "round " + i);
      lock.close();
      lock.close();
    }
    assertThat(folder.resolve(DirectoryLock.FILE_NAME)).content().endsWith("(started round 2)");
  }

  @Test
  void anotherNameOfTheSameDirectoryIsTheSameDirectory() throws IOException {
    Path alias =
        Files.createSymbolicLink(
            folder.resolve("alias"), Files.createDirectory(folder.resolve("real")));
    try (DirectoryLock lock = DirectoryLock.acquire(FILES, folder.resolve("real"), "now")) {
      assertThat(lock).isNotNull();
      for (Path other : new Path[] {alias, folder.resolve("alias/../real")}) {
        assertThatExceptionOfType(DirectoryLocked.class)
            .isThrownBy(() -> DirectoryLock.acquire(FILES, other, "now"));
      }
    }
  }

  @Test
  void anotherProcessIsKeptOutUntilTheLockIsGivenBack() throws Exception {
    DirectoryLock lock = DirectoryLock.acquire(FILES, folder, "now");
    assertThat(attemptInAnotherProcess())
        .contains("process " + ProcessHandle.current().pid() + " (started now)");
    lock.close();
    assertThat(attemptInAnotherProcess()).isEqualTo("mine");
  }

  /// On Linux closing any channel of a locked file gives the lock up: looking at the owner's note,
  /// or failing to lock it again, must not.
  @Test
  void lookingAtTheLockFileDoesNotGiveItBack() throws Exception {
    Path file = folder.resolve(DirectoryLock.FILE_NAME);
    try (DirectoryLock lock = DirectoryLock.acquire(FILES, folder, "now")) {
      assertThat(lock).isNotNull();
      assertThatExceptionOfType(DirectoryLocked.class)
          .isThrownBy(() -> DirectoryLock.acquire(FILES, folder, "later"));
      try (FileHandle handle = FILES.open(file, OpenMode.READ)) {
        ByteBuffer text = ByteBuffer.allocate(100);
        handle.read(text, 0);
        assertThat(new String(text.array(), 0, text.position(), StandardCharsets.UTF_8))
            .endsWith("(started now)");
      }
      assertThat(attemptInAnotherProcess()).contains("(started now)");
    }
  }

  @Test
  void aKilledOwnerLeavesNoLock() throws Exception {
    Process owner = start("hold");
    try (BufferedReader out = owner.inputReader()) {
      assertThat(out.readLine()).isEqualTo("mine");
      assertThatExceptionOfType(DirectoryLocked.class)
          .isThrownBy(() -> DirectoryLock.acquire(FILES, folder, "now"))
          .withMessageContaining("process " + owner.pid());
    } finally {
      owner.destroyForcibly().waitFor();
    }
    DirectoryLock.acquire(FILES, folder, "now").close();
  }

  @Test
  void anOwnerWithoutANoteIsAnotherProcess() throws IOException {
    SimulatedDisk disk = SimulatedDisk.create();
    disk.createDirectories(Path.of("/data"));
    FileStore.LockHandle handle =
        Objects.requireNonNull(disk.tryLock(Path.of("/data/actionqueue.lock"), ""));
    assertThatExceptionOfType(DirectoryLocked.class)
        .isThrownBy(() -> DirectoryLock.acquire(disk, Path.of("/data"), "now"))
        .withMessage("/data: the data directory is in use by another process");
    handle.close();
  }

  private String attemptInAnotherProcess() throws Exception {
    Process process = start("try");
    try (BufferedReader out = process.inputReader()) {
      String answer = out.readLine();
      assertThat(process.waitFor()).isZero();
      return answer;
    }
  }

  private Process start(String what) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            LockingProcess.class.getName(),
            folder.toString(),
            what)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
