package io.actionqueue.testkit.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.state.StateInvariants.Scope;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Random histories through the decider: every one is sound at each step, and replays to the same
/// state.
class HistoryGeneratorProperty {
  @Test
  void everyStateOfAHistoryKeepsTheInvariants() {
    Seeds.check(
        20,
        random -> {
          HistoryGenerator history = HistoryGenerator.of(random);
          StateImage earlier = history.state().image();
          for (int i = 0; i < 60; i++) {
            history.take(4);
            StateInvariants.check(history.state(), Scope.COMMANDS);
            StateImage later = history.state().image();
            HistoryInvariants.check(earlier, later);
            earlier = later;
          }
        });
  }

  @Test
  void aReplayGivesTheSameState() {
    Seeds.check(
        20,
        random -> {
          HistoryGenerator history = HistoryGenerator.of(random);
          QueueState replayed = QueueState.empty();
          for (EventBatch batch : history.take(300)) {
            long sequence = batch.firstSequence();
            for (Event event : batch.events()) {
              assertThat(replayed.check(sequence, event)).isNull();
              replayed.apply(sequence++, event);
            }
          }
          assertThat(replayed.image()).isEqualTo(history.state().image());
          assertThat(replayed.digest()).isEqualTo(history.state().digest());
        });
  }

  @Test
  void historiesReachEveryStateAndWriteEveryKindOfEvent() {
    Set<RunState> states = EnumSet.noneOf(RunState.class);
    Set<String> kinds = new HashSet<>();
    for (long seed = 1; seed <= 20; seed++) {
      HistoryGenerator history = HistoryGenerator.of(SeededRandom.of(seed));
      for (EventBatch batch : history.take(300)) {
        batch.events().forEach(event -> kinds.add(event.getClass().getSimpleName()));
      }
      for (RunEntry run : history.state().runs()) {
        states.add(run.state());
      }
    }
    assertThat(states).containsExactlyInAnyOrder(RunState.values());
    // All but the two that are read and never written.
    assertThat(kinds)
        .hasSize(SampleEvents.KINDS - 2)
        .doesNotContain("RunCanceled", "BudgetExhausted");
  }

  @Test
  void aSeedAlwaysGivesTheSameHistory() {
    List<EventBatch> first = HistoryGenerator.of(SeededRandom.of(7)).take(200);
    assertThat(HistoryGenerator.of(SeededRandom.of(7)).take(200)).isEqualTo(first);
  }

  @Test
  void samplesOfEveryKindAreMade() {
    Set<Class<?>> kinds = new HashSet<>();
    Seeds.check(
        3,
        random -> {
          SampleEvents samples = SampleEvents.of(random);
          for (int kind = 0; kind < SampleEvents.KINDS; kind++) {
            kinds.add(samples.ofKind(kind).getClass());
          }
          assertThat(samples.any()).isNotNull();
        });
    assertThat(kinds).hasSize(SampleEvents.KINDS);
  }
}
