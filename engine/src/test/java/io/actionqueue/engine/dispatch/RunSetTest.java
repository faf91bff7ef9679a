package io.actionqueue.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.state.RunEntry;
import io.actionqueue.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunSetTest {
  /// Against a set of the library: ids in a row and ids that crowd together, growing and shrinking.
  @Test
  void itHoldsWhatALibrarySetHolds() {
    Seeds.check(
        10,
        random -> {
          var runs = new Runs();
          List<RunEntry> known = new ArrayList<>();
          for (int i = 1; i <= 600; i++) {
            known.add(runs.ready(random.chance(1, 2) ? i : i << 16, 0, 1000, null));
          }
          var set = new RunSet();
          Set<RunEntry> expected = new HashSet<>();
          for (int i = 0; i < 20_000; i++) {
            RunEntry run = known.get(random.below(known.size()));
            boolean adds = random.chance(i < 10_000 ? 2 : 1, 3);
            assertThat(adds ? set.add(run) : set.remove(run))
                .isEqualTo(adds ? expected.add(run) : expected.remove(run));
            RunEntry other = known.get(random.below(known.size()));
            assertThat(set.contains(other)).isEqualTo(expected.contains(other));
            assertThat(set.size()).isEqualTo(expected.size());
          }
          List<RunEntry> all = new ArrayList<>();
          set.forEach(all::add);
          assertThat(all).containsExactlyInAnyOrderElementsOf(expected);
        });
  }

  @Test
  void anEmptySetHoldsNothing() {
    var set = new RunSet();
    RunEntry run = new Runs().ready(0, 1000, null);
    assertThat(set.contains(run)).isFalse();
    assertThat(set.remove(run)).isFalse();
    set.forEach(_ -> assertThat(false).isTrue());
  }
}
