package io.actionqueue.testkit.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.StateImage.Attempt;
import io.actionqueue.core.state.StateImage.HistoryEntry;
import io.actionqueue.core.state.StateImage.Lease;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.testkit.state.StateInvariants.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Proves that broken states are noticed: each test breaks one thing in a sound state.
class StateInvariantsTest {
  private static final TaskId TASK = new TaskId(1, 1);
  private static final TaskId OTHER_TASK = new TaskId(1, 2);
  private static final RunId RUN = new RunId(2, 1);
  private static final AttemptId ATTEMPT = new AttemptId(3, 1);
  private static final StateImage.Engine ENGINE = new StateImage.Engine(false, null, null);
  private static final Attempt SUCCESS =
      new Attempt(ATTEMPT, 13, 14L, AttemptResult.SUCCESS, null, null);

  private static final List<HistoryEntry> LIFE =
      List.of(
          new HistoryEntry(null, RunState.SCHEDULED, 10),
          new HistoryEntry(RunState.SCHEDULED, RunState.READY, 11),
          new HistoryEntry(RunState.READY, RunState.LEASED, 12),
          new HistoryEntry(RunState.LEASED, RunState.RUNNING, 13),
          new HistoryEntry(RunState.RUNNING, RunState.COMPLETED, 14));

  @RegisterExtension final InvariantsExtension invariants = InvariantsExtension.create();

  private static StateImage.Run run(
      RunState state, List<HistoryEntry> history, List<Attempt> attempts, @Nullable Lease lease) {
    return new StateImage.Run(
        new RunInstance(RUN, TASK, state, null, attempts.size(), 10, 10, 0, 14),
        history,
        attempts,
        lease);
  }

