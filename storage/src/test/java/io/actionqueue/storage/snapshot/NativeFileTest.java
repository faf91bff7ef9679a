package io.actionqueue.storage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.event.ExtensionEvent.TaskCreatedWithPolicy;
import io.actionqueue.core.event.ExtensionEvent.TaskPolicySet;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateCapture;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.disk.SimulatedDisk;
import io.actionqueue.testkit.state.HistoryGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeFileTest {
  private static final Path FILE = Path.of("/snapshot.aqs");

  private final SimulatedDisk disk = SimulatedDisk.create();

  private byte[] write(QueueState state) throws IOException {
    StateCapture capture = state.capture();
    capture.advance(Integer.MAX_VALUE);
    try (var file = disk.open(FILE, OpenMode.CREATE_EMPTY)) {
      assertThat(NativeFile.write(file, capture, 1_700_000_000_000L)).isEqualTo(file.size());
    }
    return disk.content(FILE);
  }

  private QueueState loaded() {
    return ((NativeFile.Loaded.Present) NativeFile.load(disk, FILE)).state();
  }

  private SnapshotFault fault() {
    return ((NativeFile.Loaded.Unusable) NativeFile.load(disk, FILE)).fault();
  }

  @Test
  void anEmptyStateSurvives() throws IOException {
    write(QueueState.empty());
    assertThat(loaded().image()).isEqualTo(StateImage.EMPTY);
  }

  @Test
  void aMissingFileIsNoSnapshot() {
    assertThat(NativeFile.load(disk, FILE)).isEqualTo(new NativeFile.Loaded.Absent());
  }

  /// Everything comes back, also what a v8 snapshot loses: which event made a run Ready, and
  /// whether a trigger waits.
  @Test
  void everyStateSurvivesWithoutLoss() {
    Seeds.check(
        60,
        random -> {
          var history = HistoryGenerator.of(random);
          history.take(random.between(0, 200));
          QueueState state = history.state();
          write(state);
          QueueState back = loaded();
          assertThat(back.image()).isEqualTo(state.image());
          assertThat(back.digest()).isEqualTo(state.digest());
          assertThat(back.latestSequence()).isEqualTo(state.latestSequence());
          for (RunEntry run : state.runs()) {
            assertThat(back.run(run.id()).readySequence()).isEqualTo(run.readySequence());
          }
          for (StateImage.Subscription subscription : state.subscriptions()) {
            assertThat(back.isTriggerPending(subscription.subscriptionId()))
                .isEqualTo(state.isTriggerPending(subscription.subscriptionId()));
          }
          for (EventBatch batch : history.take(20)) {
            for (int i = 0; i < batch.events().size(); i++) {
              long sequence = batch.firstSequence() + i;
              assertThat(back.check(sequence, batch.events().get(i))).isNull();
              back.apply(sequence, batch.events().get(i));
            }
          }
          assertThat(back.image()).isEqualTo(state.image());
        });
  }

  /// A snapshot has tasks in records of their own, and their options apart from them.
  @Test
  void anEventThatCreatesATaskIsNoPartOfASnapshot() throws Exception {
    StateImage.Task task = Images.task(1);
    TaskPolicy policy = TaskPolicy.NONE.withKeyPermits(2);
    var sink = new RestoringSink();
    sink.head(new NativeFormat.Head(1, 0, 1, 0, StateImage.EMPTY.engine()));
    sink.task(task);
    assertThatThrownBy(() -> sink.extension(new TaskCreatedWithPolicy(task.spec(), policy, 5)))
        .isInstanceOf(UnreadableSnapshot.class);
    sink.extension(new TaskPolicySet(task.spec().id(), policy, 5));
    assertThat(sink.state().extensions().policy(task.spec().id())).isEqualTo(policy);
  }

  @Test
  void aRunWithMoreAttemptsThanARecordHoldsSurvives() throws IOException {
    byte[] output = new byte[300_000];
    var attempts = new ArrayList<StateImage.Attempt>();
    for (int i = 0; i < 9; i++) {
      Arrays.fill(output, (byte) i);
      var id = new AttemptId(7, i);
      attempts.add(
          new StateImage.Attempt(
              id, i, 1L + i, AttemptResult.SUSPENDED, null, Bytes.copyOf(output)));
    }
    var large =
        Images.withAttempts(
            Images.run(1, RunState.READY), attempts.toArray(StateImage.Attempt[]::new));
    var runs = List.of(Images.run(2), Images.with(large, null, 9), Images.run(3));
    QueueState state = QueueState.of(Images.state(List.of(Images.task(1)), runs));
    assertThat(write(state).length).isGreaterThan(2_600_000);
    assertThat(loaded().image()).isEqualTo(state.image());
  }

  @Test
  void everyCutAndEveryFlippedBitIsNoticed() {
    Seeds.check(
        15,
        random -> {
          var history = HistoryGenerator.of(random);
          history.take(random.between(0, 60));
          byte[] bytes = write(history.state());
          for (int i = 0; i < 40; i++) {
            byte[] damaged = damage(bytes, random);
            disk.install(FILE, damaged);
            assertThat(fault().message()).isNotEmpty();
          }
        });
  }

  private static byte[] damage(byte[] bytes, SeededRandom random) {
    if (random.chance(1, 3)) {
      return Arrays.copyOf(bytes, random.below(bytes.length));
    }
    if (random.chance(1, 8)) {
      return Arrays.copyOf(bytes, bytes.length + random.between(1, 40));
    }
    byte[] copy = bytes.clone();
    copy[random.below(copy.length)] ^= (byte) (1 << random.below(8));
    return copy;
  }

  @Test
  void sectionsThatAreLostDoubledOrSwappedAreNoticed() throws IOException {
    var history = HistoryGenerator.of(SeededRandom.of(7));
    history.take(100);
    byte[] bytes = write(history.state());
    List<byte[]> sections = sections(bytes);
    assertThat(sections.size()).isGreaterThan(6);
    for (int i = 0; i < sections.size(); i++) {
      var lost = new ArrayList<>(sections);
      lost.remove(i);
      disk.install(FILE, joined(lost));
      assertThat(fault().message()).isNotEmpty();
      var doubled = new ArrayList<>(sections);
      doubled.add(i, sections.get(i));
      disk.install(FILE, joined(doubled));
      assertThat(fault().message()).isNotEmpty();
    }
    var swapped = new ArrayList<>(sections);
    java.util.Collections.swap(swapped, 1, 2);
    disk.install(FILE, joined(swapped));
    assertThat(fault().message()).contains("stands where");
  }

  private static List<byte[]> sections(byte[] bytes) {
    var header = java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    List<byte[]> sections = new ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      int end = at + NativeFormat.HEADER_BYTES + header.getInt(at + 4);
      sections.add(Arrays.copyOfRange(bytes, at, end));
      at = end;
    }
    return sections;
  }

  private static byte[] joined(List<byte[]> parts) {
    var out = new java.io.ByteArrayOutputStream();
    parts.forEach(out::writeBytes);
    return out.toByteArray();
  }
}
