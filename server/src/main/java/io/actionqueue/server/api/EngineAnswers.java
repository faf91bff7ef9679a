package io.actionqueue.server.api;

import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.server.http.ApiException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits for the engine on request threads, which are virtual.
final class EngineAnswers {
  /// Far beyond any sync; only a hung disk takes longer.
  static final Duration LIMIT = Duration.ofSeconds(30);

  private EngineAnswers() {}

  /// The answer, or the engine's own exception.
  static <T> T await(CompletableFuture<T> future) {
    return await(future, Duration.ZERO);
  }

  /// The same for an answer that may wait by itself.
  ///
  /// @param waits how long
  static <T> T await(CompletableFuture<T> future, Duration waits) {
    try {
      return get(future, waits);
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  static <T> T get(CompletableFuture<T> future, Duration waits) throws ExecutionException {
    Duration limit = LIMIT.plus(waits);
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      future.cancel(false);
      throw ApiException.of(
          ErrorCode.TIMEOUT, "the engine did not answer within " + limit.toSeconds() + " s");
    } catch (InterruptedException _) {
      throw interrupted();
    }
  }

  static RuntimeException unwrapped(ExecutionException failure) {
    return failure.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException(failure.getCause());
  }

  static ApiException interrupted() {
    Thread.currentThread().interrupt();
    return ApiException.of(ErrorCode.ENGINE_CLOSED, "the daemon is stopping");
  }
}