  private static StateImage image(
      StateImage.Run run, StateImage.Engine engine, List<StateImage.Dependencies> dependencies) {
    return new StateImage(
        9,
        List.of(
            new StateImage.Task(TaskSpec.of(TASK, TaskPayload.EMPTY), 10, null),
            new StateImage.Task(TaskSpec.of(OTHER_TASK, TaskPayload.EMPTY), 10, null)),
        List.of(run),
        engine,
        dependencies,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static List<String> violations(StateImage.Run run) {
    return violations(image(run, ENGINE, List.of()));
  }

  private static List<String> violations(StateImage image) {
    return StateInvariants.violations(QueueState.of(image), Scope.ENGINE).stream()
        .map(sentence -> sentence.substring(0, sentence.indexOf(' ')))
        .distinct()
        .toList();
  }

  @Test
  void aSoundStatePasses() {
    StateImage.Run sound = run(RunState.COMPLETED, LIFE, List.of(SUCCESS), null);
    assertThat(violations(sound)).isEmpty();
    QueueState state = QueueState.of(image(sound, ENGINE, List.of()));
    invariants.watch(state, Scope.ENGINE);
    StateInvariants.check(state, Scope.ENGINE);
  }

  @Test
  void aPastThatDoesNotBeginAtTheBeginningIsNoticed() {
    assertThat(violations(run(RunState.COMPLETED, LIFE.subList(1, 5), List.of(SUCCESS), null)))
        .contains("INV-7");
  }

  @Test
  void anIllegalMoveAndABrokenChainAreNoticed() {
    List<HistoryEntry> illegal =
        List.of(LIFE.getFirst(), new HistoryEntry(RunState.SCHEDULED, RunState.COMPLETED, 14));
    assertThat(violations(run(RunState.COMPLETED, illegal, List.of(SUCCESS), null)))
        .contains("INV-8");
    List<HistoryEntry> gap = List.of(LIFE.getFirst(), LIFE.get(4));
    assertThat(violations(run(RunState.COMPLETED, gap, List.of(SUCCESS), null))).contains("INV-8");
  }

  @Test
  void aWayBackFromTheEndIsNoticed() {
    List<HistoryEntry> back =
        List.of(
            LIFE.get(0),
            new HistoryEntry(RunState.SCHEDULED, RunState.CANCELED, 11),
            new HistoryEntry(RunState.CANCELED, RunState.READY, 12));
    assertThat(violations(run(RunState.READY, back, List.of(), null))).contains("INV-6");
  }

  @Test
  void badAttemptsAreNoticed() {
    assertThat(violations(run(RunState.COMPLETED, LIFE, List.of(SUCCESS, SUCCESS), null)))
        .contains("INV-27", "INV-31");
    Attempt failedWithoutError = new Attempt(ATTEMPT, 13, 14L, AttemptResult.FAILURE, null, null);
    assertThat(violations(run(RunState.COMPLETED, LIFE, List.of(failedWithoutError), null)))
        .contains("INV-28");
    Attempt backwards = new Attempt(ATTEMPT, 13, 12L, AttemptResult.SUCCESS, null, null);
    assertThat(violations(run(RunState.COMPLETED, LIFE, List.of(backwards), null)))
        .containsExactly("INV-29");
    Attempt open = new Attempt(ATTEMPT, 13, null, null, null, null);
    assertThat(violations(run(RunState.COMPLETED, LIFE, List.of(open), null)))
        .containsExactly("INV-26");
  }

  @Test
  void aLeaseThatOutlivesItsRunIsNoticed() {
    Lease lease = new Lease("worker", 300, 12, 12);
    assertThat(violations(run(RunState.COMPLETED, LIFE, List.of(SUCCESS), lease)))
        .containsExactly("INV-33");
  }

  @Nested
  class BesideRuns {
    private final StateImage.Run run = run(RunState.COMPLETED, LIFE, List.of(SUCCESS), null);

    @Test
    void aPauseWithoutATimeIsNoticed() {
      var engine = new StateImage.Engine(true, null, null);
      assertThat(violations(image(run, engine, List.of()))).containsExactly("INV-43");
    }

    @Test
    void aCycleIsNoticed() {
      List<StateImage.Dependencies> cycle =
          List.of(
              new StateImage.Dependencies(TASK, List.of(OTHER_TASK)),
              new StateImage.Dependencies(OTHER_TASK, List.of(TASK)));
      assertThat(violations(image(run, ENGINE, cycle))).containsExactly("INV-46");
    }
  }

  @Nested
  class OverTime {
    private final StateImage.Run ended = run(RunState.COMPLETED, LIFE, List.of(SUCCESS), null);
    private final StateImage whole = image(ended, ENGINE, List.of());

    @Test
    void whatStaysPasses() {
      HistoryInvariants.check(whole, whole);
    }

    @Test
    void whatVanishesIsNoticed() {
      assertThat(HistoryInvariants.violations(whole, StateImage.EMPTY))
          .anyMatch(sentence -> sentence.startsWith("INV-10"))
          .anyMatch(sentence -> sentence.startsWith("INV-39 task"))
          .anyMatch(sentence -> sentence.startsWith("INV-39 run"));
    }

    @Test
    void aRewrittenPastIsNoticed() {
      StateImage.Run rewritten = run(RunState.RUNNING, LIFE.subList(0, 4), List.of(), null);
      StateImage later = image(rewritten, ENGINE, List.of());
      assertThatThrownBy(() -> HistoryInvariants.check(whole, later))
          .hasMessageContaining("INV-8")
          .hasMessageContaining("INV-24");
    }

    @Test
    void anAttemptAfterTheEndIsNoticed() {
      var again = new Attempt(new AttemptId(3, 2), 15, null, null, null, null);
      StateImage.Run revived = run(RunState.COMPLETED, LIFE, List.of(SUCCESS, again), null);
      assertThat(HistoryInvariants.violations(whole, image(revived, ENGINE, List.of())))
          .singleElement()
          .asString()
          .startsWith("INV-54");
    }

    @Test
    void aLostPrerequisiteIsNoticed() {
      var declared = new StateImage.Dependencies(TASK, List.of(OTHER_TASK));
      StateImage earlier = image(ended, ENGINE, List.of(declared));
      assertThat(HistoryInvariants.violations(earlier, whole))
          .singleElement()
          .asString()
          .startsWith("INV-45");
    }
  }
}
