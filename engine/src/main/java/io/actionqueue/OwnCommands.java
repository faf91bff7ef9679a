package io.actionqueue;

import io.actionqueue.core.command.Command;
import io.actionqueue.core.command.Decision;
import io.actionqueue.engine.lane.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Commands that the engine itself issues. A refusal is an error of one item: it is told and
/// counted, and never stops the others (spec 03 §6.9). Confined to the engine thread.
final class OwnCommands {
  private static final Logger LOG = LoggerFactory.getLogger(OwnCommands.class);

  private final Lane lane;
  private final EngineMetrics metrics;

  OwnCommands(Lane lane, EngineMetrics metrics) {
    this.lane = lane;
    this.metrics = metrics;
  }

  /// Carries a command out.
  ///
  /// @return whether it was accepted
  boolean execute(Command command) {
    return switch (lane.execute(command)) {
      case Decision.Accepted _ -> true;
      case Decision.Rejected(var rejection) -> {
        metrics.itemErrors.increment();
        LOG.warn("{} was refused: {}", command, rejection.message());
        yield false;
      }
    };
  }
}
