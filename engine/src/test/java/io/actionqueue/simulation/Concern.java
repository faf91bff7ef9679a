package io.actionqueue.simulation;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;

/// What one part of the judgement is about. It hears of everything in its order.
interface Concern {
  /// A new process has started; what is known is what it found and healed.
  default void follow() {}

  /// An event is durable; it is not yet part of what is known.
  default void before(Event event) {}

  /// A run has moved.
  default void moved(RunEntry run, RunState from) {}

  /// A task was canceled.
  default void canceled(TaskEntry task) {}

  /// A step begins.
  default void stepBegins() {}

  /// A step has ended.
  default void stepEnded() {}
}
