package io.actionqueue.testkit.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.LockHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest {
  private static final Path DIRECTORY = Path.of("/data");
  private static final Path FILE = DIRECTORY.resolve("file");
  private static final Path OTHER = DIRECTORY.resolve("other");

  private final SimulatedDisk disk = SimulatedDisk.create();

  /// The contents of a file over all crash states, `-` where it does not exist.
  private Set<String> crashContents(Path path) {
    return disk.crashSpace()
        .all()
        .map(state -> text(state.disk(), path))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(SimulatedDisk disk, Path path) {
    return disk.exists(path) ? new String(disk.content(path), UTF_8).replace('\0', '0') : "-";
  }

  private void write(FileHandle file, String text, long position) throws IOException {
    file.write(ByteBuffer.wrap(text.getBytes(UTF_8)), position);
  }

  private static String sectors(String letters) {
    return letters
        .chars()
        .mapToObj(letter -> String.valueOf((char) letter).repeat(512))
        .collect(Collectors.joining());
  }

  @Nested
  class AsPrograms {
    @Test
    void whatIsWrittenIsRead() throws IOException {
      disk.createDirectories(DIRECTORY);
      try (FileHandle file = disk.open(FILE, OpenMode.READ_WRITE)) {
        write(file, "hello", 0);
        write(file, "J", 0);
        write(file, "!", 7);
        assertThat(file.size()).isEqualTo(8);
        file.truncate(7);
        ByteBuffer target = ByteBuffer.allocate(100);
        assertThat(file.read(target, 1)).isEqualTo(6);
        assertThat(Arrays.copyOf(target.array(), 6)).isEqualTo("ello\0\0".getBytes(UTF_8));
        assertThat(file.read(target, 7)).isEqualTo(-1);
      }
      assertThat(disk.list(DIRECTORY)).containsExactly(FILE);
      assertThat(disk.isDirectory(DIRECTORY)).isTrue();
      assertThat(disk.isDirectory(FILE)).isFalse();
    }

    @Test
    void openingFollowsItsMode() throws IOException {
      assertThatThrownBy(() -> disk.open(FILE, OpenMode.READ_WRITE))
          .isInstanceOf(NoSuchFileException.class);
      disk.install(FILE, "old".getBytes(UTF_8));
      assertThatThrownBy(() -> disk.open(OTHER, OpenMode.READ))
          .isInstanceOf(NoSuchFileException.class);
      disk.open(FILE, OpenMode.READ_WRITE).close();
      assertThat(text(disk, FILE)).isEqualTo("old");
      disk.open(FILE, OpenMode.CREATE_EMPTY).close();
      assertThat(text(disk, FILE)).isEmpty();
      assertThatThrownBy(() -> write(disk.open(FILE, OpenMode.READ), "x", 0))
          .isInstanceOf(RuntimeException.class);
    }

    @Test
    void aRenameReplacesItsTarget() throws IOException {
      disk.install(FILE, "new".getBytes(UTF_8));
      disk.install(OTHER, "old".getBytes(UTF_8));
      disk.rename(FILE, OTHER);
      assertThat(disk.exists(FILE)).isFalse();
      assertThat(text(disk, OTHER)).isEqualTo("new");
      disk.delete(OTHER);
      disk.delete(OTHER);
      assertThat(disk.list(DIRECTORY)).isEmpty();
    }

    @Test
    void aLockIsHeldOnceAndEndsWithItsProcess() throws IOException {
      LockHandle first = disk.tryLock(Path.of("/lock"), "me");
      assertThat(first).isNotNull();
      assertThat(disk.tryLock(Path.of("/lock"), "you")).isNull();
      assertThat(text(disk, Path.of("/lock"))).isEqualTo("me");
      first.close();
      LockHandle second = disk.tryLock(Path.of("/lock"), "you");
      first.close();
      assertThat(disk.tryLock(Path.of("/lock"), "she")).isNull();
      disk.killProcess();
      assertThat(disk.tryLock(Path.of("/lock"), "she")).isNotNull();
      second.close();
      assertThat(disk.tryLock(Path.of("/lock"), "he")).isNull();
    }

    @Test
    void aKilledProcessLosesItsHandlesAndNothingElse() throws IOException {
      disk.createDirectories(DIRECTORY);
      FileHandle file = disk.open(FILE, OpenMode.READ_WRITE);
      write(file, "text", 0);
      disk.killProcess();
      assertThatThrownBy(() -> write(file, "late", 0)).isInstanceOf(IOException.class);
      assertThat(text(disk, FILE)).isEqualTo("text");
      assertThat(crashContents(FILE)).containsExactly("", "-", "0000", "text");
    }
  }

  @Nested
  class AfterAPowerFailure {
    @Test
    void anEntryNeedsTheSyncOfItsDirectory() throws IOException {
      disk.createDirectories(DIRECTORY);
      disk.syncDirectory(Path.of("/"));
      FileHandle file = disk.open(FILE, OpenMode.READ_WRITE);
      write(file, "text", 0);
      file.sync(true);
      assertThat(crashContents(FILE)).containsExactly("-", "text");
      disk.syncDirectory(DIRECTORY);
      assertThat(crashContents(FILE)).containsExactly("text");
    }

    @Test
    void aDirectoryNeedsTheSyncOfItsParent() throws IOException {
      disk.createDirectories(DIRECTORY.resolve("wal"));
      disk.syncDirectory(DIRECTORY);
      assertThat(disk.crashSpace().all().map(state -> state.disk().exists(DIRECTORY)))
          .containsExactlyInAnyOrder(true, false);
    }

    @Test
    void contentAndLengthNeedTheSyncOfTheFile() throws IOException {
      disk.install(FILE, "old".getBytes(UTF_8));
      FileHandle file = disk.open(FILE, OpenMode.READ_WRITE);
      write(file, "newer", 0);
      assertThat(crashContents(FILE)).containsExactly("new", "newer", "old", "old00");
      file.sync(false);
      assertThat(crashContents(FILE)).containsExactly("newer");
    }

    @Test
    void sectorsArePersistedWhollyOrNotAndInAnyOrder() throws IOException {
      disk.install(FILE, sectors("aaa").getBytes(UTF_8));
      FileHandle file = disk.open(FILE, OpenMode.READ_WRITE);
      write(file, sectors("bb"), 256);
      String half = "a".repeat(256) + "b".repeat(256);
      String otherHalf = "b".repeat(256) + "a".repeat(256);
      assertThat(crashContents(FILE)).hasSize(8).contains(half + sectors("a") + otherHalf);
    }

    @Test
    void aSectorMayKeepAnyVersionSinceTheLastSync() throws IOException {
      disk.install(FILE, "1".getBytes(UTF_8));
      FileHandle file = disk.open(FILE, OpenMode.READ_WRITE);
      write(file, "2", 0);
      file.sync(false);
      write(file, "3", 0);
      write(file, "4", 0);
      assertThat(crashContents(FILE)).containsExactly("2", "3", "4");
    }

    @Test
    void aCutNeedsASyncWithMetadata() throws IOException {
      disk.install(FILE, "abcdef".getBytes(UTF_8));
      FileHandle file = disk.open(FILE, OpenMode.READ_WRITE);
      file.truncate(3);
      file.sync(false);
      assertThat(crashContents(FILE)).containsExactly("abc", "abc000");
      file.sync(true);
      assertThat(crashContents(FILE)).containsExactly("abc");
    }

    @Test
    void aRenameHappensWhollyOrNot() throws IOException {
      disk.install(FILE, "new".getBytes(UTF_8));
      disk.install(OTHER, "old".getBytes(UTF_8));
      disk.rename(FILE, OTHER);
      assertThat(
              disk.crashSpace()
                  .all()
                  .map(state -> text(state.disk(), FILE) + " " + text(state.disk(), OTHER)))
          .containsExactlyInAnyOrder("new old", "- new");
    }

    @Test
    void changesOfADirectoryArePersistedInAnyOrder() throws IOException {
      disk.install(FILE, "file".getBytes(UTF_8));
      disk.install(OTHER, "other".getBytes(UTF_8));
      disk.delete(FILE);
      disk.delete(OTHER);
      assertThat(disk.crashSpace().all().map(state -> state.disk().files().size()))
          .containsExactlyInAnyOrder(0, 1, 1, 2);
    }

    @Test
    void afterARestartNothingIsUncertain() throws IOException {
      disk.install(FILE, sectors("ab").getBytes(UTF_8));
      write(disk.open(FILE, OpenMode.READ_WRITE), sectors("cde"), 0);
      disk.crashSpace()
          .all()
          .forEach(state -> assertThat(state.disk().crashSpace().sizeBound()).isEqualTo(1));
    }

    @Test
    void aChoiceNamesItsState() throws IOException {
      disk.createDirectories(DIRECTORY);
      write(disk.open(FILE, OpenMode.READ_WRITE), sectors("ab"), 0);
      disk.crashSpace()
          .all()
          .forEach(state -> {
            CrashChoice choice = CrashChoice.parse(state.choice().toString());
            assertThat(choice).isEqualTo(state.choice());
            assertThat(disk.crash(choice).contentHash()).isEqualTo(state.disk().contentHash());
          });
    }

    @Test
    void aSampleHoldsLegalStatesOnly() {
      Seeds.check(
          20,
          random -> {
            SimulatedDisk busy = SimulatedDisk.create();
            busy.install(FILE, random.bytes(700));
            FileHandle file = busy.open(FILE, OpenMode.READ_WRITE);
            for (int i = 0; i < 4; i++) {
              file.write(ByteBuffer.wrap(random.bytes(300)), random.below(900));
              if (random.coin()) {
                busy.rename(FILE, OTHER);
                busy.rename(OTHER, FILE);
              }
            }
            Set<Long> all =
                busy.crashSpace()
                    .all()
                    .map(state -> state.disk().contentHash())
                    .collect(Collectors.toSet());
            List<CrashState> sample = busy.crashSpace().sample(50, random).toList();
            assertThat(sample.size()).isBetween(Math.min(2, all.size()), 50);
            assertThat(all).containsAll(sample.stream().map(s -> s.disk().contentHash()).toList());
            assertThat(all).contains(busy.contentHash(), busy.crash(random).contentHash());
          });
    }
  }

  @Nested
  class WithFaults {
    @Test
    void aCallFailsByItsNumber() throws IOException {
      disk.createDirectories(DIRECTORY);
      disk.injectAt(disk.operations() + 2, Fault.shortWrite(2));
      FileHandle file = disk.open(FILE, OpenMode.READ_WRITE);
      assertThatThrownBy(() -> write(file, "text", 0))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(Fault.INPUT_OUTPUT_ERROR);
      assertThat(text(disk, FILE)).isEqualTo("te");
      write(file, "text", 0);
      assertThat(text(disk, FILE)).isEqualTo("text");
    }

    @Test
    void aFailedRenameChangesNothingAndALostAnswerEverything() throws IOException {
      disk.install(FILE, "text".getBytes(UTF_8));
      disk.injectNext(Kind.RENAME, Fault.ioError());
      assertThatThrownBy(() -> disk.rename(FILE, OTHER)).isInstanceOf(IOException.class);
      assertThat(disk.exists(FILE)).isTrue();
      disk.injectNext(Kind.RENAME, Fault.lostAnswer());
      assertThatThrownBy(() -> disk.rename(FILE, OTHER)).isInstanceOf(IOException.class);
      assertThat(disk.exists(OTHER)).isTrue();
    }

    @Test
    void afterAFailedSyncALaterOneSucceedsWithoutWriting() throws IOException {
      disk.install(FILE, "old".getBytes(UTF_8));
      FileHandle file = disk.open(FILE, OpenMode.READ_WRITE);
      write(file, "new", 0);
      disk.injectNext(Kind.SYNC, Fault.ioError());
      assertThatThrownBy(() -> file.sync(true)).isInstanceOf(IOException.class);
      file.sync(true);
      assertThat(text(disk, FILE)).isEqualTo("new");
      assertThat(crashContents(FILE)).containsExactly("new", "old");
      disk.dropLostPages();
      assertThat(text(disk, FILE)).isEqualTo("old");
      assertThat(crashContents(FILE)).containsExactly("old");
    }

    @Test
    void everyOpenHandleHearsOnceOfAFailedSync() throws IOException {
      disk.install(FILE, "old".getBytes(UTF_8));
      FileHandle first = disk.open(FILE, OpenMode.READ_WRITE);
      FileHandle second = disk.open(FILE, OpenMode.READ_WRITE);
      disk.injectNext(Kind.SYNC, Fault.ioError());
      assertThatThrownBy(() -> first.sync(true)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> second.sync(true)).isInstanceOf(IOException.class);
      first.sync(true);
      second.sync(true);
      disk.open(FILE, OpenMode.READ_WRITE).sync(true);
    }

    @Test
    void whatIsWrittenAgainAfterAFailedSyncIsSynced() throws IOException {
      disk.install(FILE, "old".getBytes(UTF_8));
      FileHandle file = disk.open(FILE, OpenMode.READ_WRITE);
      write(file, "new", 0);
      disk.injectNext(Kind.SYNC, Fault.ioError());
      assertThatThrownBy(() -> file.sync(true)).isInstanceOf(IOException.class);
      write(file, "yet", 0);
      file.sync(false);
      assertThat(crashContents(FILE)).containsExactly("yet");
    }

    @Test
    void aFullDiskTakesWhatFits() throws IOException {
      disk.install(FILE, "old".getBytes(UTF_8));
      disk.limitSpace(5);
      FileHandle file = disk.open(FILE, OpenMode.READ_WRITE);
      assertThatThrownBy(() -> write(file, "newest", 0))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(Fault.NO_SPACE);
      assertThat(text(disk, FILE)).isEqualTo("newes");
      file.truncate(0);
      write(file, "fits!", 0);
      assertThat(text(disk, FILE)).isEqualTo("fits!");
    }

    @Test
    void withoutPowerEveryCallFails() throws IOException {
      disk.install(FILE, "text".getBytes(UTF_8));
      FileHandle file = disk.open(FILE, OpenMode.READ_WRITE);
      disk.injectNext(Kind.WRITE, Fault.powerCut());
      assertThatThrownBy(() -> write(file, "lost", 0)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> file.sync(true)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> disk.list(DIRECTORY)).isInstanceOf(IOException.class);
      assertThat(crashContents(FILE)).containsExactly("text");
    }

    @Test
    void readsCanBeShort() throws IOException {
      disk.install(FILE, "text".getBytes(UTF_8));
      disk.limitReads(3);
      FileHandle file = disk.open(FILE, OpenMode.READ);
      assertThat(file.read(ByteBuffer.allocate(10), 0)).isEqualTo(3);
    }

    @Test
    void aFlippedBitStaysFlipped() {
      disk.install(FILE, "text".getBytes(UTF_8));
      disk.flipBit(FILE, 0, 0);
      assertThat(text(disk, FILE)).isEqualTo("uext");
      assertThat(text(disk.crash(SeededRandom.of(1)), FILE)).isEqualTo("uext");
    }

    @Test
    void callsTakeTimeOnSimulatedClocks() throws IOException {
      ManualTime time = ManualTime.atSeconds(0);
      disk.slowDown(
          time,
          operation -> operation.kind() == Kind.SYNC ? Duration.ofMillis(7) : Duration.ofMillis(1));
      disk.install(FILE, new byte[0]);
      FileHandle file = disk.open(FILE, OpenMode.READ_WRITE);
      write(file, "text", 0);
      file.sync(false);
      assertThat(time.epochMillis()).isEqualTo(9);
      assertThat(disk.calls(Kind.SYNC)).isEqualTo(1);
      assertThat(disk.trace())
          .extracting(DiskOperation::kind)
          .containsExactly(Kind.OPEN, Kind.WRITE, Kind.SYNC);
    }
  }
}
