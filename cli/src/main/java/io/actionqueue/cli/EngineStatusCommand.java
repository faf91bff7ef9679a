package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.EngineView;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// What the engine is doing.
@Command(
    name = "status",
    sortOptions = false,
    header = "Say what the engine is doing.",
    description = "Running, paused, draining, or not there.")
final class EngineStatusCommand extends QueueCommand {
  EngineStatusCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Answer ask(Queue queue) {
    EngineView engine = queue.engine();
    return new Answer(() -> document(engine), () -> text(engine, queue.isServed()));
  }

  private Map<String, @Nullable Object> document(EngineView engine) {
    Map<String, @Nullable Object> document = document("engine status");
    document.putAll(Documents.of(engine));
    return document;
  }

  private List<String> text(EngineView engine, boolean served) {
    var facts = new Facts(surroundings);
    facts.add("phase", served ? engine.phase() : "no daemon works on this directory");
    facts.add("paused", engine.paused() ? "yes" : "no");
    if (engine.pausedAt() != null) {
      facts.add("paused at", facts.instant(engine.pausedAt()));
    }
    if (engine.resumedAt() != null) {
      facts.add("resumed at", facts.instant(engine.resumedAt()));
    }
    if (served) {
      if (engine.lastTickAt() != null) {
        facts.add("last step", facts.instant(engine.lastTickAt()));
      }
      facts.add("in flight", engine.inFlight() + " of " + engine.concurrency());
      facts.add("durability", engine.durability());
      facts.add("actions", engine.actions().isEmpty() ? "-" : String.join(", ", engine.actions()));
      facts.add("read only", engine.readOnly() ? "yes" : "no");
    }
    return facts.lines();
  }
}
