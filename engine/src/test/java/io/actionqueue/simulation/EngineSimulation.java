package io.actionqueue.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.testkit.Seeds;
import org.junit.jupiter.api.Test;

/// The whole engine under random use on a computer that fails at any point: whatever the story, the
/// invariants hold after every step, what was acknowledged stays, and in the end everything ends.
///
/// Which invariant is checked where: `docs/testing.md` §7. A failure names its seed and the command
/// that plays it again; `-Daq.seeds=100000` plays more.
class EngineSimulation {
  private static final int SEEDS = 2_000;

  @Test
  void acknowledgedWorkSurvivesEverythingAndEnds() {
    Seeds.checkSeeds(SEEDS, seed -> new Story(seed).play());
  }

  /// Otherwise no seed would replay a failure.
  @Test
  void oneSeedIsAlwaysTheSameStory() {
    for (long seed = 1; seed <= 20; seed++) {
      assertThat(Story.trace(seed)).isEqualTo(Story.trace(seed));
    }
  }
}
