package io.actionqueue.simulation;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.simulation.Story.Variation;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.file.ForwardingFiles;
import io.actionqueue.storage.snapshot.Snapshots;
import io.actionqueue.storage.snapshot.V8File;
import io.actionqueue.storage.snapshot.V8Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// The simulation sees snapshots that are not what they say, and logs that are cut where they must
/// not be: the files are sound, so that only the judges can tell.
class PlantedSnapshotsTest {
  private static void expectFound(String rule, UnaryOperator<StateImage> lacking) {
    PlantedDefectsTest.expectFound(rule, Variation.NONE.on(disk -> new Forgetful(disk, lacking)));
  }

  @Test
  void aSnapshotWithoutRuns() {
    expectFound("INV-17", image -> with(image, allButTheLast(image.runs()), image.ledger()));
  }

  @Test
  void aSnapshotWithoutALedgerEntry() {
    expectFound("INV-17", image -> with(image, image.runs(), allButTheLast(image.ledger())));
  }

  /// It says that it ends later than it does: an event behind it is taken for a part of it.
  @Test
  void aSnapshotOfAnotherMoment() {
    expectFound("INV-17", image -> at(image, image.sequence() + 1));
  }

  /// A compaction takes a file of the log that is still needed.
  @Test
  void aLogThatIsCutTooLate() {
    PlantedDefectsTest.expectFound("RT-49", Variation.NONE.on(Greedy::new));
  }

  private static <T> List<T> allButTheLast(List<T> all) {
    return all.isEmpty() ? all : all.subList(0, all.size() - 1);
  }

  private static StateImage with(
      StateImage image, List<StateImage.Run> runs, List<StateImage.LedgerEntry> ledger) {
    return new StateImage(
        image.sequence(),
        image.tasks(),
        runs,
        image.engine(),
        image.dependencies(),
        image.budgets(),
        image.subscriptions(),
        image.actors(),
        image.tenants(),
        image.roles(),
        image.grants(),
        ledger,
        image.extensions());
  }

  private static StateImage at(StateImage image, long sequence) {
    return new StateImage(
        sequence,
        image.tasks(),
        image.runs(),
        image.engine(),
        image.dependencies(),
        image.budgets(),
        image.subscriptions(),
        image.actors(),
        image.tenants(),
        image.roles(),
        image.grants(),
        image.ledger(),
        image.extensions());
  }

  /// A device that puts another snapshot in the place of each one in the original's form.
  private static final class Forgetful extends ForwardingFiles {
    private final UnaryOperator<StateImage> lacking;

    Forgetful(FileStore disk, UnaryOperator<StateImage> lacking) {
      super(disk);
      this.lacking = lacking;
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      super.rename(from, to);
      var layout = new DataLayout(to.getParent().getParent());
      if (to.equals(layout.v8Snapshot())
          && V8File.load(files, to) instanceof V8File.Loaded.Present(V8Snapshot written)) {
        StateImage image = lacking.apply(written.state());
        Snapshots.writeV8(files, layout, image, written.timestamp());
      }
    }
  }

  /// A device that deletes one more file of the log.
  private static final class Greedy extends ForwardingFiles {
    Greedy(FileStore disk) {
      super(disk);
    }

    @Override
    public void delete(Path path) throws IOException {
      super.delete(path);
      Path folder = path.getParent();
      if (folder.equals(new DataLayout(folder.getParent()).logFolder())) {
        List<Path> rest = files.list(folder).stream().sorted().toList();
        if (rest.size() > 1) {
          super.delete(rest.getFirst());
        }
      }
    }
  }
}
