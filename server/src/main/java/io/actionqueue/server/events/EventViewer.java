package io.actionqueue.server.events;

import io.actionqueue.core.id.TaskId;

/// What a listener sees of the queue. Who does not see everything is told of the events of the
/// tasks that it sees and of their runs, and of nothing else. Thread-safe.
public interface EventViewer {
  /// One that sees everything.
  EventViewer OF_ALL =
      new EventViewer() {
        @Override
        public boolean seesAll() {
          return true;
        }

        @Override
        public boolean sees(TaskId task) {
          return true;
        }

        @Override
        public void check() {}
      };

  /// Whether no event is hidden.
  boolean seesAll();

  /// Whether a task is there for the listener; asked of the engine.
  boolean sees(TaskId task);

  /// Passes while the listener may see anything at all.
  ///
  /// @throws io.actionqueue.ActionQueueException.Refused `unknown_tenant` or `no_role_assigned`
  void check();
}
