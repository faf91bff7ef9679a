package io.actionqueue.storage.faults;

import io.actionqueue.storage.SyncFailed;
import io.actionqueue.storage.snapshot.Publication;
import io.actionqueue.storage.wal.Durability;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.storage.wal.LogThreading;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.disk.DiskOperation;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import io.actionqueue.testkit.disk.Fault;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.util.function.Consumer;

/// A life whose steps follow from a seed: opens, appends, syncs, snapshots, clean ends, kills,
/// power failures and failed syncs. Confined to one thread.
final class RandomLife {
  private final SeededRandom random;
  private final DirectoryLife life;
  private final Consumer<DirectoryLife> newDisk;

  /// A life of this random sequence.
  ///
  /// @param newDisk called whenever the life is on another disk than before
  RandomLife(SeededRandom random, Consumer<DirectoryLife> newDisk) {
    this.random = random;
    this.newDisk = newDisk;
    this.life = new DirectoryLife(SimulatedDisk.create(), options(random), random);
    newDisk.accept(life);
  }

  private static LifeOptions options(SeededRandom random) {
    LogOptions log =
        LogOptions.builder()
            .threading(LogThreading.CALLER)
            .durability(
                switch (random.below(4)) {
                  case 0 -> Durability.OS;
                  case 1 -> new Durability.Interval(5);
                  default -> Durability.SYNC;
                })
            .prepareBytes(random.pick(0, 0, 4096, 16_384))
            .segmentBytes(random.pick(64 << 20, 4096, 4096))
            .build();
    return new LifeOptions(log, random.pick(Publication.SYNC_BYTES, 200, 512, 1000, 2048));
  }

  DirectoryLife life() {
    return life;
  }

  void run(int steps) throws IOException {
    life.open();
    for (int i = 0; i < steps; i++) {
      step();
      if (!life.isOpen()) {
        life.open();
      }
    }
    life.close();
  }

  private void step() throws IOException {
    life.advanceMillis(random.below(4));
    switch (random.below(20)) {
      case 0 -> snapshot(life::snapshot);
      case 1 -> snapshot(life::nativeSnapshot);
      case 2 -> {
        if (random.coin()) {
          snapshot(life::compact);
        } else {
          life.close();
        }
      }
      case 3 -> life.kill();
      case 4, 5 -> powerFailure();
      case 6 -> failedSync();
      case 7, 8, 9, 10, 11 -> life.append(random.between(1, 3));
      default -> {
        life.append(random.between(1, 2));
        life.sync();
      }
    }
  }

  private interface Writing {
    void write() throws IOException;
  }

  /// Writes snapshots. In one of four cases a sync of theirs fails, on the way or at the end: then
  /// there is none, and the program goes on with what it had. A failure that no sync has met waits
  /// for the next snapshot.
  private void snapshot(Writing writing) throws IOException {
    if (random.chance(1, 4)) {
      long from = life.disk().operations() + random.below(20);
      life.disk().injectWhen(call -> isOfSnapshot(call) && call.number() > from, Fault.ioError());
    }
    try {
      writing.write();
    } catch (SyncFailed failure) {
      if (!failure.path().toString().endsWith(".tmp")) {
        throw failure;
      }
    }
  }

  private static boolean isOfSnapshot(DiskOperation call) {
    return call.kind() == Kind.SYNC && call.path().toString().endsWith(".tmp");
  }

  private void powerFailure() {
    life.restartOn(life.disk().crash(random));
    newDisk.accept(life);
  }

  /// A sync fails, the program ends as it must, and the next one finds what memory still shows, or
  /// what the device holds. The file prepared ahead is left out: it is done without.
  private void failedSync() {
    life.disk()
        .injectWhen(
            call -> call.kind() == Kind.SYNC && !call.path().toString().endsWith(".next"),
            Fault.ioError());
    try {
      life.append(1);
      life.sync();
    } catch (IOException failure) {
      life.killAfterFailure();
      if (random.coin()) {
        life.disk().dropLostPages();
      }
      return;
    }
    throw new AssertionError("a failed sync went unnoticed");
  }
}
