package io.actionqueue.testkit.state;

import io.actionqueue.core.id.TaskId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;

/// Finds out whether edges between tasks lead back, visiting each task once. Confined to one
/// thread.
final class CycleSearch {
  private enum Mark {
    OPEN,
    CLEAN,
    CYCLIC
  }

  private record Visit(TaskId task, Iterator<TaskId> targets) {}

  private final Function<TaskId, Collection<TaskId>> edges;
  private final Map<TaskId, Mark> marks = new HashMap<>();

  CycleSearch(Function<TaskId, Collection<TaskId>> edges) {
    this.edges = edges;
  }

  /// Whether following the edges from a task meets a cycle.
  boolean isOnCycle(TaskId start) {
    Deque<Visit> path = new ArrayDeque<>();
    enter(start, path);
    while (!path.isEmpty()) {
      Visit visit = path.getLast();
      if (!visit.targets.hasNext()) {
        path.removeLast();
        marks.replace(visit.task, Mark.OPEN, Mark.CLEAN);
        continue;
      }
      TaskId target = visit.targets.next();
      Mark mark = marks.get(target);
      if (mark == null) {
        enter(target, path);
      } else if (mark != Mark.CLEAN) {
        path.forEach(onPath -> marks.put(onPath.task, Mark.CYCLIC));
      }
    }
    return marks.get(start) == Mark.CYCLIC;
  }

  private void enter(TaskId task, Deque<Visit> path) {
    if (marks.putIfAbsent(task, Mark.OPEN) == null) {
      path.addLast(new Visit(task, edges.apply(task).iterator()));
    }
  }
}
