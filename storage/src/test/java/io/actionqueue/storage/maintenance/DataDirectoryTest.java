package io.actionqueue.storage.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.event.EngineEvent.EngineResumed;
import io.actionqueue.core.event.ExtensionEvent.TaskCreatedWithPolicy;
import io.actionqueue.core.event.RunEvent.RunCreated;
import io.actionqueue.core.event.RunEvent.RunStateChanged;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.storage.DirectoryLocked;
import io.actionqueue.storage.NotExpressible;
import io.actionqueue.storage.SequenceUnavailable;
import io.actionqueue.storage.TargetNotEmpty;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.wal.LogReader;
import io.actionqueue.storage.wal.LoggedEvent;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.state.HistoryGenerator;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DataDirectoryTest {
  private static final Path TARGET = Path.of("/export");

  private final Site site = new Site();

  @Nested
  class Inspecting {
    @Test
    void tellsFilesSnapshotsAndWhatOpeningWouldDo() throws IOException {
      site.write(10);
      site.snapshot();
      site.write(2);
      Map<Path, String> before = site.content();
      Inspection found = site.directory().inspect();
      assertThat(site.content()).isEqualTo(before);
      assertThat(found.log())
          .extracting(LogFileFacts::firstSequence, LogFileFacts::lastSequence)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(1L, 3L),
              org.assertj.core.groups.Tuple.tuple(4L, 6L),
              org.assertj.core.groups.Tuple.tuple(7L, 9L),
              org.assertj.core.groups.Tuple.tuple(10L, 12L));
      assertThat(found.log().getFirst().singleFrames()).isEqualTo(3);
      assertThat(found.log().getLast().batchFrames()).isEqualTo(1);
      assertThat(found.log().getLast().role()).isEqualTo(LogFileFacts.Role.ACTIVE);
      assertThat(found.snapshots())
          .singleElement()
          .satisfies(snapshot -> {
            assertThat(snapshot.form()).isEqualTo("v8");
            assertThat(snapshot.sequence()).isEqualTo(10);
            assertThat(snapshot.tasks()).isEqualTo(10);
          });
      assertThat(found.opening())
          .isInstanceOfSatisfying(
              Inspection.Opening.Succeeds.class,
              opening -> {
                assertThat(opening.digest()).isEqualTo(digestOf(site));
                assertThat(opening.steps())
                    .containsExactly(
                        "load /data/snapshots/snapshot.bin, up to event 10",
                        "read 12 events of the log, apply 2 of them",
                        "go on with event 13");
              });
    }

    @Test
    void tellsWhatIsWrongWithoutFailing() throws IOException {
      site.write(10);
      site.snapshot();
      site.disk.flipBit(Site.LAYOUT.v8Snapshot(), 50, 1);
      site.disk.flipBit(site.sealed(1), 50, 1);
      Inspection found = site.directory().inspect();
      assertThat(found.snapshots().getFirst().fault()).contains("checksum");
      assertThat(found.log().get(1).finding()).isEqualTo("corrupt");
      assertThat(found.log().get(1).detail()).contains("CRC");
      assertThat(found.opening())
          .isInstanceOfSatisfying(
              Inspection.Opening.Refused.class,
              refused -> assertThat(refused.code()).isEqualTo("wal_corrupt"));
    }

    @Test
    void anEmptyDirectoryIsFineAndAMissingOneIsNot() throws IOException {
      site.disk.createDirectories(Site.ROOT);
      assertThat(site.directory().inspect().log()).isEmpty();
      assertThatThrownBy(() -> site.other("/nowhere").inspect())
          .isInstanceOf(NoSuchFileException.class);
    }
  }

  @Nested
  class ThePast {
    @Test
    void isTheStateBehindEachEventThatTheDirectoryHolds() throws IOException {
      var history = HistoryGenerator.of(SeededRandom.of(4));
      List<String> digests = new ArrayList<>();
      digests.add(history.state().digest());
      try (Store store = site.open()) {
        for (int i = 0; i < 60; i++) {
          var batch = history.next();
          store.log().append(batch);
          store.log().sync();
          long sequence = batch.firstSequence();
          for (var event : batch.events()) {
            store.state().apply(sequence++, event);
            digests.add(store.state().digest());
          }
          if (i == 20 || i == 40) {
            store.writeSnapshot();
          }
        }
      }
      for (int sequence = 0; sequence < digests.size(); sequence++) {
        assertThat(site.directory().stateAt(sequence).digest())
            .as("at %d", sequence)
            .isEqualTo(digests.get(sequence));
      }
      assertThatThrownBy(() -> site.directory().stateAt(digests.size()))
          .isInstanceOf(SequenceUnavailable.class)
          .hasMessageContaining("the last one is " + (digests.size() - 1));
    }

    @Test
    void beforeTheDroppedLogIsNotHeldAnyMore() throws IOException {
      site.write(10);
      site.snapshot();
      site.write(5);
      site.snapshot();
      assertThat(site.directory().stateAt(10).taskCount()).isEqualTo(10);
      assertThat(site.directory().stateAt(12).taskCount()).isEqualTo(12);
      assertThat(site.directory().stateAt(15).taskCount()).isEqualTo(15);
      assertThatThrownBy(() -> site.directory().stateAt(9)).isInstanceOf(SequenceUnavailable.class);
    }
  }

  @Nested
  class Snapshotting {
    @Test
    void createsVerifiesAndCompacts() throws IOException {
      site.write(10);
      SnapshotFreed first = site.directory().createSnapshot();
      assertThat(first.sequence()).isEqualTo(10);
      assertThat(first.droppedFiles()).isEmpty();
      site.write(5);
      SnapshotFreed second = site.directory().createNativeSnapshot();
      assertThat(second.previousSequence()).isEqualTo(10);
      assertThat(second.droppedFiles()).hasSize(3);
      assertThat(site.directory().verifySnapshots())
          .extracting(SnapshotFacts::form, SnapshotFacts::sequence)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("native", 15L),
              org.assertj.core.groups.Tuple.tuple("v8", 10L));
    }

    @Test
    void compactingLeavesTwoSnapshotsAndAnEmptyLog() throws IOException {
      site.write(10);
      site.snapshot();
      site.write(5);
      String digest = site.digest();
      SnapshotFreed freed = site.directory().compact();
      assertThat(freed.sequence()).isEqualTo(15);
      assertThat(freed.previousSequence()).isEqualTo(15);
      assertThat(freed.droppedFiles()).hasSize(5);
      Inspection inspection = site.directory().inspect();
      assertThat(inspection.snapshots()).hasSize(2).allMatch(facts -> facts.sequence() == 15);
      assertThat(inspection.log()).hasSize(1).allMatch(file -> file.bytes() == 0);
      assertThat(site.digest()).isEqualTo(digest);
    }

    @Test
    void theLogIsVerifiedAndPrintedByTheLibraryToo() throws IOException {
      site.write(10);
      assertThat(site.directory().verifyLog())
          .hasSize(4)
          .allMatch(file -> file.finding().equals("ok"));
      var lines = new StringBuilder();
      assertThat(site.directory().dumpLog(lines)).isEqualTo("ok");
      assertThat(lines.toString().lines()).hasSize(10).last().asString().contains("TaskCreated");
      site.disk.flipBit(Site.LAYOUT.log(), 30, 1);
      assertThat(site.directory().verifyLog().getLast().finding()).isEqualTo("corrupt");
      site.disk.flipBit(site.sealed(1), 30, 1);
      assertThat(site.directory().verifyLog().get(1).finding()).isEqualTo("corrupt");
      lines.setLength(0);
      assertThat(site.directory().dumpLog(lines)).isEqualTo("corrupt");
      assertThat(lines.toString().lines()).hasSize(3);
    }

    @Test
    void theLatestGoodSnapshotIsShown() throws IOException {
      site.write(3);
      assertThat(site.directory().latestSnapshot()).isNull();
      site.snapshot();
      site.write(2);
      QueueState shown = site.directory().latestSnapshot();
      assertThat(shown).isNotNull();
      assertThat(shown.latestSequence()).isEqualTo(3);
      site.disk.flipBit(Site.LAYOUT.v8Snapshot(), 40, 1);
      assertThat(site.directory().latestSnapshot()).isNull();
    }

    @Test
    void anOwnedDirectoryIsLeftAlone() throws IOException {
      site.write(1);
      try (Store _ = site.open()) {
        assertThatThrownBy(() -> site.directory().createSnapshot())
            .isInstanceOf(DirectoryLocked.class);
        assertThatThrownBy(() -> site.directory().compact()).isInstanceOf(DirectoryLocked.class);
      }
    }
  }

  @Nested
  class Exporting {
    private void readsBack() throws IOException {
      assertThat(Store.load(site.disk, site.time, TARGET).state().digest())
          .isEqualTo(site.digest());
    }

    private List<Integer> versions() throws IOException {
      List<Integer> versions = new ArrayList<>();
      try (LogReader reader = LogReader.open(site.disk, new DataLayout(TARGET).log())) {
        for (LoggedEvent event = reader.next(); event != null; event = reader.next()) {
          versions.add(event.frame().version());
        }
      }
      return versions;
    }

    @Test
    void aWholeLogIsWrittenRecordByRecord() throws IOException {
      site.write(10);
      try (Store store = site.open()) {
        Site.append(store, new EnginePaused(1), new EngineResumed(2));
      }
      site.snapshot();
      ExportReport report = site.directory().exportTo(TARGET);
      assertThat(report.form()).isEqualTo("log");
      assertThat(report.events()).isEqualTo(12);
      assertThat(versions()).hasSize(12).containsOnly(5);
      assertThat(site.disk.list(new DataLayout(TARGET).snapshotFolder())).isEmpty();
      readsBack();
    }

    @Test
    void aStateWhoseLogWasDroppedIsASnapshot() throws IOException {
      site.write(10);
      site.snapshot();
      site.write(5);
      site.snapshot();
      ExportReport report = site.directory().exportTo(TARGET);
      assertThat(report.form()).isEqualTo("snapshot");
      assertThat(report.sequence()).isEqualTo(15);
      assertThat(versions()).isEmpty();
      readsBack();
    }

    @Test
    void whatTheFormatCannotSayIsRefusedAndNothingIsWritten() throws IOException {
      RunId run = new RunId(2, 1);
      site.write(10);
      try (Store store = site.open()) {
        Site.append(store, new RunCreated(RunInstance.scheduled(run, new TaskId(1, 1), 5000, 10)));
        Site.append(store, new RunStateChanged(run, RunState.SCHEDULED, RunState.READY, 12));
        store.writeSnapshot();
        Site.append(store, 5);
        store.writeSnapshot();
      }
      assertThatThrownBy(() -> site.directory().exportTo(TARGET))
          .isInstanceOf(NotExpressible.class)
          .hasMessageContaining("Ready");
      assertThatThrownBy(() -> site.directory().createV8Snapshot())
          .isInstanceOf(NotExpressible.class);
      assertThat(site.disk.files()).noneMatch(file -> file.startsWith(TARGET));
    }

    /// A version that knows no options would not honour them.
    @Test
    void aTaskWithOptionsIsPrintedAndNotExported() throws IOException {
      site.write(1);
      var spec = TaskSpec.of(new TaskId(1, 9), TaskPayload.EMPTY);
      TaskPolicy policy = TaskPolicy.NONE.withDeadline(1_700_000_060_000L);
      try (Store store = site.open()) {
        Site.append(store, new TaskCreatedWithPolicy(spec, policy, 1_700_000_000_123L));
      }
      var lines = new StringBuilder();
      assertThat(site.directory().dumpLog(lines)).isEqualTo("ok");
      assertThat(lines.toString().lines().toList())
          .last()
          .asString()
          .contains("\"event\":{\"TaskCreatedWithPolicy\":{\"task_spec\":{\"id\":")
          .contains("\"policy\":{\"retry\":null,")
          .contains("\"deadline_millis\":1700000060000,")
          .contains("\"timestamp_millis\":1700000000123}}");
      assertThatThrownBy(() -> site.directory().exportTo(TARGET))
          .isInstanceOf(NotExpressible.class)
          .hasMessageContaining("1 facts that the original does not know");
      assertThat(site.disk.files()).noneMatch(file -> file.startsWith(TARGET));
    }

    @Test
    void nothingIsWrittenOverWhatIsThere() throws IOException {
      site.write(1);
      assertThatThrownBy(() -> site.directory().exportTo(Site.ROOT))
          .isInstanceOf(TargetNotEmpty.class);
    }

    @Test
    void anEmptyDirectoryIsAnEmptyLog() throws IOException {
      site.disk.createDirectories(Site.ROOT);
      assertThat(site.directory().exportTo(TARGET).events()).isZero();
      readsBack();
    }
  }

  private static String digestOf(Site site) {
    try {
      return site.digest();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
