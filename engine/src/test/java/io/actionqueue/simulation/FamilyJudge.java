package io.actionqueue.simulation;

import io.actionqueue.ChildrenSnapshot;
import io.actionqueue.PrerequisiteResult;
import io.actionqueue.TaskStatus;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.TaskEntry;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Parents and children (03 §8): what the state says of tasks is what follows from their runs and
/// from those of their children, and whoever is told of relatives is told the truth.
final class FamilyJudge implements Concern {
  private final Knowledge known;
  private final Verdicts verdicts;

  FamilyJudge(Knowledge known, Verdicts verdicts) {
    this.known = known;
    this.verdicts = verdicts;
  }

  @Override
  public void follow() {
    compare();
  }

  @Override
  public void stepEnded() {
    compare();
  }

  private void compare() {
    for (TaskEntry task : known.state.tasks()) {
      TaskEntry.Outcome expected = known.kin.outcome(known.state, task);
      verdicts.expect(
          "03 §8.2.2",
          task.outcome() == expected,
          () -> task.id() + " is " + task.outcome() + ", should be " + expected);
    }
  }

  /// What an attempt was told of relatives when it began.
  void told(Act act, @Nullable ChildrenSnapshot children, List<PrerequisiteResult> prerequisites) {
    verdicts.expect(
        "03 §8.5",
        Objects.equals(act.children, children),
        () -> act.attempt + " was told of " + children + ", there were " + act.children);
    verdicts.expect(
        "03 §8.5",
        act.prerequisites.equals(prerequisites),
        () -> act.attempt + " was told of " + prerequisites + ", not " + act.prerequisites);
  }

  /// What somebody who asked was told of a task.
  void told(TaskId id, TaskStatus status, @Nullable ChildrenSnapshot children) {
    TaskEntry task = known.state.task(id);
    TaskStatus expected = task == null ? null : status(task);
    verdicts.expect(
        "03 §8.2.2", status == expected, () -> id + " is shown as " + status + ", is " + expected);
    ChildrenSnapshot there = Kin.children(known.state, id);
    verdicts.expect(
        "03 §8.5",
        Objects.equals(there, children),
        () -> id + " is shown with " + children + ", has " + there);
  }

  private TaskStatus status(TaskEntry task) {
    return switch (known.kin.outcome(known.state, task)) {
      case COMPLETED -> TaskStatus.COMPLETED;
      case FAILED -> task.isCanceled() ? TaskStatus.CANCELED : TaskStatus.FAILED;
      case OPEN -> {
        if (known.kin.isOver(known.state, task)) {
          yield TaskStatus.CANCELED;
        }
        boolean waits = task.runCount() > 0 && !Kin.lives(task) && !task.mayGetMoreRuns();
        yield waits ? TaskStatus.WAITING_FOR_CHILDREN : TaskStatus.ACTIVE;
      }
    };
  }
}
