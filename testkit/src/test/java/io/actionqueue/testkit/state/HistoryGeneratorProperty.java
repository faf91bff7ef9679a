package io.actionqueue.testkit.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.ExtensionEvent.TasksDropped;
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
  /// One kind has two numbers: options that are set with further keys and without.
  private static final int EXTENSIONS = SampleEvents.LAST_EXTENSION - SampleEvents.FIRST_EXTENSION;

  @Test
  void everyStateOfAHistoryKeepsTheInvariants() {
    Seeds.check(
        20,
        random -> {
          HistoryGenerator history = HistoryGenerator.of(random);
          StateImage earlier = history.state().image();
          for (int i = 0; i < 60; i++) {
            List<EventBatch> batches = history.take(4);
            StateInvariants.check(history.state(), Scope.COMMANDS);
            StateImage later = history.state().image();
            if (!hasRetention(batches)) {
              HistoryInvariants.check(earlier, later);
            }
            earlier = later;
          }
        });
  }

  private static boolean hasRetention(List<EventBatch> batches) {
    return batches.stream()
        .flatMap(batch -> batch.events().stream())
        .anyMatch(TasksDropped.class::isInstance);
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
    for (long seed = 1; seed <= 60; seed++) {
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
        .hasSize(SampleEvents.KINDS - 2 + EXTENSIONS)
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
          int last = SampleEvents.LAST_EXTENSION;
          for (int kind = SampleEvents.FIRST_EXTENSION; kind <= last; kind++) {
            assertThat(samples.ofKind(kind)).isInstanceOf(ExtensionEvent.class);
            kinds.add(samples.ofKind(kind).getClass());
          }
          assertThat(samples.any()).isNotInstanceOf(ExtensionEvent.class);
          assertThat(samples.extension()).isInstanceOf(ExtensionEvent.class);
        });
    assertThat(kinds).hasSize(SampleEvents.KINDS + EXTENSIONS);
  }
}
