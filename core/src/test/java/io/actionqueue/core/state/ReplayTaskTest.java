package io.actionqueue.core.state;

import static io.actionqueue.core.run.RunState.CANCELED;
import static io.actionqueue.core.run.RunState.COMPLETED;
import static io.actionqueue.core.run.RunState.FAILED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static io.actionqueue.core.state.Replay.RUN;
import static io.actionqueue.core.state.Replay.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.AttemptEvent.AttemptFinished;
import io.actionqueue.core.event.AttemptEvent.AttemptStarted;
import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.event.EngineEvent.EngineResumed;
import io.actionqueue.core.event.RunEvent.RunCreated;
import io.actionqueue.core.event.RunEvent.RunStateChanged;
import io.actionqueue.core.event.TaskEvent.DependencyDeclared;
import io.actionqueue.core.event.TaskEvent.TaskCanceled;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.TaskEntry.Outcome;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Tasks, dependencies, hierarchy and the engine's pause on replay (spec 02 §6.4, §6.6).
class ReplayTaskTest {
  private static final TaskId A = new TaskId(1, 10);
  private static final TaskId B = new TaskId(1, 11);
  private static final TaskId C = new TaskId(-1L, 12);

  private static RunId runOf(TaskId task) {
    return new RunId(2, task.low());
  }

  private static Replay tasks(TaskId... ids) {
    Replay replay = Replay.empty();
    for (TaskId id : ids) {
      replay.apply(Replay.task(id)).apply(Replay.run(runOf(id), id));
    }
    return replay;
  }

  private static DependencyDeclared declared(TaskId task, TaskId... prerequisites) {
    return new DependencyDeclared(task, List.of(prerequisites), 100);
  }

  private static void end(Replay replay, RunId run, RunState how) {
    if (how == CANCELED) {
      replay.apply(new RunStateChanged(run, SCHEDULED, CANCELED, 200));
      return;
    }
    replay
        .apply(new RunStateChanged(run, SCHEDULED, READY, 200))
        .apply(new RunStateChanged(run, READY, LEASED, 200))
        .apply(new RunStateChanged(run, LEASED, RUNNING, 200))
        .apply(new RunStateChanged(run, RUNNING, how, 200));
  }

  @Nested
  class Lifetime {
    @Test
    @DisplayName("A-385: one task replays")
    void oneTask() {
      Replay replay = Replay.empty().apply(Replay.task(TASK));
      assertThat(replay.task().image())
          .isEqualTo(new StateImage.Task(Replay.task(TASK).spec(), 100, null));
      assertThat(replay.task().outcome()).isEqualTo(Outcome.OPEN);
    }

    @Test
    @DisplayName("A-402, INV-40, INV-41: cancellation marks the task and touches no run")
    void cancellationMarksTheTask() {
      Replay replay = Replay.ready();
      StateImage.Run before = replay.run().image();
      replay.apply(new TaskCanceled(TASK, 4242));
      assertThat(replay.task().isCanceled()).isTrue();
      assertThat(replay.task().canceledAt()).isEqualTo(4242);
      assertThat(replay.run().image()).isEqualTo(before);
    }

    @Test
    @DisplayName("A-403, 02-S-30: a second cancellation is refused with both times")
    void secondCancellationIsRefused() {
      Replay replay = Replay.empty().apply(Replay.task(TASK)).apply(new TaskCanceled(TASK, 4000));
      ReplayRefusal refusal = replay.refusal(new TaskCanceled(TASK, 4001));
      assertThat(refusal).isEqualTo(new ReplayRefusal.AlreadyCanceled(TASK, 4000, 4001));
      assertThat(refusal.kind()).isEqualTo("TaskCausality");
      assertThat(replay.state.latestSequence()).isEqualTo(2);
      assertThat(replay.task().canceledAt()).isEqualTo(4000);
    }

    @Test
    void cancellationOfAnUnknownTaskIsRefusedAlsoIfItIsNamed() {
      Replay replay = Replay.empty().apply(Replay.run(RUN, TASK));
      assertThat(replay.refusal(new TaskCanceled(TASK, 1)))
          .isEqualTo(new ReplayRefusal.UnknownTask(TASK));
    }

    @Test
    @DisplayName("02-W-6: replay accepts a cancellation before the creation")
    void cancellationMayPrecedeCreation() {
      assertThat(
              Replay.empty()
                  .apply(Replay.task(TASK))
                  .apply(new TaskCanceled(TASK, 1))
                  .task()
                  .canceledAt())
          .isEqualTo(1);
    }

