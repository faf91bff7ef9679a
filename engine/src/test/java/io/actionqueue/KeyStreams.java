package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.HoldPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Runs with one key each that come and go without end, and a run that needs several of their keys.
abstract class KeyStreams {
  /// More often than a run is looked at in vain before its keys are reserved.
  static final int MOST = 12;

  @RegisterExtension final World world = World.at(1000);

  final Map<TaskId, Runnable> handlers = new LinkedHashMap<>();
  final Map<TaskId, Outcome> answers = new LinkedHashMap<>();
  ActionQueue queue;
  int submitted;

  void open() {
    handlers.clear();
    queue =
        world.openWith(options ->
            options
                .dispatchConcurrency(20)
                .handlerExecutor(flight -> handlers.put(((Flight) flight).context.taskId(), flight))
                .handler("one", this::answer)
                .handler("several", this::answer));
  }

  Outcome answer(RunContext context) {
    return answers.getOrDefault(context.taskId(), Outcome.success());
  }

  static TaskRequest request(String action, String... keys) {
    return TaskRequest.of(action)
        .concurrencyKeys(List.of(keys), HoldPolicy.HOLD_DURING_RETRY)
        .maxAttempts(3);
  }

  TaskId submit(TaskRequest request) {
    TaskId task = World.submit(queue, request.id(World.task(++submitted)));
    queue.tick(); // what is submitted later becomes Ready later
    return task;
  }

  TaskId single(String key) {
    return submit(request("one", key));
  }

  TaskId several(String... keys) {
    return submit(request("several", keys));
  }

  boolean executes(TaskId task) {
    return World.stateOf(queue, task) == RunState.RUNNING;
  }

  void end(TaskId task) {
    handlers.remove(task).run();
    queue.tick();
  }

  String reason(TaskId task) {
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.READY);
    return World.onlyRun(queue, task).blockedBy().getFirst().detail();
  }

  String kept(String key, TaskId task) {
    return "key '" + key + "' is kept for run " + World.runOf(queue, task);
  }

  String held(String key, TaskId task) {
    return "key '" + key + "' is held by run " + World.runOf(queue, task);
  }

  /// Runs with one key each that never run out: one executes, one waits.
  final class Stream {
    final TaskRequest each;
    TaskId executing;
    TaskId next;
    int starts;

    Stream(TaskRequest each) {
      this.each = each;
      executing = submit(each.copy());
      next = submit(each.copy());
      queue.tick();
    }

    /// The one that executes ends, and the next one starts unless it is kept from it.
    boolean goesOn() {
      end(executing);
      if (!executes(next)) {
        return false;
      }
      starts++;
      executing = next;
      next = submit(each.copy());
      queue.tick();
      return true;
    }
  }

  Stream stream(String key) {
    return new Stream(request("one", key));
  }

  /// Lets streams come and go until something is kept from one of them.
  ///
  /// @return the stream that is kept up
  static Stream overtake(Stream... streams) {
    for (int i = 0; i < MOST; i++) {
      for (Stream stream : streams) {
        if (!stream.goesOn()) {
          return stream;
        }
      }
    }
    throw new AssertionError("nothing was kept");
  }

  /// A run whose keys are reserved, and who is kept from them.
  record Kept(TaskId both, TaskId waits, TaskId holds, String free) {}

  Kept reserved(TaskRequest request) {
    Stream ofA = stream("a");
    Stream ofB = stream("b");
    TaskId both = submit(request);
    queue.tick();
    boolean a = overtake(ofA, ofB) == ofA;
    var kept =
        new Kept(both, a ? ofA.next : ofB.next, a ? ofB.executing : ofA.executing, a ? "a" : "b");
    assertThat(reason(kept.waits)).isEqualTo(kept(kept.free, both));
    return kept;
  }

  Kept reserved() {
    return reserved(request("several", "a", "b"));
  }

  /// A run from which something is kept for another one; null for none.
  @Nullable TaskId keptFrom(TaskId other) {
    for (int i = 1; i <= submitted; i++) {
      TaskId task = World.task(i);
      if (World.stateOf(queue, task) == RunState.READY
          && reason(task).endsWith("is kept for run " + World.runOf(queue, other))) {
        return task;
      }
    }
    return null;
  }

  void assertGivenUp(Kept kept) {
    queue.tick();
    assertThat(executes(kept.waits)).isTrue();
    assertThat(executes(kept.both)).isFalse();
  }
}
