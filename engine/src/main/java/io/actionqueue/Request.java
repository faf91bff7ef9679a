package io.actionqueue;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.engine.lane.Effect;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A caller's question or order: answered on the engine thread, told when all that the answer shows
/// is durable.
///
/// @param <T> the answer
final class Request<T> extends Message implements Effect {
  /// What a failure of the log means for the caller.
  enum Kind {
    /// It changes something: whether it did is unknown (P-5).
    COMMAND,
    /// It only asks.
    QUERY
  }

  private final Engine engine;
  private final Kind kind;
  private final Supplier<T> body;
  private final CompletableFuture<T> future = new CompletableFuture<>();
  private @Nullable T answer;
  private ActionQueueException.@Nullable Refused refusal;
  private long sequence;

  /// A request that is still to be sent.
  ///
  /// @param body runs on the engine thread; may throw [ActionQueueException.Refused]
  Request(Engine engine, Kind kind, Supplier<T> body) {
    this.engine = engine;
    this.kind = kind;
    this.body = body;
  }

  CompletableFuture<T> future() {
    return future;
  }

  @Override
  void handle() {
    try {
      answer = body.get();
    } catch (ActionQueueException.Refused refused) {
      refusal = refused;
    } catch (InvalidValue broken) {
      refusal =
          new ActionQueueException.Refused(
              new Refusal(broken.code(), String.valueOf(broken.getMessage())));
    }
    sequence = engine.lane.state().latestSequence();
    engine.lane.whenDurable(this);
  }

  @Override
  void refuse(ActionQueueException cause) {
    future.completeExceptionally(cause);
  }

  @Override
  @SuppressWarnings("NullAway") // an answer is null only where T allows it
  public void durable() {
    if (refusal != null) {
      future.completeExceptionally(refusal);
    } else {
      future.complete(answer);
    }
  }

  @Override
  public void failed(long lastSequence, Throwable cause) {
    future.completeExceptionally(
        kind == Kind.COMMAND
            ? new ActionQueueException.OutcomeUnknown(sequence, cause)
            : new ActionQueueException.EngineFailed(cause));
  }
}
