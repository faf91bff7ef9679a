package io.actionqueue.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// The whole engine under random use on a computer that fails at any point: whatever the story, the
/// invariants hold after every step, what was acknowledged stays, and in the end everything ends.
///
/// Which invariant is checked where: `docs/testing.md` §7. A failure names its seed and the command
/// that plays it again; `-Daq.seeds=100000 -Daq.threads=2` plays more, on two threads.
class EngineSimulation {
  private static final int SEEDS = 2_000;

  @Test
  void acknowledgedWorkSurvivesEverythingAndEnds() {
    Seeds.checkSeedsInParallel(SEEDS, seed -> new Story(seed).play());
  }

  /// Otherwise no seed would replay a failure.
  @Test
  void oneSeedIsAlwaysTheSameStory() {
    for (long seed = 1; seed <= 20; seed++) {
      assertThat(Story.trace(seed)).isEqualTo(Story.trace(seed));
    }
  }

  /// Stories share nothing: those that are played at once are the same as one after the other.
  @Test
  void storiesDoNotDependOnThreads() throws Exception {
    try (var threads = Executors.newFixedThreadPool(3)) {
      var together = new ArrayList<Future<List<String>>>();
      for (long seed = 1; seed <= 12; seed++) {
        long own = seed;
        together.add(threads.submit(() -> Story.trace(own)));
      }
      for (long seed = 1; seed <= together.size(); seed++) {
        assertThat(together.get((int) seed - 1).get()).isEqualTo(Story.trace(seed));
      }
    }
  }
}
