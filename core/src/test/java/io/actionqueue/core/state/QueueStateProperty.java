package io.actionqueue.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.event.EngineEvent.EngineResumed;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage.HistoryEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random sequences of events against the [ModelState], and the invariants of spec 02 §8 that
/// concern the state. A failure names its seed.
class QueueStateProperty {
  private static final int EVENTS = 400;

  private record Step(long sequence, Event event) {}

  static List<Long> seeds() {
    var seeds = new ArrayList<Long>();
    for (long seed = 1; seed <= 60; seed++) {
      seeds.add(seed);
    }
    seeds.add(new SplittableRandom().nextLong());
    return seeds;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("INV-10, INV-11, INV-12: the same answers and the same state as the model")
  void agreesWithTheModel(long seed) {
    var model = new ModelState();
    QueueState state = QueueState.empty();
    var events = new RandomEvents(seed);
    StateImage last = state.image();
    for (int i = 0; i < EVENTS; i++) {
      Event event = events.next(model);
      long sequence = events.sequenceAfter(model.latest);
      String refusal = refusalOf(state, sequence, event);
      assertThat(refusal)
          .as("answer to %d %s", sequence, event)
          .isEqualTo(model.apply(sequence, event));
      if (refusal == null) {
        state.apply(sequence, event);
        assertThat(state.latestSequence()).isEqualTo(sequence);
        last = state.image();
        assertThat(last).as("state after %s", event).isEqualTo(model.image());
        derivedFieldsAgree(state, model);
      } else {
        assertThat(state.image()).as("state after refused %s", event).isEqualTo(last);
      }
    }
    invariantsHold(state);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("INV-18…INV-21: every prefix replays; an image and the tail equal the full replay")
  void imageAndTailEqualFullReplay(long seed) {
    List<Step> log = acceptedSteps(seed);
    QueueState full = QueueState.empty();
    var random = new SplittableRandom(seed);
    int cut = random.nextInt(log.size() + 1);
    QueueState restored = QueueState.empty();
    for (int i = 0; i < log.size(); i++) {
      if (i == cut) {
        restored = QueueState.of(full.image());
        assertThat(restored.image()).isEqualTo(full.image());
        assertThat(restored.digest()).isEqualTo(full.digest());
      }
      Step step = log.get(i);
      assertThat(full.check(step.sequence, step.event)).isNull();
      full.apply(step.sequence, step.event);
      if (i >= cut) {
        assertThat(restored.check(step.sequence, step.event)).isNull();
        restored.apply(step.sequence, step.event);
      }
    }
    if (cut == log.size()) {
      restored = QueueState.of(full.image());
    }
    assertThat(restored.image()).isEqualTo(full.image());
    assertThat(restored.digest()).isEqualTo(full.digest());
    derivedFieldsAgree(restored, full);
    invariantsHold(restored);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("observers told at the end and observers told all along know the same")
  void observersKnowTheSame(long seed) {
    QueueState state = QueueState.empty();
    var early = new Mirror();
    state.observe(early);
    for (Step step : acceptedSteps(seed)) {
      state.apply(step.sequence, step.event);
    }
    var late = new Mirror();
    state.observe(late);
    assertThat(early).usingRecursiveComparison().isEqualTo(late);
    assertThat(early.leases.keySet())
        .containsExactlyInAnyOrderElementsOf(
            state.runs().stream().filter(run -> run.lease() != null).toList());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("a capture in slices between events shows the state as it was when it began")
  void aCaptureShowsTheStateAsItWas(long seed) {
    QueueState state = QueueState.empty();
    var random = new SplittableRandom(seed);
    StateCapture capture = state.capture();
    StateImage begun = state.image();
    for (Step step : acceptedSteps(seed)) {
      if (capture.advance(random.nextInt(3))) {
        assertThat(capture.image()).isEqualTo(begun);
        capture = state.capture();
        begun = state.image();
      }
      state.apply(step.sequence, step.event);
    }
    capture.advance(Integer.MAX_VALUE);
    assertThat(capture.image()).isEqualTo(begun);
    assertThat(capture.sequence()).isEqualTo(begun.sequence());
  }

  @Test
  @DisplayName("A-380: two states fed the same two events under any two sequences agree")
  void twoEventsUnderAnySequences() {
    var random = new SplittableRandom(380);
    for (int i = 0; i < 256; i++) {
      long first = 1 + random.nextInt(4999);
      long second = 5001 + random.nextInt(4999);
      QueueState[] states = {QueueState.empty(), QueueState.empty()};
      for (QueueState state : states) {
        state.apply(first, new EnginePaused(first));
        state.apply(second, new EngineResumed(second));
        assertThat(state.latestSequence()).isEqualTo(second);
      }
      assertThat(states[0].image()).isEqualTo(states[1].image());
      assertThat(states[0].digest()).isEqualTo(states[1].digest());
    }
  }

  private static List<Step> acceptedSteps(long seed) {
    var model = new ModelState();
    var events = new RandomEvents(seed);
    var log = new ArrayList<Step>();
    while (log.size() < EVENTS) {
      Event event = events.next(model);
      long sequence = events.sequenceAfter(model.latest);
      if (model.apply(sequence, event) == null) {
        log.add(new Step(sequence, event));
      }
    }
    return log;
  }

  private static @Nullable String refusalOf(QueueState state, long sequence, Event event) {
    ReplayRefusal refusal = state.check(sequence, event);
    if (refusal == null) {
      return null;
    }
    assertThat(refusal.message()).isNotBlank();
    return refusal.kind().equals(refusal.detail())
        ? refusal.kind()
        : refusal.kind() + "." + refusal.detail();
  }

  private static void derivedFieldsAgree(QueueState state, ModelState model) {
    for (ModelRun expected : model.runs.all.values()) {
      RunEntry run = Objects.requireNonNull(state.run(expected.created.id()));
      assertThat(run.countedAttempts()).isEqualTo(expected.counted());
      assertThat((long) run.interruptions()).isEqualTo(expected.interruptions());
      assertThat(run.attemptsInThisPeriod()).isEqualTo(expected.attemptsInPeriod);
      assertThat(run.readySequence()).isEqualTo(expected.readySequence);
      if (run.state() == RunState.READY) {
        assertThat(run.readySince()).isEqualTo(expected.readySince());
      }
    }
    for (TaskEntry task : state.tasks()) {
      assertThat(task.outcome() == TaskEntry.Outcome.COMPLETED)
          .isEqualTo(model.isCompleted(task.id()));
      assertThat((long) task.unmetPrerequisites()).isEqualTo(model.unmet(task.id()));
    }
  }

  private static void derivedFieldsAgree(QueueState restored, QueueState full) {
    for (RunEntry run : full.runs()) {
      RunEntry other = Objects.requireNonNull(restored.run(run.id()));
      assertThat(other.countedAttempts()).isEqualTo(run.countedAttempts());
      assertThat(other.interruptions()).isEqualTo(run.interruptions());
      assertThat(other.holdsKey()).isEqualTo(run.holdsKey());
      assertThat(other.priority()).isEqualTo(run.priority());
      if (run.state() == RunState.READY) {
        assertThat(other.readySince()).isEqualTo(run.readySince());
      }
    }
    for (TaskEntry task : full.tasks()) {
      TaskEntry other = Objects.requireNonNull(restored.task(task.id()));
      assertThat(other.outcome()).isEqualTo(task.outcome());
      assertThat(other.unmetPrerequisites()).isEqualTo(task.unmetPrerequisites());
      assertThat(ids(restored.childrenOf(task.id()))).isEqualTo(ids(full.childrenOf(task.id())));
      assertThat(restored.dependentsOf(task.id()))
          .containsExactlyInAnyOrderElementsOf(full.dependentsOf(task.id()));
    }
    for (RunState each : RunState.values()) {
      assertThat(restored.runsIn(each)).isEqualTo(full.runsIn(each));
    }
    assertThat(restored.attemptsTotal()).isEqualTo(full.attemptsTotal());
  }

  /// INV-6…INV-9, INV-23, INV-25, INV-26, INV-28, INV-30, INV-33, INV-42, INV-43.
  private static void invariantsHold(QueueState state) {
    for (RunEntry run : state.runs()) {
      historyIsAChain(run);
      lineageIsSound(run);
      if (run.state().isTerminal() || run.state() == RunState.SCHEDULED) {
        assertThat(run.lease()).as("INV-33").isNull();
      }
    }
    long owned = state.tasks().stream().mapToLong(TaskEntry::runCount).sum();
    long orphans = state.runs().stream().filter(run -> run.task() == null).count();
    assertThat(owned + orphans).as("INV-42").isEqualTo(state.runCount());
    StateImage.Engine engine = state.engine();
    if (engine.paused()) {
      assertThat(engine.pausedAt()).as("INV-43").isNotNull();
      assertThat(engine.resumedAt()).as("INV-43").isNull();
    }
  }

  private static void historyIsAChain(RunEntry run) {
    List<HistoryEntry> history = run.history();
    assertThat(history.getFirst())
        .as("INV-7")
        .isEqualTo(new HistoryEntry(null, RunState.SCHEDULED, run.createdAt()));
    for (int i = 1; i < history.size(); i++) {
      HistoryEntry step = history.get(i);
      RunState from = Objects.requireNonNull(step.from());
      assertThat(from).as("INV-8").isEqualTo(history.get(i - 1).to());
      assertThat(from.canMoveTo(step.to())).as("INV-8").isTrue();
      assertThat(from.isTerminal()).as("INV-6").isFalse();
      assertThat(step.to()).as("INV-5, INV-6").isNotEqualTo(RunState.SCHEDULED);
    }
    assertThat(history.getLast().to()).as("INV-8, INV-9").isEqualTo(run.state());
  }

  private static void lineageIsSound(RunEntry run) {
    List<StateImage.Attempt> attempts = run.attempts();
    List<StateImage.Attempt> open =
        attempts.stream().filter(attempt -> attempt.finishedAt() == null).toList();
    assertThat(open.size()).as("INV-26").isLessThanOrEqualTo(1);
    if (!open.isEmpty()) {
      assertThat(run.state()).as("INV-26").isIn(RunState.RUNNING, RunState.CANCELED);
      assertThat(open.getFirst()).isEqualTo(attempts.getLast());
    }
    if (run.openAttempt() != null) {
      assertThat(run.state()).as("INV-25").isEqualTo(RunState.RUNNING);
      assertThat(open.getFirst().attemptId()).as("INV-25").isEqualTo(run.openAttempt());
    }
    for (StateImage.Attempt attempt : attempts) {
      if (attempt.result() != null) {
        var repaired = AttemptOutcome.repaired(attempt.result(), attempt.error(), attempt.output());
        assertThat(attempt.error()).as("INV-28").isEqualTo(repaired.error());
        assertThat(attempt.output()).as("INV-28").isEqualTo(repaired.output());
      }
    }
  }

  private static List<TaskId> ids(List<TaskEntry> tasks) {
    return tasks.stream().map(TaskEntry::id).toList();
  }
}
