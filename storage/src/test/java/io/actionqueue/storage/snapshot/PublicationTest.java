package io.actionqueue.storage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.state.StateImage;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PublicationTest {
  private static final Path FOLDER = Path.of("/data/snapshots");
  private static final Path TARGET = FOLDER.resolve("snapshot.bin");
  private static final Path TEMPORARY = FOLDER.resolve("snapshot.bin.tmp");
  private static final V8Snapshot EMPTY = V8Snapshot.capture(StateImage.EMPTY, 0);
  private static final V8Snapshot ONE_TASK =
      V8Snapshot.capture(Images.state(List.of(Images.task(1)), List.of()), 0);

  private final SimulatedDisk disk = SimulatedDisk.create();

  @BeforeEach
  void makeFolder() throws IOException {
    disk.createDirectories(FOLDER);
  }

  private void publish(V8Snapshot snapshot) throws IOException {
    try (var publication = Publication.begin(disk, TARGET)) {
      V8File.write(publication.file(), snapshot);
      publication.publish();
    }
  }

  @Test
  @DisplayName("A-809 A-814 the target appears with publishing only, the temporary file goes")
  void targetAppearsWithPublishing() throws IOException {
    try (var publication = Publication.begin(disk, TARGET)) {
      assertThat(disk.exists(TEMPORARY)).isTrue();
      V8File.write(publication.file(), EMPTY);
      assertThat(disk.exists(TARGET)).isFalse();
      publication.publish();
      assertThat(disk.exists(TARGET)).isTrue();
      assertThat(disk.exists(TEMPORARY)).isFalse();
    }
    assertThat(disk.exists(TARGET)).isTrue();
  }

  /// The syncs of a log on the same device would have to wait for all of it at once.
  @Test
  void aLargeFileIsSyncedOnTheWay() throws IOException {
    long before = disk.calls(Kind.SYNC);
    try (var publication = Publication.begin(disk, TARGET)) {
      for (int mebibyte = 0; mebibyte < 9; mebibyte++) {
        publication.file().write(ByteBuffer.allocate(1 << 20), (long) mebibyte << 20);
      }
      assertThat(disk.calls(Kind.SYNC) - before).isEqualTo(2);
      publication.publish();
      assertThat(disk.calls(Kind.SYNC) - before).isEqualTo(3);
    }
    assertThat(disk.content(TARGET)).hasSize(9 << 20);
  }

  /// One record may be larger than the distance.
  @Test
  void aLargeWriteIsSyncedOnTheWayToo() throws IOException {
    long before = disk.calls(Kind.SYNC);
    byte[] content = SeededRandom.of(1).bytes(1000);
    try (var publication = Publication.begin(disk, TARGET, 300)) {
      publication.file().write(ByteBuffer.wrap(content, 0, 10), 0);
      publication.file().write(ByteBuffer.wrap(content, 10, 990), 10);
      assertThat(disk.calls(Kind.SYNC) - before).isEqualTo(3);
      publication.publish();
    }
    assertThat(disk.content(TARGET)).isEqualTo(content);
  }

  @Test
  @DisplayName("A-810 A-811 a smaller snapshot makes a smaller file")
  void smallerSnapshot() throws IOException {
    publish(ONE_TASK);
    int longer = disk.content(TARGET).length;
    publish(EMPTY);
    assertThat(disk.content(TARGET)).hasSizeBetween(13, longer - 1);
  }

  @Test
  @DisplayName("A-812 A-399 a missing folder is an input error")
  void missingFolder() {
    assertThatThrownBy(() -> Publication.begin(disk, Path.of("/nowhere/snapshot.bin")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  @DisplayName("A-815 an abandoned publication keeps the old target and removes its own file")
  void abandoned() throws IOException {
    publish(ONE_TASK);
    byte[] before = disk.content(TARGET);
    try (var publication = Publication.begin(disk, TARGET)) {
      V8File.write(publication.file(), EMPTY);
    }
    assertThat(disk.content(TARGET)).isEqualTo(before);
    assertThat(disk.exists(TEMPORARY)).isFalse();
  }

  @Test
  void aStaleTemporaryFileIsOverwritten() throws IOException {
    try (var stale = disk.open(TEMPORARY, io.actionqueue.core.port.FileStore.OpenMode.READ_WRITE)) {
      stale.write(java.nio.ByteBuffer.wrap(new byte[100_000]), 0);
    }
    publish(EMPTY);
    assertThat(disk.content(TARGET).length).isLessThan(1000);
  }

  @Test
  void nothingWrittenIsNotPublished() throws IOException {
    publish(ONE_TASK);
    try (var publication = Publication.begin(disk, TARGET)) {
      assertThatThrownBy(publication::publish).isInstanceOf(IllegalStateException.class);
    }
    assertThat(disk.content(TARGET)).isNotEmpty();
    assertThat(disk.exists(TEMPORARY)).isFalse();
  }
}