    @Test
    @DisplayName("A-421: Repeat(3, 60) with one run completed, one Ready, one Scheduled")
    void repeatWithThreeRuns() {
      TaskSpec spec =
          TaskSpec.of(TASK, TaskPayload.EMPTY).withRunPolicy(new RunPolicy.Repeat(3, 60));
      Replay replay = Replay.empty().apply(new TaskCreated(spec, 100));
      for (int i = 0; i < 3; i++) {
        replay.apply(
            new RunCreated(RunInstance.scheduled(new RunId(2, i), TASK, 100 + 60L * i, 100)));
      }
      RunId first = new RunId(2, 0);
      replay
          .apply(new RunStateChanged(first, SCHEDULED, READY, 200))
          .apply(new RunStateChanged(first, READY, LEASED, 200))
          .apply(new RunStateChanged(first, LEASED, RUNNING, 200))
          .apply(new AttemptStarted(first, Replay.ATTEMPT, 200))
          .apply(new AttemptFinished(first, Replay.ATTEMPT, AttemptResult.SUCCESS, null, null, 200))
          .apply(new RunStateChanged(first, RUNNING, COMPLETED, 200))
          .apply(new RunStateChanged(new RunId(2, 1), SCHEDULED, READY, 200));
      assertThat(replay.task().runs())
          .extracting(RunEntry::state)
          .containsExactly(COMPLETED, READY, SCHEDULED);
      assertThat(replay.task().runs())
          .extracting(RunEntry::attemptCount)
          .containsExactly(1L, 0L, 0L);
      assertThat(replay.task().spec().runPolicy()).isEqualTo(new RunPolicy.Repeat(3, 60));
      assertThat(replay.task().terminalRuns()).isEqualTo(1);
      assertThat(replay.task().outcome()).isEqualTo(Outcome.OPEN);
    }

    @Test
    @DisplayName("02 §6.6: one Completed run is enough, canceled ones count as failed")
    void outcomeOfTerminalRuns() {
      Replay replay = Replay.empty().apply(Replay.task(TASK));
      RunId[] runs = {new RunId(2, 1), new RunId(2, 2), new RunId(2, 3)};
      for (RunId run : runs) {
        replay.apply(Replay.run(run, TASK));
      }
      end(replay, runs[0], FAILED);
      end(replay, runs[1], CANCELED);
      assertThat(replay.task().outcome()).isEqualTo(Outcome.OPEN);
      end(replay, runs[2], COMPLETED);
      assertThat(replay.task().outcome()).isEqualTo(Outcome.COMPLETED);
      replay.apply(Replay.run(new RunId(2, 4), TASK));
      assertThat(replay.task().outcome()).as("a later run reopens").isEqualTo(Outcome.OPEN);
    }
  }

  @Nested
  class DependenciesBetweenTasks {
    @Test
    @DisplayName("A-422, INV-45: B waits for A, C for B, A for nothing")
    void chain() {
      Replay replay = tasks(A, B, C).apply(declared(B, A)).apply(declared(C, B));
      assertThat(replay.taskOf(A).prerequisites()).isEmpty();
      assertThat(replay.taskOf(B).prerequisites()).containsExactly(A);
      assertThat(replay.taskOf(C).prerequisites()).containsExactly(B);
      assertThat(replay.state.dependentsOf(A)).containsExactly(B);
      assertThat(replay.state.image().dependencies())
          .containsExactly(
              new StateImage.Dependencies(B, List.of(A)),
              new StateImage.Dependencies(C, List.of(B)));
    }

    @Test
    void declarationsAddUpWithoutRepetitionsInUnsignedOrder() {
      Replay replay =
          tasks(A, B, C)
              .apply(declared(TASK, C, A, C))
              .apply(declared(TASK, A))
              .apply(declared(TASK, B, A));
      replay.apply(Replay.task(TASK));
      assertThat(replay.task().prerequisites()).containsExactly(A, B, C);
      assertThat(replay.task().unmetPrerequisites()).isEqualTo(3);
      assertThat(replay.state.dependentsOf(A)).containsExactly(TASK);
    }

    @Test
    void anEmptyDeclarationIsKept() {
      Replay replay = tasks(A).apply(declared(A)).apply(declared(B));
      assertThat(replay.state.image().dependencies())
          .containsExactly(
              new StateImage.Dependencies(A, List.of()), new StateImage.Dependencies(B, List.of()));
      assertThat(replay.taskOf(A).unmetPrerequisites()).isZero();
    }

    @Test
    void unmetPrerequisitesFollowTheOutcomes() {
      Replay replay = tasks(A, B, C).apply(declared(C, A, B));
      assertThat(replay.taskOf(C).unmetPrerequisites()).isEqualTo(2);
      end(replay, runOf(A), COMPLETED);
      assertThat(replay.taskOf(C).unmetPrerequisites()).isEqualTo(1);
      end(replay, runOf(B), FAILED);
      assertThat(replay.taskOf(C).unmetPrerequisites()).isEqualTo(1);
      replay.apply(Replay.run(new RunId(2, 99), A));
      assertThat(replay.taskOf(C).unmetPrerequisites()).as("A is open again").isEqualTo(2);
      end(replay, new RunId(2, 99), FAILED);
      assertThat(replay.taskOf(C).unmetPrerequisites()).as("A has succeeded").isEqualTo(1);
    }

