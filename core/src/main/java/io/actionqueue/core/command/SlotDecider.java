package io.actionqueue.core.command;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent.RunNoted;
import io.actionqueue.core.event.ExtensionEvent.SlotsPassedOver;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides about slots that get no run.
final class SlotDecider {
  private static final String PASSED_OVER = "passed over";

  private SlotDecider() {}

  static Decision passOver(QueueState state, PassOverSlots command) {
    TaskEntry task = state.task(command.taskId());
    if (task == null) {
      return Answer.reject(new TaskRejection.UnknownTask(command.taskId()));
    }
    Rejection refusal = refusal(state, task, command.runs());
    if (refusal != null) {
      return Answer.reject(refusal);
    }
    List<Event> events = new ArrayList<>(command.runs().size() * 2 + 1);
    for (RunId id : command.runs()) {
      RunEntry run = state.run(id);
      if (run != null) {
        RunCancellation.add(state, run, command.timestampMillis() / 1000, events);
        events.add(new RunNoted(id, PASSED_OVER, command.timestampMillis()));
      }
    }
    var slots = command.slots();
    events.add(
        new SlotsPassedOver(
            task.id(), slots.count(), slots.first(), slots.last(), command.timestampMillis()));
    if (Fate.failsWithout(task, command.runs().size())) {
      new Cascade(state, command.timestampMillis() / 1000, events).cancelDependentsOf(task.id());
    }
    return Answer.accept(events);
  }

  private static @Nullable Rejection refusal(QueueState state, TaskEntry task, List<RunId> runs) {
    for (RunId id : runs) {
      RunEntry run = state.run(id);
      if (run == null || run.task() != task) {
        return new RunRejection.UnknownRun(id);
      }
      if (run.state() != RunState.SCHEDULED) {
        return new RunRejection.PreviousStateMismatch(id, RunState.SCHEDULED, run.state());
      }
    }
    return null;
  }
}
