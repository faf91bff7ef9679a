package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.EngineEvent.EnginePaused;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/// The header of a frame (spec 01 §2): twelve bytes, little-endian.
final class FrameHeaderTest {
  private static final byte[] SINGLE = Frames.single(1, new EnginePaused(7));
  private static final byte[] BATCH = Frames.batch(1, 0, List.of(new EnginePaused(7)));

  private static int field(byte[] frame, int index) {
    return ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getInt(4 * index);
  }

  private static byte[] payload(byte[] frame) {
    return Arrays.copyOfRange(frame, 12, frame.length);
  }

  /// bytes 0 to 3 are the version.
  @Test
  void beginsWithTheVersion() {
    assertThat(field(SINGLE, 0)).isEqualTo(5);
    assertThat(field(BATCH, 0)).isEqualTo(6);
    assertThat(SINGLE).startsWith(5, 0, 0, 0);
  }

  /// bytes 4 to 7 are the length of the payload.
  @Test
  void thenComesTheLengthOfThePayload() {
    for (byte[] frame : List.of(SINGLE, BATCH)) {
      assertThat(field(frame, 1)).isEqualTo(frame.length - 12).isPositive();
    }
  }

  /// bytes 8 to 11 are the CRC-32 of the payload.
  @Test
  void thenComesTheChecksumOfThePayload() {
    for (byte[] frame : List.of(SINGLE, BATCH)) {
      var crc32 = new CRC32();
      crc32.update(payload(frame));
      assertThat(field(frame, 2)).isEqualTo((int) crc32.getValue()).isNotZero();
    }
  }
}
