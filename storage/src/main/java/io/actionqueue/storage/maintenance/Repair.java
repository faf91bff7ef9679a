package io.actionqueue.storage.maintenance;

import io.actionqueue.storage.SnapshotMismatch;
import io.actionqueue.storage.file.DirectoryLock;
import io.actionqueue.storage.recovery.GapPolicy;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.recovery.StoreOptions;
import io.actionqueue.storage.wal.CorruptionReason;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.storage.wal.LogThreading;
import io.actionqueue.storage.wal.ScanVerdict;
import io.actionqueue.storage.wal.TornTail;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Carries out a plan under the lock of the directory, then opens it, which remembers what was
/// given up. A crash between two steps leaves a directory that the next repair goes on with.
final class Repair {
  private Repair() {}

  static RepairPlan run(Place place, RepairOptions options) throws IOException {
    long now = place.time().epochMillis();
    List<Path> copies = new ArrayList<>();
    RepairPlan plan;
    String started = Instant.ofEpochMilli(now).toString();
    try (DirectoryLock _ = DirectoryLock.acquire(place.files(), place.root(), started)) {
      plan = new RepairPlanner(place, options).plan();
      for (RepairStep step : plan.steps()) {
        apply(place, step, now, copies);
      }
    }
    if (!plan.isEmpty()) {
      reopen(place, plan);
    }
    return new RepairPlan(plan.steps(), plan.sequence(), plan.digest(), copies);
  }

  private static void apply(Place place, RepairStep step, long now, List<Path> copies)
      throws IOException {
    switch (step) {
      case RepairStep.CutEnd(Path file, long offset, long bytes, String detail) ->
          copies.add(cut(place, file, now, new Cut(offset, bytes, detail)));
      case RepairStep.CutRecord(Path file, long offset, long bytes, _, String detail) ->
          copies.add(cut(place, file, now, new Cut(offset, bytes, detail)));
      case RepairStep.PutAside(List<Path> files, _) -> {
        for (Path file : files) {
          Path aside = SetAside.nameFor(file, now);
          place.files().rename(file, aside);
          place.files().syncDirectory(place.layout().logFolder());
          copies.add(aside);
        }
      }
      case RepairStep.GiveUp _ -> {} // opening does it
    }
  }

  private record Cut(long offset, long bytes, String detail) {}

  private static Path cut(Place place, Path file, long now, Cut cut) throws IOException {
    var torn =
        new ScanVerdict.Torn(
            cut.offset(), cut.bytes(), CorruptionReason.DECODE_FAILURE, cut.detail());
    return TornTail.setAside(place.files(), file, torn, now);
  }

  private static void reopen(Place place, RepairPlan plan) throws IOException {
    place.progress().expect(place.extent().opening());
    boolean givesUp = plan.steps().stream().anyMatch(RepairStep.GiveUp.class::isInstance);
    StoreOptions options =
        StoreOptions.builder(place.root(), place.files(), place.time())
            .log(LogOptions.builder().threading(LogThreading.CALLER).prepareBytes(0).build())
            .gaps(givesUp ? GapPolicy.ACCEPT : GapPolicy.REFUSE)
            .build();
    try (Store store = Store.open(options)) {
      if (!store.state().digest().equals(plan.digest())) {
        throw new SnapshotMismatch(
            place.root(),
            "after the repair the state is another one than planned; what was taken out of the log"
                + " is kept beside it");
      }
    }
  }
}
