package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

final class CrcRangesTest {

  @Test
  void anyRangeHasTheCrcOfItsBytes() {
    Seeds.check(
        10,
        random -> {
          byte[] bytes = random.bytes(200_000 + random.below(50_000));
          SimulatedDisk disk = SimulatedDisk.create();
          disk.install(Path.of("/f"), bytes);
          int base = random.below(20_000);
          try (FileHandle file = disk.open(Path.of("/f"), OpenMode.READ)) {
            var ranges = new CrcRanges(file, base);
            for (int i = 0; i < 50; i++) {
              int start = base + random.below(bytes.length - base);
              int length = random.below(bytes.length - start + 1);
              var crc32 = new CRC32();
              crc32.update(bytes, start, length);
              assertThat(ranges.of(start, length)).isEqualTo((int) crc32.getValue());
            }
          }
        });
  }

  @Test
  void twoCrcsCombineToThatOfTheWhole() {
    byte[] bytes = "123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    for (int cut = 0; cut <= bytes.length; cut++) {
      var first = new CRC32();
      first.update(bytes, 0, cut);
      var second = new CRC32();
      second.update(bytes, cut, bytes.length - cut);
      int whole =
          CrcRanges.combine((int) first.getValue(), (int) second.getValue(), bytes.length - cut);
      assertThat(whole).isEqualTo(0xcbf43926);
    }
  }
}
