package io.actionqueue.engine.lane;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.InvariantViolation;
import io.actionqueue.core.command.Command;
import io.actionqueue.core.command.Decider;
import io.actionqueue.core.command.Decision;
import io.actionqueue.core.event.AttemptEvent;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.port.EventLog;
import io.actionqueue.core.state.QueueState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The only writer of a state and its log (02 §5.6, P-1). Confined to the engine thread.
///
/// [#execute] decides and applies, so that later decisions see the change at once; [#flush] hands
/// everything since the last flush to the log as one atomic batch; effects run when that batch is
/// durable. A command's events are never torn apart by a flush.
public final class Lane {
  private static final int FULL_EVENTS = 2048;
  private static final long FULL_BYTES = 4L << 20;

  private final QueueState state;
  private final EventLog log;
  private final Effects effects;
  private List<Event> pending = new ArrayList<>();
  private List<Effect> waiting = new ArrayList<>();
  private @Nullable Consumer<EventBatch> follower;
  private long pendingBytes;

  private Lane(QueueState state, EventLog log) {
    this.state = state;
    this.log = log;
    this.effects = new Effects(log.durableSequence());
  }

  /// A lane over a state and the log that it was folded from.
  ///
  /// @param onFailure hears once of the log's failure, on the log's thread, before any effect does
  public static Lane over(QueueState state, EventLog log, Consumer<Throwable> onFailure) {
    var lane = new Lane(state, log);
    log.listen(
        new EventLog.DurabilityListener() {
          @Override
          public void durable(long sequence) {
            lane.effects.release(sequence);
          }

          @Override
          public void failed(IOException cause) {
            onFailure.accept(cause);
            lane.effects.fail(cause);
          }
        });
    return lane;
  }

  /// The state, ahead of the disk by what is not yet durable.
  public QueueState state() {
    return state;
  }

  /// Tells a follower of every batch once it is durable, in order, on the log's thread.
  public void follow(Consumer<EventBatch> newFollower) {
    follower = newFollower;
  }

  /// Decides and, if accepted, applies. Nothing reaches the log before [#flush].
  ///
  /// @throws InvariantViolation if an accepted event would be refused on replay: a bug, after which
  ///   the lane must not be flushed
  public Decision execute(Command command) {
    Decision decision = Decider.decide(state, null, command);
    if (decision instanceof Decision.Accepted(var events)) {
      for (int i = 0; i < events.size(); i++) { // no iterator on this path
        apply(events.get(i));
      }
    }
    return decision;
  }

  /// Registers an effect for when all that was executed so far is durable.
  public void whenDurable(Effect effect) {
    waiting.add(effect);
  }

  /// Whether so much waits for [#flush] that it should not become more.
  public boolean isFull() {
    return pending.size() >= FULL_EVENTS || pendingBytes >= FULL_BYTES;
  }

  /// Hands over what was executed since the last flush.
  ///
  /// @throws IOException if the log is poisoned or refuses the batch
  public void flush() throws IOException {
    EventBatch batch = null;
    if (!pending.isEmpty()) {
      batch = new EventBatch(state.latestSequence() - pending.size() + 1, pending);
      pending = new ArrayList<>(pending.size());
      pendingBytes = 0;
      if (follower != null) {
        waiting.add(0, new Told(follower, batch));
      }
    }
    if (!waiting.isEmpty()) {
      effects.add(state.latestSequence(), waiting);
      waiting = new ArrayList<>(waiting.size());
    }
    if (batch != null) {
      log.append(batch);
    }
  }

  /// Flushes and returns after everything is durable as the log's setting asks, and its effects
  /// have run.
  ///
  /// @throws IOException if the log is poisoned or refuses the batch
  public void settle() throws IOException {
    flush();
    log.settle();
  }

  /// Flushes and returns after everything is on the device and its effects have run.
  ///
  /// @throws IOException if the log is poisoned or refuses the batch
  public void sync() throws IOException {
    flush();
    log.sync();
  }

  /// Fails every effect that waits, now and later.
  public void fail(Throwable cause) {
    effects.fail(cause);
    List<Effect> lost = waiting;
    waiting = new ArrayList<>();
    for (Effect effect : lost) {
      effect.failed(state.latestSequence(), cause);
    }
  }

  private void apply(Event event) {
    long sequence = state.latestSequence() + 1;
    var refusal = state.check(sequence, event);
    if (refusal != null) {
      throw new InvariantViolation(
          "decided event would be refused on replay: " + event + ": " + refusal.message());
    }
    state.apply(sequence, event);
    pending.add(event);
    if (event instanceof TaskEvent.TaskCreated(var spec, _)) {
      pendingBytes += spec.payload().bytes().length();
    } else if (event instanceof ExtensionEvent.TaskCreatedWithPolicy(var spec, _, _)) {
      pendingBytes += spec.payload().bytes().length();
    } else if (event instanceof AttemptEvent.AttemptFinished finished) {
      Bytes output = finished.output();
      pendingBytes += output == null ? 0 : output.length();
    }
  }

  /// Hands a batch to the follower when it is durable.
  private record Told(Consumer<EventBatch> follower, EventBatch batch) implements Effect {
    @Override
    public void durable() {
      follower.accept(batch);
    }

    @Override
    public void failed(long sequence, Throwable cause) {}
  }
}
