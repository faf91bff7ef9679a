package io.actionqueue.storage.snapshot;

import static io.actionqueue.core.run.RunState.CANCELED;
import static io.actionqueue.core.run.RunState.COMPLETED;
import static io.actionqueue.core.run.RunState.FAILED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RETRY_WAIT;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.storage.snapshot.Images.ATTEMPT;
import static io.actionqueue.storage.snapshot.Images.OPEN;
import static io.actionqueue.storage.snapshot.Images.finished;
import static io.actionqueue.storage.snapshot.Images.run;
import static io.actionqueue.storage.snapshot.Images.state;
import static io.actionqueue.storage.snapshot.Images.task;
import static io.actionqueue.storage.snapshot.Images.taskId;
import static io.actionqueue.storage.snapshot.Images.with;
import static io.actionqueue.storage.snapshot.Images.withAttempts;
import static io.actionqueue.storage.snapshot.Images.withBudgets;
import static io.actionqueue.storage.snapshot.Images.withDependencies;
import static io.actionqueue.storage.snapshot.Images.withLease;
import static io.actionqueue.storage.snapshot.Images.withSubscriptions;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class V8FileTest {
  private static final Path FILE = Path.of("/snapshot.bin");

  private final SimulatedDisk disk = SimulatedDisk.create();

  private byte[] write(V8Snapshot snapshot) throws IOException {
    try (var file = disk.open(FILE, OpenMode.CREATE_EMPTY)) {
      assertThat(V8File.write(file, snapshot)).isEqualTo(file.size());
    }
    return disk.content(FILE);
  }

  private void put(byte[] bytes) throws IOException {
    try (var file = disk.open(FILE, OpenMode.CREATE_EMPTY)) {
      file.write(ByteBuffer.wrap(bytes), 0);
    }
  }

  private void putJson(int version, String json) throws IOException {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    var crc = new CRC32();
    crc.update(text);
    ByteBuffer frame = ByteBuffer.allocate(12 + text.length).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(version).putInt(text.length).putInt((int) crc.getValue()).put(text);
    put(frame.array());
  }

  private V8Snapshot loaded() {
    V8Checks.checkSaysWhatLoadingSays(disk, FILE);
    return ((V8File.Loaded.Present) V8File.load(disk, FILE)).snapshot();
  }

  private SnapshotFault fault() {
    V8Checks.checkSaysWhatLoadingSays(disk, FILE);
    return ((V8File.Loaded.Unusable) V8File.load(disk, FILE)).fault();
  }

  private void survives(StateImage state) throws IOException {
    V8Snapshot snapshot = V8Snapshot.capture(state, 500);
    write(snapshot);
    assertThat(loaded()).isEqualTo(snapshot);
    assertThat(V8Form.whyNot(snapshot)).isNull();
  }

  @Test
  @DisplayName("A-800 A-801 a missing file is no snapshot")
  void missingFile() {
    assertThat(V8File.load(disk, FILE)).isEqualTo(new V8File.Loaded.Absent(false));
  }

  @Test
  void anEmptyFileIsNoSnapshotEither() throws IOException {
    put(new byte[0]);
    assertThat(V8File.load(disk, FILE)).isEqualTo(new V8File.Loaded.Absent(true));
  }

  @Test
  void aDirectoryInTheWayIsAnInputFault() throws IOException {
    disk.createDirectories(FILE);
    assertThat(fault().kind()).isEqualTo("IoError");
  }

  @Test
  @DisplayName("A-802 what was written loads, in frame version 4")
  void writtenFileLoads() throws IOException {
    byte[] bytes = write(V8Snapshot.capture(state(List.of(task(1)), List.of(run(1))), 500));
    assertThat(bytes[0]).isEqualTo((byte) 4);
    assertThat(loaded().state().tasks()).containsExactly(task(1));
  }

  @Test
  @DisplayName("A-803 A-804 other frame versions")
  void otherVersions() throws IOException {
    for (int version : new int[] {1, 3, 5, -1}) {
      putJson(version, "{}");
      assertThat(fault())
          .isEqualTo(new SnapshotFault.IncompatibleVersion(4, Integer.toUnsignedLong(version)));
    }
  }

  @Test
  @DisplayName("A-805 bad JSON")
  void badJson() throws IOException {
    putJson(4, "{ not json");
    assertThat(fault().kind()).isEqualTo("DecodeError");
  }

  @Test
  @DisplayName("A-806 a wrong number of tasks")
  void wrongCount() throws IOException {
    write(new V8Snapshot(4, 0, 8, 1, 0, StateImage.EMPTY, List.of()));
    assertThat(fault())
        .isEqualTo(
            new SnapshotFault.MappingError(
                MappingViolation.of(MappingRule.TASK_COUNT_MISMATCH, 1, 0)));
  }

  @Test
  @DisplayName("A-807 a flipped byte")
  void flippedByte() throws IOException {
    byte[] bytes = write(V8Snapshot.capture(StateImage.EMPTY, 0));
    for (int at = 12; at < bytes.length; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 0x10;
      put(damaged);
      assertThat(fault()).isInstanceOf(SnapshotFault.CrcMismatch.class);
    }
  }

  @Test
  @DisplayName("A-808 every kind of fault has its own text")
  void distinctTexts() {
    var violation = MappingViolation.of(MappingRule.TASK_COUNT_MISMATCH, 1, 0);
    Set<String> texts = new HashSet<>();
    for (SnapshotFault fault :
        List.of(
            new SnapshotFault.IoError("x"),
            new SnapshotFault.DecodeError("x"),
            new SnapshotFault.MappingError(violation),
            new SnapshotFault.IncompatibleVersion(4, 3),
            new SnapshotFault.CrcMismatch(1, 2))) {
      texts.add(fault.message());
      texts.add(fault.kind());
    }
    assertThat(texts).hasSize(10);
  }

  @Test
  void everyCutIsAFaultOfItsKind() throws IOException {
    byte[] bytes = write(V8Snapshot.capture(StateImage.EMPTY, 0));
    for (int length = 1; length < bytes.length; length++) {
      put(java.util.Arrays.copyOf(bytes, length));
      assertThat(fault().kind()).isEqualTo(length < 12 ? "DecodeError" : "IoError");
    }
  }

  @Test
  void bytesBehindTheFrameAreIgnored() throws IOException {
    byte[] bytes = write(V8Snapshot.capture(StateImage.EMPTY, 0));
    put(java.util.Arrays.copyOf(bytes, bytes.length + 100));
    assertThat(loaded().state()).isEqualTo(StateImage.EMPTY);
  }

  @Test
  @DisplayName("A-431 runs in eight states and a running one with its attempt survive")
  void runsSurvive() throws IOException {
    var running = with(run(5, READY, LEASED, RUNNING), ATTEMPT, 1);
    survives(
        state(
            List.of(task(1)),
            List.of(
                run(1),
                run(2, READY),
                withLease(run(3, READY, LEASED)),
                run(4, READY, LEASED, RUNNING),
                withAttempts(withLease(running), OPEN),
                run(6, READY, LEASED, RUNNING, RETRY_WAIT),
                run(7, READY, LEASED, RUNNING, COMPLETED),
                run(8, READY, LEASED, RUNNING, FAILED),
                run(9, READY, CANCELED))));
  }

  @Test
  @DisplayName("A-433 a Ready run that was not due when it was created cannot be decoded")
  void readyInTheFuture() throws IOException {
    write(
        V8Snapshot.capture(
            state(List.of(task(1)), List.of(Images.withScheduledAt(run(1, READY), 2000))), 0));
    assertThat(fault().kind()).isEqualTo("DecodeError");
  }

  @Test
  @DisplayName("A-435 a Completed run with an open attempt cannot be decoded")
  void completedWithOpenAttempt() throws IOException {
    var run = with(run(1, READY, LEASED, RUNNING, COMPLETED), ATTEMPT, 1);
    write(V8Snapshot.capture(state(List.of(task(1)), List.of(withAttempts(run, OPEN))), 0));
    assertThat(fault().kind()).isEqualTo("DecodeError");
    assertThat(fault().message()).contains("attempt");
  }

  @Test
  @DisplayName("A-441 a timed-out attempt keeps result, error and end")
  void timedOutAttempt() throws IOException {
    var run = with(run(1, READY, LEASED, RUNNING, RETRY_WAIT), null, 1);
    var attempt = finished(AttemptResult.TIMEOUT, "attempt timed out after 5s");
    survives(state(List.of(task(1)), List.of(withAttempts(run, attempt))));
  }

  @Test
  @DisplayName("A-442 declarations keep their instants and their order")
  void declarations() throws IOException {
    var state =
        withDependencies(
            state(List.of(task(1), task(2), task(3)), List.of()),
            new StateImage.Dependencies(taskId(2), List.of(taskId(1))),
            new StateImage.Dependencies(taskId(3), List.of(taskId(1), taskId(2))));
    var snapshot = new V8Snapshot(4, 500, 8, 3, 0, state, List.of(10L, 20L));
    write(snapshot);
    assertThat(loaded()).isEqualTo(snapshot);
  }

  @Test
  @DisplayName("A-443 A-444 a budget and a subscription survive")
  void budgetAndSubscription() throws IOException {
    var state = state(List.of(task(1)), List.of());
    survives(
        withBudgets(
            state, new StateImage.Budget(taskId(1), BudgetDimension.TOKEN, 5000, 1000, 50, false)));
    survives(
        withSubscriptions(
            state,
            new StateImage.Subscription(
                new SubscriptionId(3, 1),
                taskId(1),
                new EventFilter.TaskCompleted(taskId(1)),
                30,
                60L,
                null)));
  }
}
