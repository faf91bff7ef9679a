package io.actionqueue.core.command;

import static io.actionqueue.core.command.Scene.NOW;
import static io.actionqueue.core.command.Scene.attempt;
import static io.actionqueue.core.command.Scene.run;
import static io.actionqueue.core.command.Scene.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.command.SequenceRejection.NonMonotonicSequence;
import io.actionqueue.core.command.SequenceRejection.SequenceOverflow;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateImage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The sequence comes before everything else (spec 02 §4.1, §5.3, 02-INV-13, INV-57).
class SequenceDisciplineTest {

  static Stream<Command> allCommands() {
    return Stream.concat(Samples.singles().stream(), Samples.batches().stream());
  }

  @Test
  void thereAreTwentyNineSingleCommandsAndEveryCommandHasASample() {
    assertThat(Samples.singles()).hasSize(29);
    assertThat(allCommands().map(Object::getClass))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(records(Command.class).toList());
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(SequenceDisciplineTest::records)
        : Stream.of(type);
  }

  /// Most of these name tasks and runs that do not exist; that is not what they are refused for.
  @ParameterizedTest
  @MethodSource("allCommands")
  void aWrongSequenceIsRefusedWhateverElseIsWrong(Command command) {
    QueueState state = new Scene().with(new EnginePause(NOW), new EngineResume(NOW)).state();
    for (long provided : new long[] {0, 1, 2, 4, -1}) {
      assertThat(Decider.decide(state, provided, command))
          .isEqualTo(Answer.reject(new NonMonotonicSequence(3, provided)));
    }
  }

  @ParameterizedTest
  @MethodSource("allCommands")
  void aUsedUpLogRefusesEverything(Command command) {
    assertThat(Decider.decide(at(-1), null, command))
        .isEqualTo(Answer.reject(new SequenceOverflow()));
    assertThat(Decider.decide(at(-1), 0L, command))
        .isEqualTo(Answer.reject(new SequenceOverflow()));
  }

  @Test
  void theLastSequenceCanBeUsed() {
    assertThat(Decider.decide(at(-2), -1L, new EnginePause(NOW)))
        .isInstanceOf(Decision.Accepted.class);
  }

  @Test
  void aBatchNeedsRoomForAllItsEvents() {
    StateImage image = new Scene().readyRun(1).state().image();
    StartRun start = new StartRun(run(1), attempt(1), "worker", NOW, NOW);
    assertThat(Decider.decide(QueueState.of(at(image, -4)), null, start))
        .isEqualTo(Answer.reject(new SequenceOverflow()));
    assertThat(Decider.decide(QueueState.of(at(image, -5)), -4L, start))
        .isInstanceOf(Decision.Accepted.class);
  }

  /// 02-S-2, A-042.
  @Test
  void aStaleCommandIsRefusedWithBothNumbersAndChangesNothing() {
    Scene scene = new Scene().readyRun(1);
    Command move = new RunStateTransition(run(1), RunState.READY, RunState.LEASED, NOW);
    Decision decision = Decider.decide(scene.state(), 3L, move);
    assertThat(decision).isEqualTo(Answer.reject(new NonMonotonicSequence(4, 3)));
    assertThat(scene.stateOf(1)).isEqualTo(RunState.READY);
    assertThat(scene.state().latestSequence()).isEqualTo(3);
    assertThat(Decider.decide(scene.state(), 4L, move)).isInstanceOf(Decision.Accepted.class);
  }

  ///
  @Test
  void aSequenceBehindTheNextOneIsNamedBesideIt() {
    Scene scene = new Scene().scheduledRun(1).scheduledRun(2);
    assertThat(Decider.decide(scene.state(), 4L, new TaskCancel(task(1), NOW)))
        .isEqualTo(Answer.reject(new NonMonotonicSequence(5, 4)));
  }

  ///
  @Test
  void threeMovesTakeThreeSequences() {
    Scene scene = new Scene().scheduledRun(1);
    long before = scene.state().latestSequence();
    assertThat(before).isPositive();
    for (RunState target : List.of(RunState.READY, RunState.LEASED, RunState.RUNNING)) {
      long expected = ++before;
      Command move = new RunStateTransition(run(1), scene.stateOf(1), target, NOW);
      assertThat(Decider.decide(scene.state(), expected, move))
          .isInstanceOf(Decision.Accepted.class);
      scene.accept(move);
      assertThat(scene.state().latestSequence()).isEqualTo(expected);
    }
  }

  /// 02-INV-57: of several commands built on the same state one succeeds.
  @Test
  void ofTwoCommandsWithTheSameSequenceOneIsLeft() {
    Scene scene = new Scene();
    long next = scene.state().latestSequence() + 1;
    scene.accept(new EnginePause(NOW));
    assertThat(Decider.decide(scene.state(), next, new TaskCreate(Scene.spec(1), NOW)))
        .isEqualTo(Answer.reject(new NonMonotonicSequence(2, 1)));
  }

  private static QueueState at(long sequence) {
    return QueueState.of(at(StateImage.EMPTY, sequence));
  }

  private static StateImage at(StateImage image, long sequence) {
    return new StateImage(
        sequence,
        image.tasks(),
        image.runs(),
        image.engine(),
        image.dependencies(),
        image.budgets(),
        image.subscriptions(),
        image.actors(),
        image.tenants(),
        image.roles(),
        image.grants(),
        image.ledger(),
        image.extensions());
  }
}
