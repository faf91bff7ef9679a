package io.actionqueue;

import io.actionqueue.core.command.DeclareDependencies;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.engine.index.Slice;
import io.actionqueue.engine.index.Start;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// How tasks hang together: who waits for whom, and who is whose child (spec 03 §8). Thread-safe;
/// answers complete when they are durable.
///
/// A task starts when every prerequisite has completed: all its runs have ended and at least one
/// succeeded. If a prerequisite fails, everything that waits for it, directly or not, is canceled
/// in the same batch. Dependencies and parents are usually given at submission, with
/// [TaskRequest#after] and [TaskRequest#parent]; both ways follow the same rules.
///
/// What a [Session] gives is about the tasks of its tenant; declaring needs `CanSubmit`.
public final class Workflow {
  private final ActionQueue queue;
  private final Engine engine;
  private final Principal principal;

  Workflow(ActionQueue queue, Engine engine, Principal principal) {
    this.queue = queue;
    this.engine = engine;
    this.principal = principal;
  }

  /// Makes a task wait for others too; what it waits for already stays. Counts prerequisites that
  /// have completed; cancels the task at once if one has failed.
  ///
  /// Refused with `empty_dependency_list`, `unknown_task`, `tenant_mismatch`, `dependency_cycle`,
  /// or `dependency_too_late` where one of the task's runs is past Scheduled.
  ///
  /// @return the task as it is afterwards
  public CompletableFuture<TaskView> declareDependencies(TaskId task, List<TaskId> prerequisites) {
    List<TaskId> asked = List.copyOf(prerequisites);
    return queue.command(() -> {
      engine.access.changeable(principal, Capability.CAN_SUBMIT, task);
      asked.forEach(each -> engine.access.task(principal, each));
      engine.controls.carryOut(new DeclareDependencies(task, asked, engine.clock.second()));
      return Views.task(engine.controls.knownTask(task));
    });
  }

  /// What has become of a task: what dependents, subscribers and [ActionQueue#awaitTask] go by.
  /// Refused with `unknown_task`.
  public CompletableFuture<TaskStatus> status(TaskId task) {
    return queue.query(() -> status(engine.access.readable(principal, task)));
  }

  private static TaskStatus status(TaskEntry task) {
    return switch (task.outcome()) {
      case COMPLETED -> TaskStatus.COMPLETED;
      case FAILED -> task.isCanceled() ? TaskStatus.CANCELED : TaskStatus.FAILED;
      case OPEN -> {
        if (task.isOver()) {
          yield TaskStatus.CANCELED;
        }
        yield task.isWaitingForChildren() ? TaskStatus.WAITING_FOR_CHILDREN : TaskStatus.ACTIVE;
      }
    };
  }

  /// What a task waits for, or has waited for, in ascending order of ids. Refused with
  /// `unknown_task`.
  public CompletableFuture<List<TaskId>> prerequisites(TaskId task) {
    return queue.query(() -> engine.access.readable(principal, task).prerequisites());
  }

  /// The tasks that declared this one as a prerequisite, in order of declaration. Refused with
  /// `unknown_task`.
  public CompletableFuture<List<TaskId>> dependents(TaskId task) {
    return queue.query(
        () -> engine.lane.state().dependentsOf(engine.access.readable(principal, task).id()));
  }

  /// A slice of the dependents. Refused with `unknown_task`.
  ///
  /// @throws io.actionqueue.core.InvalidValue kind `InvalidCursor`
  public CompletableFuture<Page<TaskId>> dependents(TaskId task, PageQuery query) {
    Start start = PageMark.DEPENDENTS.start(query);
    return queue.query(() -> {
      TaskId known = engine.access.readable(principal, task).id();
      var all = engine.lane.state().dependents(known);
      return PageMark.DEPENDENTS.page(Slice.of(all, start, query.limit()), TaskEntry::id);
    });
  }

  /// A slice of the children, in order of creation, each with its newest runs. Refused with
  /// `unknown_task`.
  ///
  /// @throws io.actionqueue.core.InvalidValue kind `InvalidCursor`
  public CompletableFuture<Page<ChildView>> children(TaskId task, PageQuery query) {
    Start start = PageMark.CHILDREN.start(query);
    return queue.query(() -> {
      var all = engine.access.readable(principal, task).children();
      return PageMark.CHILDREN.page(Slice.of(all, start, query.limit()), RunInputs::childView);
    });
  }

  /// Whether every child of a task has ended; true without children. Refused with `unknown_task`.
  public CompletableFuture<Boolean> childrenHaveEnded(TaskId task) {
    return queue.query(() -> !engine.access.readable(principal, task).hasOpenChildren());
  }

  /// The children of a task as they are now; empty if it has none. Refused with `unknown_task`.
  public CompletableFuture<Optional<ChildrenSnapshot>> children(TaskId task) {
    return queue.query(() ->
        Optional.ofNullable(
            RunInputs.children(engine.access.readable(principal, task).children())));
  }
}
