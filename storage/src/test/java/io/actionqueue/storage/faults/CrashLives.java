package io.actionqueue.storage.faults;

import io.actionqueue.testkit.Seeds;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs lives, one seed after the other, until enough different states were recovered.
///
/// Several may run at a time. A life knows nothing of the others, and what they found is taken in
/// the order of the seeds, so that the outcome is the same with any number of threads. Confined to
/// one thread, but for the lives.
final class CrashLives {
  private final Class<?> test;
  private final Life life;
  private final Set<Long> states = new HashSet<>();
  private long lives;
  private long cuts;
  private long sampledCuts;
  private long secondCrashes;

  /// One life with its checks.
  @FunctionalInterface
  interface Life {
    /// Lives it.
    ///
    /// @throws Exception if a state was not recovered as it must
    CrashCampaign live(long seed) throws Exception;
  }

  /// Lives of a test.
  ///
  /// @param test the class that runs one seed again
  CrashLives(Class<?> test, Life life) {
    this.test = test;
    this.life = life;
  }

  /// Runs seeds from 1 on until there are so many different states.
  ///
  /// @throws AssertionError naming the lowest seed that failed and the command that replays it
  void runUntil(int wanted, int threads) throws InterruptedException {
    Queue<Future<CrashCampaign>> running = new ArrayDeque<>();
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      long next = 1;
      while (states.size() < wanted) {
        while (running.size() < 2 * threads) {
          long seed = next++;
          running.add(workers.submit(() -> life.live(seed)));
        }
        take(running.remove());
      }
    } finally {
      workers.shutdownNow();
    }
  }

  private void take(Future<CrashCampaign> lived) throws InterruptedException {
    lives++;
    try {
      CrashCampaign campaign = lived.get();
      states.addAll(campaign.states());
      cuts += campaign.cuts();
      sampledCuts += campaign.sampledCuts();
      secondCrashes += campaign.secondCrashes();
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause();
      String replay = Seeds.replay(test, lives);
      throw new AssertionError(
          "fails with seed %d (%s): %s".formatted(lives, replay, cause), cause);
    }
  }

  /// How many different pairs of disk content and promise were recovered.
  int states() {
    return states.size();
  }

  String summary() {
    return "%d states of %d lives at %d cuts (%d of them sampled), %d second crashes"
        .formatted(states(), lives, cuts, sampledCuts, secondCrashes);
  }
}
