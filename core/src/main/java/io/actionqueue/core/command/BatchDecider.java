package io.actionqueue.core.command;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.id.IdempotencyKey;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides about [BatchCommand]s: those about tasks here, the others in [FlightDecider],
/// [GateDecider], [PlatformDecider], [RunCancellation] and [Recovery].
final class BatchDecider {
  private BatchDecider() {}

  static Decision decide(QueueState state, BatchCommand command) {
    return switch (command) {
      case SubmitTask submit -> submit(state, submit, created(submit), null, null);
      case CreateRuns create -> createRuns(state, create);
      case DeclareDependencies declare -> declare(state, declare);
      case StartRun start -> FlightDecider.start(state, start);
      case FinishRun finish -> FlightDecider.finish(state, finish);
      case SuspendAtGate suspend -> GateDecider.suspend(state, suspend);
      case DecideGate decide -> GateDecider.decide(state, decide);
      case RecordLedgerEntry entry -> PlatformDecider.record(state, entry);
      case InterruptRun interrupt -> FlightDecider.interrupt(state, interrupt);
      case SuspendRun suspend -> FlightDecider.suspend(state, suspend);
      case ResumeRun resume -> FlightDecider.resume(state, resume);
      case CancelRun cancel -> RunCancellation.decide(state, cancel);
      case CancelTask cancel -> cancelTask(state, cancel);
      case RecoverTask recover -> recoverTask(state, recover);
      case RecoverRun recover -> Recovery.decide(state, recover);
      case Subscribe subscribe -> TriggerDecider.subscribe(state, subscribe);
      case PromoteTriggered promote -> TriggerDecider.promote(state, promote);
      case PassOverSlots passOver -> SlotDecider.passOver(state, passOver);
    };
  }

  /// The creation of a task without options, or apart from them.
  static Event created(SubmitTask command) {
    return new TaskEvent.TaskCreated(command.spec(), command.timestamp());
  }

  /// Decides on a new task.
  ///
  /// @param created its creation
  /// @param options its options, recorded right behind its creation; null if that has them, or if
  ///   there are none
  /// @param original what it does again, recorded behind those; null if it does nothing again
  static Decision submit(
      QueueState state,
      SubmitTask command,
      Event created,
      @Nullable Event options,
      @Nullable Event original) {
    Rejection refusal = submissionRefusal(state, command);
    if (refusal != null) {
      return Answer.reject(refusal);
    }
    TaskId taskId = command.spec().id();
    List<Event> events = new ArrayList<>(command.runs().size() + 3);
    events.add(created);
    if (options != null) {
      events.add(options);
    }
    if (original != null) {
      events.add(original);
    }
    for (RunInstance run : command.runs()) {
      events.add(new RunEvent.RunCreated(run));
    }
    if (!command.dependencies().isEmpty()) {
      events.add(
          new TaskEvent.DependencyDeclared(taskId, command.dependencies(), command.timestamp()));
    }
    if (hasFailed(state, command.dependencies())) {
      cancelNew(command, events);
      new Cascade(state, command.timestamp(), events).cancelDependentsOf(taskId);
    }
    return Answer.accept(events);
  }

  private static @Nullable Rejection submissionRefusal(QueueState state, SubmitTask command) {
    Rejection refusal = Admission.refusal(state, command.spec(), command.maxDepth());
    if (refusal != null) {
      return refusal;
    }
    refusal = knownRun(state, command.runs());
    return refusal != null
        ? refusal
        : Admission.dependencyRefusal(state, command.spec(), command.dependencies());
  }

  private static @Nullable Rejection knownRun(QueueState state, List<RunInstance> runs) {
    for (RunInstance run : runs) {
      if (state.run(run.id()) != null) {
        return new RunRejection.RunAlreadyExists(run.id());
      }
    }
    return null;
  }

