package io.actionqueue.core.state;

import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.event.TaskEvent.DependencyDeclared;
import io.actionqueue.core.event.TaskEvent.TaskCanceled;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tasks, who waits for whom, and who is whose child.
final class Tasks {
  private final CaptureSlot captures;
  private final Observers observers;
  private final SpecPool specs = new SpecPool();
  private final IdMap<TaskEntry> byId = new IdMap<>();
  private final EntryList<TaskEntry> created = new EntryList<>();
  private final EntryList<TaskEntry> declared = new EntryList<>();

  /// Where [#namedInOrder] found the last one.
  private int lastNamed;

  Tasks(CaptureSlot captures, Observers observers) {
    this.captures = captures;
    this.observers = observers;
  }

  /// All tasks that a declaration names as the waiting one, in order of the first declaration.
  EntryList<TaskEntry> declared() {
    return declared;
  }

  /// All created tasks in order of creation.
  EntryList<TaskEntry> created() {
    return created;
  }

  /// The created task with this id, null if there is none.
  @Nullable TaskEntry get(TaskId id) {
    TaskEntry task = byId.get(id.high(), id.low());
    return task != null && task.isCreated() ? task : null;
  }

  /// What ties a task, perhaps only a named one, to others; null if nothing does.
  @Nullable TaskLinks linksOf(TaskId id) {
    TaskEntry task = byId.get(id.high(), id.low());
    return task == null ? null : task.linksOrNull();
  }

  /// The entry of a task, made if nothing has named the task yet.
  TaskEntry named(TaskId id) {
    TaskEntry task = byId.get(id.high(), id.low());
    if (task == null) {
      task = new TaskEntry(id.high(), id.low());
      byId.put(task);
    }
    return task;
  }

  /// The entry of a task, looked for first where the one before it was found: what is restored
  /// names tasks mostly in the order in which they were created.
  TaskEntry namedInOrder(TaskId id) {
    for (int slot = lastNamed; slot < Math.min(lastNamed + 2, created.slots()); slot++) {
      TaskEntry task = created.at(slot);
      if (task != null && task.high == id.high() && task.low == id.low()) {
        lastNamed = slot;
        return task;
      }
    }
    return named(id);
  }

  @Nullable ReplayRefusal check(TaskEvent event) {
    return switch (event) {
      case TaskCreated(var spec, _) -> checkNew(spec.id());
      case TaskCanceled(var id, var timestamp) -> checkCancel(id, timestamp);
      case DependencyDeclared _ -> null;
    };
  }

  /// Why no task with this id may be created, null if one may.
  @Nullable ReplayRefusal checkNew(TaskId id) {
    return get(id) == null
        ? null
        : new ReplayRefusal.DuplicateEvent("task " + id + " is created twice");
  }

  void apply(TaskEvent event) {
    switch (event) {
      case TaskCreated(var spec, var timestamp) -> observers.taskCreated(create(spec, timestamp));
      case TaskCanceled(var id, var timestamp) -> {
        TaskEntry task = named(id);
        captures.beforeChange(task);
        task.cancel(timestamp);
        observers.taskChanged(task);
      }
      case DependencyDeclared(var id, var dependsOn, _) -> {
        TaskEntry task = declare(id, dependsOn);
        if (task.isCreated()) {
          observers.taskChanged(task);
        }
      }
    }
  }

  /// Makes room for tasks that are about to be restored.
  void expect(int tasks) {
    byId.expect(tasks);
  }

  /// Takes in a task of an image.
  void restore(StateImage.Task image) {
    TaskId id = image.spec().id();
    if (named(id).isCreated()) {
      throw new IllegalArgumentException("the image holds task " + id + " twice");
    }
    TaskEntry task = create(image.spec(), image.createdAt());
    Long canceledAt = image.canceledAt();
    if (canceledAt != null) {
      task.cancel(canceledAt);
    }
  }

  /// Takes in the dependencies of an image.
  void restore(StateImage.Dependencies image) {
    declare(image.taskId(), image.dependsOn());
  }

  /// Takes out a task that has ended and that nobody open is tied to.
  void drop(TaskEntry task) {
    boolean completed = task.isCompleted();
    byId.remove(task);
    task.markDropped();
    created.noteDropped();
    TaskId parent = task.spec().parentTaskId();
    TaskEntry above = parent == null ? null : byId.get(parent.high(), parent.low());
    if (above != null) {
      above.links().childDropped(!completed);
      forgetIfOnlyNamed(above);
    }
    TaskLinks links = task.linksOrNull();
    if (links != null) {
      if (links.isDeclared()) {
        declared.noteDropped();
      }
      for (TaskEntry prerequisite : links.prerequisites()) {
        prerequisite.links().dependentDropped();
        forgetIfOnlyNamed(prerequisite);
      }
      standIn(task, links, completed);
    }
    observers.taskDropped(task);
  }

  /// Tasks that stay go on naming a dropped one: for them it is as if it had never been created,
  /// which is what they find after a restart.
  private void standIn(TaskEntry task, TaskLinks links, boolean completed) {
    List<TaskEntry> dependents = links.dependents();
    List<TaskEntry> children = links.children();
    if (dependents.isEmpty() && children.isEmpty()) {
      return;
    }
    TaskEntry named = named(task.id());
    children.forEach(named::adopt);
    for (TaskEntry dependent : dependents) {
      named.links().dependents().add(dependent);
      dependent.links().replacePrerequisite(task, named);
      if (completed) {
        dependent.links().prerequisiteChanged(false);
      }
    }
  }

  private void forgetIfOnlyNamed(TaskEntry task) {
    boolean free = task.links().isFree();
    if (free && !task.isCreated() && !task.links().isDeclared() && task.runCount() == 0) {
      byId.remove(task);
    }
  }

  private @Nullable ReplayRefusal checkCancel(TaskId id, long timestamp) {
    TaskEntry task = get(id);
    if (task == null) {
      return new ReplayRefusal.UnknownTask(id);
    }
    Long canceledAt = task.canceledAt();
    return canceledAt == null ? null : new ReplayRefusal.AlreadyCanceled(id, canceledAt, timestamp);
  }

  /// Creates a task that does not exist; nobody is told.
  TaskEntry create(TaskSpec spec, long timestamp) {
    TaskEntry task = named(spec.id());
    task.create(specs.shared(spec), timestamp);
    created.add(task);
    TaskId parent = spec.parentTaskId();
    if (parent != null) {
      named(parent).adopt(task);
    }
    return task;
  }

  private TaskEntry declare(TaskId id, List<TaskId> dependsOn) {
    TaskEntry task = named(id);
    captures.beforeChange(task);
    TaskLinks links = task.links();
    if (!links.isDeclared()) {
      declared.add(task);
    }
    var prerequisites = new TaskEntry[dependsOn.size()];
    for (int i = 0; i < prerequisites.length; i++) {
      prerequisites[i] = named(dependsOn.get(i));
    }
    links.declare(task, prerequisites);
    return task;
  }
}
