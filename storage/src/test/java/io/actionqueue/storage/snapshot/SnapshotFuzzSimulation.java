package io.actionqueue.storage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateCapture;
import io.actionqueue.storage.fuzz.Fuzz;
import io.actionqueue.storage.fuzz.Mutator;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.disk.SimulatedDisk;
import io.actionqueue.testkit.state.HistoryGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/// Inputs by the hundred thousand for the loaders of both forms of snapshots, most of them with
/// right checksums around what nobody wrote. Loading ends with a state or a fault; a state that was
/// accepted is written and loaded again as the same.
///
/// `-Daq.fuzz.inputs=N` sets how many inputs there are in all, those of the log among them; 200,000
/// by default.
class SnapshotFuzzSimulation {
  private static final Path FILE = Path.of("/snapshot");
  private static final int POOL = 30;

  @Test
  void v8() {
    var accepted = new AtomicLong();
    Fuzz.run(
        SnapshotFuzzSimulation.class,
        Fuzz.share(0.015),
        random -> {
          var disk = SimulatedDisk.create();
          List<byte[]> pool = pool(random, SnapshotFuzzSimulation::v8Of);
          var mutator = new Mutator(random);
          return () -> {
            byte[] input = withRightChecksum(mutator.mutate(random.pick(pool), pool), random);
            disk.install(FILE, input);
            V8Checks.checkSaysWhatLoadingSays(disk, FILE);
            if (V8File.load(disk, FILE) instanceof V8File.Loaded.Present(V8Snapshot snapshot)) {
              accepted.incrementAndGet();
              comesBack(disk, QueueState.of(V8Form.restore(snapshot)));
            }
          };
        });
    assertThat(accepted.get()).as("accepted inputs").isPositive();
  }

  @Test
  void nativeForm() {
    var accepted = new AtomicLong();
    Fuzz.run(
        SnapshotFuzzSimulation.class,
        Fuzz.share(0.005),
        random -> {
          var disk = SimulatedDisk.create();
          List<byte[]> pool = pool(random, SnapshotFuzzSimulation::nativeOf);
          var mutator = new Mutator(random);
          return () -> {
            byte[] whole = random.pick(pool);
            byte[] input =
                random.chance(1, 3)
                    ? mutator.mutate(whole, pool)
                    : NativeBytes.withMutatedSection(whole, mutator, random);
            disk.install(FILE, input);
            if (NativeFile.load(disk, FILE)
                instanceof NativeFile.Loaded.Present(QueueState state, _)) {
              accepted.incrementAndGet();
              comesBack(disk, state);
            }
          };
        });
    assertThat(accepted.get()).as("accepted inputs").isPositive();
  }

  /// The native form holds every state.
  private static void comesBack(SimulatedDisk disk, QueueState state) throws IOException {
    disk.install(FILE, nativeOf(state));
    switch (NativeFile.load(disk, FILE)) {
      case NativeFile.Loaded.Present(QueueState back, _) -> {
        if (!back.digest().equals(state.digest())) {
          throw new AssertionError("an accepted state comes back as another one");
        }
      }
      case NativeFile.Loaded.Absent _ -> throw new AssertionError("an accepted state is gone");
      case NativeFile.Loaded.Unusable(SnapshotFault fault) ->
          throw new AssertionError("an accepted state cannot be loaded: " + fault.message());
    }
  }

  private interface Form {
    byte[] of(QueueState state) throws IOException;
  }

  private static List<byte[]> pool(SeededRandom random, Form form) throws IOException {
    List<byte[]> pool = new ArrayList<>();
    while (pool.size() < POOL) {
      var history = HistoryGenerator.of(random.split());
      history.take(random.between(0, 12));
      byte[] bytes = form.of(history.state());
      if (bytes.length > 0) {
        pool.add(bytes);
      }
    }
    return pool;
  }

  /// Empty if the state has no such form.
  private static byte[] v8Of(QueueState state) throws IOException {
    var snapshot = V8Snapshot.capture(state.image(), 1_700_000_000);
    if (V8Form.whyNot(snapshot) != null) {
      return new byte[0];
    }
    var disk = SimulatedDisk.create();
    try (FileHandle file = disk.open(FILE, OpenMode.CREATE_EMPTY)) {
      var _ = V8File.write(file, snapshot, V8File.MAX_PAYLOAD_BYTES);
    }
    return disk.content(FILE);
  }

  private static byte[] nativeOf(QueueState state) throws IOException {
    StateCapture capture = state.capture();
    capture.advance(Integer.MAX_VALUE);
    var disk = SimulatedDisk.create();
    try (FileHandle file = disk.open(FILE, OpenMode.CREATE_EMPTY)) {
      var _ = NativeFile.write(file, capture, 1);
    }
    return disk.content(FILE);
  }

  /// Most inputs get past the header, or the decoder would never see them.
  private static byte[] withRightChecksum(byte[] bytes, SeededRandom random) {
    if (bytes.length < V8File.HEADER_BYTES || random.chance(1, 10)) {
      return bytes;
    }
    var crc32 = new CRC32();
    int length = bytes.length - V8File.HEADER_BYTES;
    crc32.update(bytes, V8File.HEADER_BYTES, length);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(V8Snapshot.FRAME_VERSION)
        .putInt(length)
        .putInt((int) crc32.getValue());
    return bytes;
  }
}
