package io.actionqueue.storage.faults;

import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.disk.CrashState;
import io.actionqueue.testkit.disk.DiskOperation;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/// Cuts the power after every operation of lives and recovers what is left, every content once.
/// Confined to one thread.
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

  /// How many different pairs of disk content and promise were recovered.
  int states() {
    return seen.size();
  }

  /// Whether every state of every cut was recovered.
  boolean isExhaustive() {
    return sampledCuts == 0;
  }

  String summary() {
    return "%d states at %d cuts (%d of them sampled), %d second crashes"
        .formatted(states(), cuts, sampledCuts, secondCrashes);
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
    var check = new CrashCheck(life.options(), random);
    var space = disk.crashSpace();
    if (space.sizeBound() > statesPerCut) {
      sampledCuts++;
    }
    space
        .states(statesPerCut, random)
        .forEach(state -> {
          if (seen.add(state.disk().contentHash() * 31 + promise.hashCode())) {
            check(check, state, operation, promise, disk);
          }
        });
    secondCrashes += check.secondCrashes();
  }

  /// Every state is recovered twice; some in other ways too.
  private void check(
      CrashCheck check,
      CrashState state,
      DiskOperation operation,
      Promise promise,
      SimulatedDisk disk) {
    try {
      switch (seen.size() % 16) {
        case 1 -> check.look(state.disk(), promise);
        case 2 -> check.goOn(state.disk(), promise);
        case 3 -> check.recoverWithSecondCrash(state.disk(), promise);
        default -> check.recover(state.disk(), promise);
      }
    } catch (IOException | RuntimeException | AssertionError failure) {
      throw CrashCheck.failure(state, operation, disk.trace(), failure);
    }
  }
}
