package io.actionqueue.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeedsTest {
  @Test
  void aSeedAlwaysGivesTheSameNumbers() {
    // The first three numbers of SplitMix64 from 1234567, as published with the algorithm.
    SeededRandom random = SeededRandom.of(1234567);
    assertThat(Long.toUnsignedString(random.getAsLong())).isEqualTo("6457827717110365317");
    assertThat(Long.toUnsignedString(random.getAsLong())).isEqualTo("3203168211198807973");
    assertThat(Long.toUnsignedString(random.getAsLong())).isEqualTo("9817491932198370423");
  }

  @Test
  void boundedNumbersReachBothEnds() {
    SeededRandom random = SeededRandom.of(1);
    var seen = new HashSet<Integer>();
    for (int i = 0; i < 1000; i++) {
      seen.add(random.between(-2, 2));
    }
    assertThat(seen).containsExactlyInAnyOrder(-2, -1, 0, 1, 2);
  }

  @Test
  void aFailureNamesItsSeedAndTheCommand() {
    assertThatThrownBy(() ->
            Seeds.checkSeeds(
                5,
                seed -> {
                  if (seed == 3) {
                    throw new IllegalStateException("planted");
                  }
                }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed 3")
        .hasMessageContaining("-Dtest=SeedsTest -Daq.seed=3")
        .hasRootCauseMessage("planted");
  }

  @Test
  void fixedSeedsAreFollowedByAFreshOne() {
    List<Long> seeds = new ArrayList<>();
    Seeds.checkSeeds(3, seeds::add);
    assertThat(seeds).hasSize(4).startsWith(1L, 2L, 3L);
  }
}
