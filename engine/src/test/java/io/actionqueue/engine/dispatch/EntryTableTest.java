package io.actionqueue.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.state.RunEntry;
import io.actionqueue.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntryTableTest {
  private record Note(RunEntry entry, int number) implements EntryTable.Value {}

  /// Against a map of the library: ids in a row and ids that crowd together, growing and shrinking.
  @Test
  void itHoldsWhatALibraryMapHolds() {
    Seeds.check(
        10,
        random -> {
          var runs = new Runs();
          List<RunEntry> known = new ArrayList<>();
          for (int i = 1; i <= 400; i++) {
            known.add(runs.ready(random.coin() ? i : i << 16, 0, 1000, null));
          }
          EntryTable<Note> table = EntryTable.empty();
          Map<RunEntry, Note> expected = new HashMap<>();
          for (int i = 0; i < 20_000; i++) {
            RunEntry run = random.pick(known);
            if (random.chance(i < 10_000 ? 2 : 1, 3)) {
              var note = new Note(run, i);
              table.put(note);
              expected.put(run, note);
            } else {
              assertThat(table.remove(run)).isSameAs(expected.remove(run));
            }
            RunEntry other = random.pick(known);
            assertThat(table.get(other)).isSameAs(expected.get(other));
            assertThat(table.isEmpty()).isEqualTo(expected.isEmpty());
          }
          known.forEach(run -> assertThat(table.remove(run)).isSameAs(expected.get(run)));
          assertThat(table.isEmpty()).isTrue();
        });
  }
}
