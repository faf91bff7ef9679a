package io.actionqueue.storage.maintenance;

import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.storage.CorruptLog;
import io.actionqueue.storage.RepairRefused;
import io.actionqueue.storage.ReplayRefused;
import io.actionqueue.storage.SequenceGap;
import io.actionqueue.storage.SnapshotMismatch;
import io.actionqueue.storage.StorageException;
import io.actionqueue.storage.recovery.GapPolicy;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.recovery.TornEnd;
import io.actionqueue.storage.wal.EventSink;
import io.actionqueue.storage.wal.LogScan;
import io.actionqueue.storage.wal.LogSegments;
import io.actionqueue.storage.wal.ScanPolicy;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Finds the steps that make a directory openable (S-32, spec 01 §7.3): opens it as it would be
/// after the steps so far, and takes the next finding for the next step, until it opens. Confined
/// to one thread; used once.
final class RepairPlanner {
  /// Each step removes a finding for good; a directory has not many kinds of them.
  private static final int MOST_STEPS = 16;

  private final Place place;
  private final RepairOptions options;
  private final List<RepairStep> steps = new ArrayList<>();
  private final RepairedFiles files;
  private ScanPolicy policy = ScanPolicy.DEFAULT;
  private GapPolicy gaps = GapPolicy.REFUSE;
  private boolean putAside;

  RepairPlanner(Place place, RepairOptions options) {
    this.place = place;
    this.options = options;
    this.files = new RepairedFiles(place.files());
  }

  RepairPlan plan() throws IOException {
    for (int i = 0; i < MOST_STEPS; i++) {
      place.progress().expect(place.extent().opening());
      try {
        Store.Loaded found = Store.examine(files, place.time(), place.root(), policy, gaps);
        TornEnd torn = found.report().torn();
        if (torn == null) {
          return new RepairPlan(
              steps, found.state().latestSequence(), found.state().digest(), List.of());
        }
        cutEnd(torn);
      } catch (CorruptLog damage) {
        mend(damage);
      } catch (SequenceGap gap) {
        giveUp(gap);
      } catch (ReplayRefused refused) {
        cutRecord(refused);
      } catch (SnapshotMismatch mismatch) {
        throw putAside ? uncovered() : mismatch;
      }
    }
    throw new RepairRefused(
        active(), StorageException.NO_OFFSET, "there is no end to what is wrong");
  }

  private Path active() {
    return place.layout().log();
  }

  private void cutEnd(TornEnd torn) {
    steps.add(new RepairStep.CutEnd(active(), torn.offset(), torn.bytes(), torn.detail()));
    files.cut(active(), torn.offset());
    policy = ScanPolicy.DEFAULT;
  }

  private void mend(CorruptLog damage) throws IOException {
    if (!damage.path().equals(active())) {
      putAside(damage);
    } else if (policy == ScanPolicy.DEFAULT) {
      policy = ScanPolicy.TRUNCATE_PARTIAL;
    } else {
      throw new RepairRefused(damage.path(), damage.offsetBytes(), damage.reason());
    }
  }

  /// A damaged sealed file can be spared where a snapshot contains all that it held: then what is
  /// left of the log goes on from the snapshot. The next look tells.
  private void putAside(CorruptLog damage) throws IOException {
    List<Path> covered = new ArrayList<>();
    boolean isLast = true;
    for (LogSegments.Sealed sealed : LogSegments.sealed(files, active())) {
      if (!covered.contains(damage.path())) {
        covered.add(sealed.path());
      } else {
        isLast = false;
      }
    }
    if (isLast && !activeHasEvents()) {
      throw new RepairRefused(
          damage.path(), damage.offsetBytes(), damage.reason() + "; nothing stands behind it");
    }
    steps.add(new RepairStep.PutAside(covered, damage.reason()));
    files.remove(covered);
    putAside = true;
  }

  private boolean activeHasEvents() throws IOException {
    try {
      return LogScan.run(files, active(), ScanPolicy.DEFAULT, EventSink.NONE).events() > 0;
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  private void giveUp(SequenceGap gap) throws RepairRefused {
    if (putAside) {
      throw uncovered();
    }
    if (options.gaps() == RepairOptions.Gaps.REFUSE) {
      throw new RepairRefused(
          gap.path(),
          gap.offsetBytes(),
          "events %s to %s are missing, and it was not said that they may be given up"
              .formatted(
                  Long.toUnsignedString(gap.previous() + 1),
                  Long.toUnsignedString(gap.next() - 1)));
    }
    steps.add(new RepairStep.GiveUp(gap.path(), gap.previous(), gap.next()));
    gaps = GapPolicy.ACCEPT;
  }

  private RepairRefused uncovered() {
    RepairStep.PutAside last =
        (RepairStep.PutAside)
            steps.stream().filter(RepairStep.PutAside.class::isInstance).findFirst().orElseThrow();
    return new RepairRefused(
        last.files().getLast(),
        StorageException.NO_OFFSET,
        last.detail() + "; it holds events that no good snapshot contains: restore a backup");
  }

  private void cutRecord(ReplayRefused refused) throws IOException {
    long[] last = {-1};
    if (refused.path().equals(active())) {
      var _ = LogScan.run(files, active(), ScanPolicy.DEFAULT, (_, _, offset) -> last[0] = offset);
    }
    if (last[0] != refused.offsetBytes()) {
      throw new RepairRefused(
          refused.path(), refused.offsetBytes(), refused.reason() + "; whole records follow on it");
    }
    steps.add(
        new RepairStep.CutRecord(
            active(), last[0], size() - last[0], refused.sequence(), refused.reason()));
    files.cut(active(), last[0]);
  }

  private long size() throws IOException {
    try (FileHandle file = files.open(active(), OpenMode.READ)) {
      return file.size();
    }
  }
}
