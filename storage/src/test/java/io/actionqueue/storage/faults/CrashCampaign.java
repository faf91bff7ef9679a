package io.actionqueue.storage.faults;

import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.disk.CrashState;
import io.actionqueue.testkit.disk.DiskOperation;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/// Cuts the power after every operation of one life and recovers what is left, every content once.
/// How a state is checked follows from the state alone. Confined to one thread.
final class CrashCampaign {
  private final Set<Long> seen = new HashSet<>();
  private final int statesPerCut;
  private long cuts;
  private long sampledCuts;
  private long secondCrashes;

  /// A campaign.
  ///
  /// @param statesPerCut up to how many states a cut is enumerated; a larger one is sampled
  CrashCampaign(int statesPerCut) {
    this.statesPerCut = statesPerCut;
  }

  /// The different pairs of disk content and promise that were recovered, each as one number.
  Set<Long> states() {
    return seen;
  }

  /// Whether every state of every cut was recovered.
  boolean isExhaustive() {
    return sampledCuts == 0;
  }

  /// How many cuts there were.
  long cuts() {
    return cuts;
  }

  /// How many of them were sampled.
  long sampledCuts() {
    return sampledCuts;
  }

  /// How many states after a second crash were recovered beside the others.
  long secondCrashes() {
    return secondCrashes;
  }

  /// Watches the disk that a life is on.
  void watch(DirectoryLife life, SeededRandom random) {
    SimulatedDisk disk = life.disk();
    disk.onChange(operation -> cut(life, disk, operation, random));
  }

  private void cut(
      DirectoryLife life, SimulatedDisk disk, DiskOperation operation, SeededRandom random) {
    cuts++;
    Promise promise = life.promise();
    var space = disk.crashSpace();
    if (space.sizeBound() > statesPerCut) {
      sampledCuts++;
    }
    space
        .states(statesPerCut, random)
        .forEach(state -> {
          long identity = state.disk().contentHash() * 31 + promise.hashCode();
          if (seen.add(identity)) {
            SeededRandom own = SeededRandom.of(identity);
            var check = new CrashCheck(life.options(), own);
            try {
              check(check, state, promise, own.below(16));
            } catch (IOException | RuntimeException | AssertionError failure) {
              throw CrashCheck.failure(state, operation, disk.trace(), failure);
            }
            secondCrashes += check.secondCrashes();
          }
        });
  }

  /// Every state is recovered twice; some in other ways too.
  private static void check(CrashCheck check, CrashState state, Promise promise, int way)
      throws IOException {
    switch (way) {
      case 1 -> check.look(state.disk(), promise);
      case 2 -> check.goOn(state.disk(), promise);
      case 3 -> check.recoverWithSecondCrash(state.disk(), promise);
      default -> check.recover(state.disk(), promise);
    }
  }
}
