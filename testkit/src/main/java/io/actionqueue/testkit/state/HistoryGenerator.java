package io.actionqueue.testkit.state;

import io.actionqueue.core.command.Command;
import io.actionqueue.core.command.Decider;
import io.actionqueue.core.command.Decision;
import io.actionqueue.core.command.EnginePause;
import io.actionqueue.core.command.SubmitTask;
import io.actionqueue.core.command.TenantCreate;
import io.actionqueue.core.event.EngineEvent;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.ReplayRefusal;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.List;

/// Random histories as an engine writes them: commands that the decider accepts, one after the
/// other, with a clock that only goes forward, and between them events that log version 5 does not
/// know. Confined to one thread.
///
/// Every batch is applied to a state as it is made, so that [#state()] is what a replay of all
/// batches so far must give. A replay that refuses one of its own events is reported at once.
public final class HistoryGenerator {
  private static final int TRIES = 1000;

  private final SeededRandom random;
  private final QueueState state;
  private final CommandGenerator commands;
  private final ExtensionProposer extensions;
  private final Events events;

  /// Which events come.
  public enum Events {
    /// Those that log version 5 knows.
    VERSION_5,
    /// Those and the others.
    ALL
  }

  private HistoryGenerator(QueueState state, SeededRandom random, Events events) {
    this.random = random;
    this.state = state;
    this.commands = new CommandGenerator(random, state);
    this.extensions = new ExtensionProposer(random, state);
    this.events = events;
  }

  /// A history from the beginning that follows from a random sequence.
  public static HistoryGenerator of(SeededRandom random) {
    return new HistoryGenerator(QueueState.empty(), random, Events.ALL);
  }

  /// A history from the beginning with events that log version 5 knows, and no others.
  public static HistoryGenerator ofVersion5(SeededRandom random) {
    return new HistoryGenerator(QueueState.empty(), random, Events.VERSION_5);
  }

  /// A history that goes on from an image and follows from a random sequence.
  public static HistoryGenerator after(StateImage image, SeededRandom random) {
    return new HistoryGenerator(QueueState.of(image), random, Events.ALL);
  }

  /// The state after everything generated so far; must not be changed.
  public QueueState state() {
    return state;
  }

  /// The next batch, of at least one event.
  public EventBatch next() {
    for (int i = 0; i < TRIES; i++) {
      Event extension = events == Events.ALL && random.chance(1, 5) ? extensions.next() : null;
      if (extension != null) {
        return apply(extension, List.of(extension));
      }
      Command command = command();
      Decision decision = Decider.decide(state, null, command);
      if (decision instanceof Decision.Accepted(List<Event> events) && !events.isEmpty()) {
        return apply(command, events);
      }
    }
    throw new AssertionError("no command was accepted in " + TRIES + " tries");
  }

  /// A command; some submissions are with options.
  private Command command() {
    Command command = commands.next();
    return command instanceof SubmitTask submit && events == Events.ALL && random.chance(1, 3)
        ? extensions.withOptions(submit)
        : command;
  }

  /// A batch of one event of about so many bytes, for frames of any size: a tenant with a long
  /// name.
  public EventBatch nextOfSize(int bytes) {
    var name = new StringBuilder();
    for (int i = 0; i < Math.max(1, bytes); i++) {
      name.append((char) random.between('a', 'z'));
    }
    var create = new TenantCreate(TenantId.random(random), name.toString(), 1_700_000_000L);
    if (Decider.decide(state, null, create) instanceof Decision.Accepted(List<Event> events)) {
      return apply(create, events);
    }
    throw new AssertionError("a new tenant was not accepted: " + create.tenantId());
  }

  /// A batch that leaves no trace in the state but the instants: pauses, each with its resumption.
  /// For logs that grow while the state does not.
  ///
  /// @param pairs how many, at least 1
  public EventBatch nextOfPauses(int pairs) {
    StateImage.Engine engine = state.engine();
    long resumed = engine.resumedAt() == null ? 0 : engine.resumedAt();
    long paused = engine.pausedAt() == null ? 0 : engine.pausedAt();
    long now = Math.max(resumed, paused);
    List<Event> events = new ArrayList<>();
    if (state.isPaused()) {
      events.add(new EngineEvent.EngineResumed(now));
    }
    for (int i = 0; i < pairs; i++) {
      events.add(new EngineEvent.EnginePaused(now));
      events.add(new EngineEvent.EngineResumed(now));
    }
    return apply(new EnginePause(now), events);
  }

  /// The next batches.
  public List<EventBatch> take(int count) {
    List<EventBatch> batches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      batches.add(next());
    }
    return batches;
  }

  private EventBatch apply(Object command, List<Event> events) {
    var batch = new EventBatch(state.latestSequence() + 1, events);
    long sequence = batch.firstSequence();
    for (Event event : events) {
      ReplayRefusal refusal = state.check(sequence, event);
      if (refusal != null) {
        throw new AssertionError(
            "accepted " + command + ", but replay refuses " + event + ": " + refusal.message());
      }
      state.apply(sequence, event);
      sequence++;
    }
    return batch;
  }
}