    @Test
    void aPrerequisiteThatIsMetBeforeTheDeclarationIsMet() {
      Replay replay = tasks(A, B);
      end(replay, runOf(A), COMPLETED);
      replay.apply(declared(B, A));
      assertThat(replay.taskOf(B).unmetPrerequisites()).isZero();
    }

    @Test
    void unknownPrerequisitesAreUnmetUntilTheyAreCreatedAndComplete() {
      Replay replay = tasks(B).apply(declared(B, A)).apply(Replay.run(runOf(A), A));
      end(replay, runOf(A), COMPLETED);
      assertThat(replay.taskOf(B).unmetPrerequisites()).isEqualTo(1);
      replay.apply(Replay.task(A));
      assertThat(replay.taskOf(B).unmetPrerequisites()).isZero();
    }

    @Test
    @DisplayName("02-W-21: a task on a cycle never has its prerequisites met")
    void aCycleIsNeverMet() {
      Replay replay =
          tasks(A, B, C).apply(declared(A, B)).apply(declared(B, A)).apply(declared(C, C));
      assertThat(replay.taskOf(A).unmetPrerequisites()).isEqualTo(1);
      assertThat(replay.taskOf(B).unmetPrerequisites()).isEqualTo(1);
      assertThat(replay.taskOf(C).unmetPrerequisites()).isEqualTo(1);
      end(replay, runOf(C), CANCELED);
      assertThat(replay.taskOf(C).unmetPrerequisites()).isEqualTo(1);
    }
  }

  @Nested
  class Hierarchy {
    @Test
    void childrenInOrderOfCreation() {
      Replay replay = tasks(A);
      for (TaskId child : new TaskId[] {C, B}) {
        replay.apply(new TaskCreated(TaskSpec.of(child, TaskPayload.EMPTY).withParent(A), 100));
      }
      assertThat(replay.state.childrenOf(A)).extracting(TaskEntry::id).containsExactly(C, B);
      assertThat(replay.state.childrenOf(B)).isEmpty();
    }

    @Test
    @DisplayName("02-W-22: unknown parents and self-parents are accepted on replay")
    void unknownParentsAreAccepted() {
      Replay replay =
          Replay.empty()
              .apply(new TaskCreated(TaskSpec.of(B, TaskPayload.EMPTY).withParent(A), 100))
              .apply(new TaskCreated(TaskSpec.of(C, TaskPayload.EMPTY).withParent(C), 100));
      assertThat(replay.state.childrenOf(A)).extracting(TaskEntry::id).containsExactly(B);
      assertThat(replay.state.childrenOf(C)).extracting(TaskEntry::id).containsExactly(C);
      assertThat(replay.state.task(A)).isNull();
    }
  }

  @Nested
  class Pausing {
    @Test
    @DisplayName("A-382, INV-43: pause and resume keep both times")
    void pauseAndResume() {
      Replay replay = Replay.empty().apply(new EnginePaused(1000));
      assertThat(replay.state.isPaused()).isTrue();
      replay.apply(new EngineResumed(2000));
      assertThat(replay.state.engine()).isEqualTo(new StateImage.Engine(false, 1000L, 2000L));
      assertThat(replay.state.latestSequence()).isEqualTo(2);
      replay.apply(new EnginePaused(3000));
      assertThat(replay.state.engine()).isEqualTo(new StateImage.Engine(true, 3000L, null));
    }

    @Test
    @DisplayName("A-383: a second pause is refused with both times")
    void secondPause() {
      ReplayRefusal refusal =
          Replay.empty().apply(new EnginePaused(1000)).refusal(new EnginePaused(1001));
      assertThat(refusal).isEqualTo(new ReplayRefusal.AlreadyPaused(1000L, 1001));
      assertThat(refusal.kind()).isEqualTo("EngineControlCausality");
    }

    @Test
    @DisplayName("A-384: a resume needs a pause")
    void resumeNeedsAPause() {
      assertThat(Replay.empty().refusal(new EngineResumed(1000)))
          .isEqualTo(new ReplayRefusal.NotPaused(1000));
    }

    @Test
    @DisplayName("02-S-16: a resume before its pause is refused on replay")
    void resumeBeforePause() {
      Replay replay = Replay.empty().apply(new EnginePaused(1000));
      assertThat(replay.refusal(new EngineResumed(999)))
          .isEqualTo(new ReplayRefusal.ResumeBeforePause(1000, 999));
      replay.apply(new EngineResumed(1000));
    }
  }
}
