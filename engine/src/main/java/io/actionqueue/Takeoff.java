package io.actionqueue;

import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;

/// Puts together what a handler gets, for an attempt whose start has been decided. Confined to the
/// engine thread.
final class Takeoff {
  private final Engine engine;

  Takeoff(Engine engine) {
    this.engine = engine;
  }

  /// The attempt, ready to be executed.
  Flight prepare(TaskEntry task, RunEntry run, AttemptId attemptId, Flight.Work work) {
    EngineConfig config = engine.config;
    var token = new AttemptToken(config.time(), config.threads());
    var reports = new AttemptReports(engine);
    var context =
        new RunContext(
            task.spec(),
            new RunContext.Attempt(
                run.id(), attemptId, run.attemptCount(), run.countedAttempts(), run.scheduledAt()),
            token,
            RunInputs.of(engine.lane.state(), task, run),
            reports);
    var flight = new Flight(run, new Flight.Ports(context, token, reports), work);
    reports.belongTo(flight);
    return flight;
  }
}
