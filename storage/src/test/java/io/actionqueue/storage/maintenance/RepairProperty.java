package io.actionqueue.storage.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.storage.StorageException;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.wal.LogScan;
import io.actionqueue.storage.wal.ScanPolicy;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whatever is damaged: a repair keeps every record that can be read before the damage, and a copy
/// of every byte that it takes out; where it refuses, nothing changes.
class RepairProperty {
  private static final Path LOG = Site.LAYOUT.log();

  @Test
  void noRecordIsLostSilentlyAndNoByteWithoutACopy() {
    Seeds.check(300, RepairProperty::check);
  }

  private static void check(SeededRandom random) throws IOException {
    Site site = history(random);
    byte[] damaged = damage(site.disk.content(LOG), random);
    site.disk.install(LOG, damaged);
    List<Long> readable = readable(site.disk);
    var before = site.content();
    RepairPlan done;
    try {
      done = site.directory().repair(RepairOptions.defaults());
    } catch (StorageException refused) {
      assertThat(site.content()).as("refused: %s", refused).isEqualTo(before);
      return;
    }
    assertThat(readable(site.disk))
        .as("records that could be read")
        .startsWith(readable.toArray(Long[]::new));
    assertThat(restored(site, done)).as("the log and what was cut off").isEqualTo(damaged);
    try (Store store = site.open()) {
      assertThat(store.report().torn()).isNull();
    }
  }

  private static Site history(SeededRandom random) throws IOException {
    var site = new Site();
    site.write(random.between(1, 5));
    if (random.coin()) {
      site.snapshot();
    }
    site.write(random.between(1, 2));
    return site;
  }

  /// A bit turned over, bytes overwritten, an end lost, or an end of noise.
  private static byte[] damage(byte[] log, SeededRandom random) {
    byte[] bytes = log.clone();
    int at = bytes.length == 0 ? 0 : random.below(bytes.length);
    switch (random.below(4)) {
      case 0 -> bytes = Arrays.copyOf(bytes, at);
      case 1 -> {
        byte[] noise = random.bytes(random.between(1, 700));
        bytes = Arrays.copyOf(bytes, bytes.length + noise.length);
        System.arraycopy(noise, 0, bytes, bytes.length - noise.length, noise.length);
      }
      case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 600), (byte) 0);
      default -> {
        if (bytes.length > 0) {
          bytes[at] ^= (byte) (1 << random.below(8));
        }
      }
    }
    return bytes;
  }

  /// The sequences of the whole records at the front of the active file.
  private static List<Long> readable(SimulatedDisk disk) throws IOException {
    List<Long> sequences = new ArrayList<>();
    var _ = LogScan.run(disk, LOG, ScanPolicy.STRICT, (sequence, _, _) -> sequences.add(sequence));
    return sequences;
  }

  private static byte[] restored(Site site, RepairPlan done) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(site.disk.content(LOG));
    done.copies().forEach(copy -> bytes.writeBytes(site.disk.content(copy)));
    return bytes.toByteArray();
  }
}
