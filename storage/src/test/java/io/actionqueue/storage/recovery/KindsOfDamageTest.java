package io.actionqueue.storage.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.storage.CorruptLog;
import io.actionqueue.storage.ReplayRefused;
import io.actionqueue.storage.wal.LogReader;
import io.actionqueue.storage.wal.ScanPolicy;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Bytes that are no record, and records that cannot follow, are two things.
final class KindsOfDamageTest {
  private static final Path LOG = StoreSite.DIRECTORY.resolve("wal/actionqueue.wal");
  private static final TaskId TASK = new TaskId(1, 1);
  private static final RunId RUN = new RunId(2, 1);

  private final SimulatedDisk disk = SimulatedDisk.create();
  private final StoreSite site = new StoreSite(disk);

  private void scheduledRun() throws IOException {
    site.write(
        new TaskEvent.TaskCreated(TaskSpec.of(TASK, TaskPayload.EMPTY), 1),
        new RunEvent.RunCreated(RunInstance.scheduled(RUN, TASK, 1, 1)));
  }

  /// A-372, first half: good bytes with an illegal move are refused by replay.
  @Test
  void recordThatCannotFollowIsRefusedByReplay() throws IOException {
    scheduledRun();
    try (Store store = site.open()) {
      var illegal = new RunEvent.RunStateChanged(RUN, RunState.READY, RunState.SCHEDULED, 2);
      store.log().append(new EventBatch(3, List.of(illegal)));
      store.log().sync();
    }
    var refused = catchThrowableOfType(ReplayRefused.class, site::open);
    assertThat(refused.sequence()).isEqualTo(3);
    assertThat(refused.kind()).isEqualTo("InvalidTransition");
  }

  /// A-372, second half, A-830: a byte too many is damage of the file, and comes from the reader as
  /// it is.
  @Test
  void byteTooManyIsCorruption() throws IOException {
    scheduledRun();
    byte[] good = disk.content(LOG);
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    longer[good.length] = 5;
    disk.install(LOG, longer);

    CorruptLog read;
    try (LogReader reader = LogReader.open(disk, LOG)) {
      assertThat(reader.next()).isNotNull();
      assertThat(reader.next()).isNotNull();
      read = catchThrowableOfType(CorruptLog.class, reader::next);
    }
    var options = site.options().damage(ScanPolicy.STRICT).build();
    var opened = catchThrowableOfType(CorruptLog.class, () -> Store.open(options));
    assertThat(opened.token()).isEqualTo("incomplete_header").isEqualTo(read.token());
    assertThat(opened.offsetBytes()).isEqualTo(good.length).isEqualTo(read.offsetBytes());
    assertThat(opened).hasMessage(read.getMessage());
  }
}
