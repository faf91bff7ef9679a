package io.actionqueue.core.command;

import io.actionqueue.core.event.AttemptEvent;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.LeaseEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.task.TaskSpec;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Logs as the original could write them: whatever replay accepts. Leases outlive their use,
/// attempts stay open or use an id twice, tasks wait for each other in circles, children come
/// before their parents, canceled tasks have live runs, time runs backwards.
final class OldLog {
  private OldLog() {}

  static Scene grow(SplittableRandom random, int steps) {
    Scene scene = new Scene();
    var commands = new RandomCommands(random, scene.state());
    for (int step = 0; step < steps; step++) {
      Event event = event(commands.next(), random);
      boolean legal =
          event != null && scene.state().check(scene.state().latestSequence() + 1, event) == null;
      if (legal) {
        scene.replay(event);
      }
    }
    return scene;
  }

  private static @Nullable Event event(Command command, SplittableRandom random) {
    return switch (command) {
      case TaskCreate create ->
          new TaskEvent.TaskCreated(withAnyParent(create.spec(), random), create.timestamp());
      case SubmitTask submit -> new TaskEvent.TaskCreated(submit.spec(), submit.timestamp());
      case TaskCancel cancel ->
          random.nextInt(4) == 0
              ? new TaskEvent.TaskCanceled(cancel.taskId(), cancel.timestamp())
              : null;
      case DependencyDeclare declare ->
          new TaskEvent.DependencyDeclared(
              declare.taskId(), declare.dependsOn(), declare.timestamp());
      case RunCreate create -> new RunEvent.RunCreated(create.run());
      case RunStateTransition move ->
          new RunEvent.RunStateChanged(
              move.runId(), move.previous(), move.next(), move.timestamp());
      case StartRun start ->
          new AttemptEvent.AttemptStarted(start.runId(), start.attemptId(), start.timestamp());
      case AttemptStart start ->
          new AttemptEvent.AttemptStarted(start.runId(), start.attemptId(), start.timestamp());
      case AttemptFinish finish -> finished(finish);
      case LeaseAcquire acquire ->
          new LeaseEvent.LeaseAcquired(
              acquire.runId(), acquire.owner(), acquire.expiry(), acquire.timestamp());
      default -> null;
    };
  }

  private static Event finished(AttemptFinish finish) {
    var outcome = finish.outcome();
    return new AttemptEvent.AttemptFinished(
        finish.runId(),
        finish.attemptId(),
        outcome.result(),
        outcome.error(),
        outcome.output(),
        finish.timestamp());
  }

  private static TaskSpec withAnyParent(TaskSpec spec, SplittableRandom random) {
    TaskId above = Scene.task(random.nextInt(12));
    return random.nextInt(3) == 0 ? spec.withParent(above) : spec;
  }
}
