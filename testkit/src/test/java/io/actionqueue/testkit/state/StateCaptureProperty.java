package io.actionqueue.testkit.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateCapture;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Copies that are taken in slices while a history goes on with events of every kind, the dropping
/// of tasks among them.
class StateCaptureProperty {
  private static final int CAPTURES = 3;

  /// What a state shows when a capture of it begins.
  private record Begun(
      StateImage image, List<Long> readySequences, Set<SubscriptionId> pendingTriggers) {
    static Begun of(QueueState state) {
      return new Begun(
          state.image(),
          state.runs().stream().map(RunEntry::readySequence).toList(),
          state.subscriptions().stream()
              .map(StateImage.Subscription::subscriptionId)
              .filter(state::isTriggerPending)
              .collect(Collectors.toSet()));
    }

    static Begun of(StateCapture capture) {
      var ready = new ArrayList<Long>();
      for (int i = 0; i < capture.runCount(); i++) {
        ready.add(capture.readySequence(i));
      }
      return new Begun(capture.image(), ready, capture.pendingTriggers());
    }
  }

  /// One history with captures here and there, and the log that was written meanwhile.
  private static final class Scenario {
    private final SeededRandom random;
    private final HistoryGenerator history;
    private final List<EventBatch> log = new ArrayList<>();
    private final Set<String> kindsMeanwhile = new HashSet<>();

    Scenario(SeededRandom random) {
      this.random = random;
      this.history = HistoryGenerator.of(random);
    }

    void run() {
      for (int i = 0; i < CAPTURES; i++) {
        log.addAll(history.take(1 + random.below(120)));
        capture();
      }
    }

    private void capture() {
      StateCapture capture = history.state().capture();
      Begun begun = Begun.of(history.state());
      int prefix = log.size();
      while (!capture.advance(random.below(4))) {
        for (EventBatch batch : history.take(1 + random.below(3))) {
          batch.events().forEach(event -> kindsMeanwhile.add(event.getClass().getSimpleName()));
          log.add(batch);
        }
        if (random.chance(1, 20)) {
          assertThat(history.state().image().sequence()).as("an image meanwhile").isPositive();
        }
      }
      assertThat(Begun.of(capture)).isEqualTo(begun);
      assertThat(capture.sequence()).isEqualTo(begun.image.sequence());
      assertThat(QueueState.of(capture.image()).digest())
          .as("the digest of the log so far")
          .isEqualTo(folded(QueueState.empty(), 0, prefix).digest());
      assertThat(folded(QueueState.of(capture.image()), prefix, log.size()).digest())
          .as("the digest of the copy and the rest of the log")
          .isEqualTo(history.state().digest());
      log.addAll(history.take(random.below(5)));
      assertThat(Begun.of(capture)).as("later").isEqualTo(begun);
    }

    private QueueState folded(QueueState state, int from, int to) {
      for (EventBatch batch : log.subList(from, to)) {
        long sequence = batch.firstSequence();
        for (Event event : batch.events()) {
          state.apply(sequence++, event);
        }
      }
      return state;
    }
  }

  @Test
  void aCaptureShowsTheStateAsItWasWhenItBegan() {
    Seeds.check(60, random -> new Scenario(random).run());
  }

  @Test
  void everyKindOfEventComesWhileACaptureIsUnderWay() {
    Set<String> kinds = new HashSet<>();
    for (long seed = 1; seed <= 30; seed++) {
      var scenario = new Scenario(SeededRandom.of(seed));
      scenario.run();
      kinds.addAll(scenario.kindsMeanwhile);
    }
    int extensions = SampleEvents.LAST_EXTENSION - SampleEvents.FIRST_EXTENSION; // two of one kind
    // All but RunCanceled and BudgetExhausted, which are read and never written.
    assertThat(kinds).hasSize(SampleEvents.KINDS - 2 + extensions);
  }
}
