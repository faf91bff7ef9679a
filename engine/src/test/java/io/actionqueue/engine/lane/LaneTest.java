package io.actionqueue.engine.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.command.Decision;
import io.actionqueue.core.command.SubmitTask;
import io.actionqueue.core.command.SubmitWithPolicy;
import io.actionqueue.core.command.TaskCancel;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.testkit.log.MemoryLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTest {
  private final MemoryLog log = MemoryLog.create();
  private final List<Throwable> failures = new ArrayList<>();
  private final Lane lane = Lane.over(QueueState.empty(), log, failures::add);
  private final List<String> told = new ArrayList<>();

  private static SubmitTask submit(int number) {
    var task = new TaskId(1, number);
    var run = RunInstance.scheduled(new RunId(2, number), task, 10, 10);
    return new SubmitTask(TaskSpec.of(task, TaskPayload.EMPTY), List.of(run), List.of(), 10);
  }

  private Effect told(String name) {
    return new Effect() {
      @Override
      public void durable() {
        told.add(name);
      }

      @Override
      public void failed(long sequence, Throwable cause) {
        told.add(name + " lost");
      }
    };
  }

  /// Later decisions of one step see earlier ones, which no reader has seen yet.
  @Test
  void commandsOfOneStepShareABatchAndEffectsWaitForIt() throws IOException {
    lane.execute(submit(1));
    assertThat(lane.execute(submit(1))).isInstanceOf(Decision.Rejected.class);
    lane.execute(submit(2));
    lane.whenDurable(told("both"));
    assertThat(log.batches()).isEmpty();
    lane.flush();
    assertThat(log.batches()).singleElement();
    assertThat(log.batches().getFirst().firstSequence()).isEqualTo(1);
    assertThat(log.batches().getFirst().events()).hasSize(4);
    assertThat(told).isEmpty();
    log.makeDurable(4);
    assertThat(told).containsExactly("both");
  }

  /// What is large is handed over before it becomes too much, whatever event has it.
  @Test
  void payloadsFillABatch() {
    TaskPayload large = TaskPayload.of(Bytes.takeOver(new byte[3 << 20]));
    for (int i = 1; i <= 2; i++) {
      assertThat(lane.isFull()).isFalse();
      SubmitTask submit = submit(i);
      TaskSpec spec = TaskSpec.of(submit.spec().id(), large);
      var command = new SubmitTask(spec, submit.runs(), List.of(), 10);
      TaskPolicy policy = i == 1 ? TaskPolicy.NONE : TaskPolicy.NONE.withKeyPermits(2);
      lane.execute(new SubmitWithPolicy(command, policy, null, 10_000));
    }
    assertThat(lane.isFull()).isTrue();
  }

  @Test
  void refusedCommandWritesNothing() throws IOException {
    lane.execute(new TaskCancel(new TaskId(1, 9), 10));
    lane.whenDurable(told("refusal"));
    lane.flush();
    assertThat(log.batches()).isEmpty();
    assertThat(told).containsExactly("refusal");
  }

  @Test
  void failureOfTheLogIsToldOnceAndToEveryEffect() throws IOException {
    lane.execute(submit(1));
    lane.whenDurable(told("a"));
    lane.flush();
    lane.execute(submit(2));
    lane.whenDurable(told("b"));
    var cause = new IOException("disk");
    log.fail(cause);
    assertThat(failures).containsExactly(cause);
    assertThat(told).containsExactly("a lost");
    lane.fail(cause);
    assertThat(told).containsExactly("a lost", "b lost");
  }

  @Test
  void followerHearsBatchesWhenTheyAreDurable() throws IOException {
    var heard = new ArrayList<EventBatch>();
    lane.follow(heard::add);
    lane.execute(submit(1));
    lane.flush();
    assertThat(heard).isEmpty();
    log.makeDurable(2);
    assertThat(heard).isEqualTo(log.batches());
  }
}