  /// Whether one of these has failed, so that what waits for it can never start.
  static boolean hasFailed(QueueState state, List<TaskId> prerequisites) {
    for (TaskId id : prerequisites) {
      TaskEntry task = state.task(id);
      if (task != null && Fate.hasFailed(task)) {
        return true;
      }
    }
    return false;
  }

  /// Cancels what the same batch creates: the state does not hold it yet.
  private static void cancelNew(SubmitTask command, List<Event> events) {
    events.add(new TaskEvent.TaskCanceled(command.spec().id(), command.timestamp()));
    for (RunInstance run : command.runs()) {
      long timestamp = Answer.notBefore(command.timestamp(), run.createdAt());
      events.add(
          new RunEvent.RunStateChanged(run.id(), RunState.SCHEDULED, RunState.CANCELED, timestamp));
    }
  }

  private static Decision createRuns(QueueState state, CreateRuns command) {
    TaskEntry task = state.task(command.taskId());
    if (task == null) {
      return Answer.reject(new TaskRejection.UnknownTask(command.taskId()));
    }
    if (task.isCanceled()) {
      return Answer.reject(new TaskRejection.TaskCanceled(command.taskId()));
    }
    long limit = task.spec().runPolicy().maxRuns();
    long total = (long) task.runs().size() + command.runs().size();
    if (total > limit && !command.runs().isEmpty()) {
      return Answer.reject(new RunRejection.RunsExceedPolicy(command.taskId(), limit, total));
    }
    Rejection refusal = knownRun(state, command.runs());
    if (refusal != null) {
      return Answer.reject(refusal);
    }
    List<Event> events = new ArrayList<>(command.runs().size());
    for (RunInstance run : command.runs()) {
      events.add(new RunEvent.RunCreated(run));
    }
    return Answer.accept(events);
  }

  private static Decision declare(QueueState state, DeclareDependencies command) {
    TaskId taskId = command.taskId();
    Rejection refusal = TaskDecider.declarationRefusal(state, taskId, command.dependsOn());
    TaskEntry task = state.task(taskId);
    if (refusal != null || task == null) {
      return Answer.reject(refusal != null ? refusal : new TaskRejection.UnknownTask(taskId));
    }
    List<Event> events = new ArrayList<>();
    events.add(new TaskEvent.DependencyDeclared(taskId, command.dependsOn(), command.timestamp()));
    addLateOnes(task, command, events);
    if (hasFailed(state, command.dependsOn())) {
      new Cascade(state, command.timestamp(), events).cancel(task);
    }
    return Answer.accept(events);
  }

  /// Tells what a submission under a key did not name from what it did: else its repetition would
  /// look like another one.
  private static void addLateOnes(TaskEntry task, DeclareDependencies command, List<Event> events) {
    if (!IdempotencyKey.isKeyed(task.id())) {
      return;
    }
    List<TaskId> late = new ArrayList<>(command.dependsOn());
    late.removeAll(task.prerequisites());
    if (!late.isEmpty()) {
      long millis = Answer.millis(command.timestamp());
      events.add(new ExtensionEvent.DependenciesAdded(task.id(), late, millis));
    }
  }

  private static Decision cancelTask(QueueState state, CancelTask command) {
    TaskEntry task = state.task(command.taskId());
    if (task == null) {
      return Answer.reject(new TaskRejection.UnknownTask(command.taskId()));
    }
    List<Event> events = new ArrayList<>();
    new Cascade(state, command.timestamp(), events, command.maxEvents()).cancel(task);
    return Answer.accept(events);
  }

  private static Decision recoverTask(QueueState state, RecoverTask command) {
    TaskEntry task = state.task(command.taskId());
    if (task == null) {
      return Answer.reject(new TaskRejection.UnknownTask(command.taskId()));
    }
    List<Event> events = new ArrayList<>();
    boolean doomed =
        task.isCanceled() || (!Fate.hasEnded(task) && hasFailed(state, task.prerequisites()));
    if (doomed) {
      new Cascade(state, command.timestamp(), events, command.maxEvents()).cancel(task);
    }
    return Answer.accept(events);
  }
}
