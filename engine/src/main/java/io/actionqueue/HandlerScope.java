package io.actionqueue;

import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;

/// What is around a handler on its thread: the scoped context and the ids in the logging context.
final class HandlerScope {
  private static final String[] KEYS = {"task_id", "run_id", "attempt_id", "attempt"};

  private HandlerScope() {}

  /// Calls the handler of an attempt on the current thread.
  static Outcome call(Flight flight, Handler handler) throws Exception {
    RunContext context = flight.context;
    ScopedValue.Carrier scope = ScopedValue.where(Flight.CURRENT, flight);
    if (MDC.getMDCAdapter() instanceof NOPMDCAdapter) {
      return scope.call(() -> handler.handle(context)); // nobody would see the ids
    }
    MDC.put(KEYS[0], context.taskId().toString());
    MDC.put(KEYS[1], context.runId().toString());
    MDC.put(KEYS[2], context.attemptId().toString());
    MDC.put(KEYS[3], Long.toString(context.attempt()));
    try {
      return scope.call(() -> handler.handle(context));
    } finally {
      for (String key : KEYS) {
        MDC.remove(key);
      }
    }
  }
}
