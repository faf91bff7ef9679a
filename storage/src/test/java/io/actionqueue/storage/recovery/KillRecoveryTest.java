package io.actionqueue.storage.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.command.AttemptFinish;
import io.actionqueue.core.command.AttemptStart;
import io.actionqueue.core.command.Command;
import io.actionqueue.core.command.Decider;
import io.actionqueue.core.command.Decision;
import io.actionqueue.core.command.RunCreate;
import io.actionqueue.core.command.RunStateTransition;
import io.actionqueue.core.command.TaskCreate;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The authority is abandoned without a close or a flush, and recovered (catalogue §12). Each case
/// is a kill; after it the power fails as well, so that only what was synced can be there.
final class KillRecoveryTest {
  private SimulatedDisk disk = SimulatedDisk.create();
  private Store store = open();

  private Store open() {
    try {
      return new StoreSite(disk).open();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void kill() {
    disk.killProcess();
    disk = disk.crashSpace().oldest().disk();
    store = open();
  }

  private QueueState state() {
    return store.state();
  }

  private void carryOut(Command... commands) throws IOException {
    for (Command command : commands) {
      long next = state().latestSequence() + 1;
      var decision = Decider.decide(state(), next, command);
      assertThat(decision).as("%s", command).isInstanceOf(Decision.Accepted.class);
      StoreSite.append(store, ((Decision.Accepted) decision).events().toArray(Event[]::new));
    }
  }

  private static TaskId task(int number) {
    return new TaskId(1, number);
  }

  private static RunId run(int number) {
    return new RunId(2, number);
  }

  private static AttemptId attempt(int number) {
    return new AttemptId(3, number);
  }

  private static TaskSpec spec(int number) {
    return TaskSpec.of(task(number), TaskPayload.EMPTY)
        .withConstraints(TaskConstraints.DEFAULT.withMaxAttempts(3));
  }

  private void create(int number) throws IOException {
    carryOut(
        new TaskCreate(spec(number), 1),
        new RunCreate(RunInstance.scheduled(run(number), task(number), 1, 1)));
  }

  private void move(int number, RunState... path) throws IOException {
    for (RunState next : path) {
      carryOut(new RunStateTransition(run(number), stateOf(number), next, 1));
    }
  }

  private void toRunning(int number) throws IOException {
    create(number);
    move(number, RunState.READY, RunState.LEASED, RunState.RUNNING);
  }

  private void attempt(int number, int attempt, AttemptOutcome outcome) throws IOException {
    carryOut(
        new AttemptStart(run(number), attempt(attempt), 1),
        new AttemptFinish(run(number), attempt(attempt), outcome, 1));
  }

  private RunState stateOf(int number) {
    return Objects.requireNonNull(state().run(run(number))).state();
  }

  private void holds(int tasks, int runs) {
    assertThat(state().taskCount()).isEqualTo(tasks);
    assertThat(state().runCount()).isEqualTo(runs);
  }

  ///
  @Test
  void threeTasksAreThereAndCanBeRun() throws IOException {
    for (int i = 1; i <= 3; i++) {
      carryOut(new TaskCreate(spec(i), 1));
    }
    kill();
    holds(3, 0);
    for (int i = 1; i <= 3; i++) {
      assertThat(Objects.requireNonNull(state().task(task(i))).spec()).isEqualTo(spec(i));
    }
    carryOut(new RunCreate(RunInstance.scheduled(run(1), task(1), 1, 1)));
    move(1, RunState.READY);
    kill();
    assertThat(stateOf(1)).isEqualTo(RunState.READY);
  }

  ///
  @Test
  void runningRunGoesOnToItsEnd() throws IOException {
    toRunning(1);
    kill();
    holds(1, 1);
    assertThat(stateOf(1)).isEqualTo(RunState.RUNNING);
    attempt(1, 1, AttemptOutcome.success());
    move(1, RunState.COMPLETED);
    store.close();
    store = open();
    assertThat(stateOf(1)).isEqualTo(RunState.COMPLETED);
  }

  ///
  @Test
  void everyRunIsWhereItWas() throws IOException {
    toRunning(1);
    attempt(1, 1, AttemptOutcome.success());
    move(1, RunState.COMPLETED);
    toRunning(2);
    attempt(2, 2, AttemptOutcome.failure("x"));
    move(2, RunState.FAILED);
    toRunning(3);
    kill();
    holds(3, 3);
    assertThat(stateOf(1)).isEqualTo(RunState.COMPLETED);
    assertThat(stateOf(2)).isEqualTo(RunState.FAILED);
    assertThat(stateOf(3)).isEqualTo(RunState.RUNNING);
    attempt(3, 3, AttemptOutcome.success());
    move(3, RunState.COMPLETED);
    kill();
    assertThat(stateOf(1)).isEqualTo(RunState.COMPLETED);
    assertThat(stateOf(2)).isEqualTo(RunState.FAILED);
    assertThat(stateOf(3)).isEqualTo(RunState.COMPLETED);
  }

  ///
  @Test
  void killedAfterEveryMove() throws IOException {
    create(1);
    kill();
    assertThat(stateOf(1)).isEqualTo(RunState.SCHEDULED);
    move(1, RunState.READY);
    kill();
    assertThat(stateOf(1)).isEqualTo(RunState.READY);
    move(1, RunState.LEASED, RunState.RUNNING);
    kill();
    assertThat(stateOf(1)).isEqualTo(RunState.RUNNING);
    attempt(1, 1, AttemptOutcome.success());
    move(1, RunState.COMPLETED);
    kill();
    assertThat(stateOf(1)).isEqualTo(RunState.COMPLETED);
    holds(1, 1);
  }

  ///
  @Test
  void sequencesGoOn() throws IOException {
    carryOut(new TaskCreate(spec(1), 1), new TaskCreate(spec(2), 1));
    kill();
    assertThat(state().latestSequence()).isEqualTo(2);
    carryOut(new TaskCreate(spec(3), 1));
    assertThat(state().latestSequence()).isEqualTo(3);
    kill();
    assertThat(state().latestSequence()).isEqualTo(3);
    holds(3, 0);
  }

  ///
  @Test
  void retryGoesOn() throws IOException {
    toRunning(1);
    attempt(1, 1, AttemptOutcome.failure("transient error"));
    move(1, RunState.RETRY_WAIT);
    kill();
    assertThat(stateOf(1)).isEqualTo(RunState.RETRY_WAIT);
    move(1, RunState.READY, RunState.LEASED, RunState.RUNNING);
    attempt(1, 2, AttemptOutcome.success());
    move(1, RunState.COMPLETED);
    kill();
    assertThat(stateOf(1)).isEqualTo(RunState.COMPLETED);
    assertThat(Objects.requireNonNull(state().run(run(1))).attempts())
        .extracting(each -> each.attemptId())
        .containsExactly(attempt(1), attempt(2));
  }

  ///
  @Test
  void fiftyTasks() throws IOException {
    for (int i = 1; i <= 50; i++) {
      carryOut(new TaskCreate(spec(i), 1));
    }
    kill();
    holds(50, 0);
    assertThat(state().latestSequence()).isEqualTo(50);
    for (int i = 1; i <= 50; i++) {
      assertThat(state().task(task(i))).isNotNull();
    }
  }
}
