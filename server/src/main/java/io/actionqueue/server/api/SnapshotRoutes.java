package io.actionqueue.server.api;

import io.actionqueue.ActionQueueException;
import io.actionqueue.SnapshotInfo;
import io.actionqueue.client.wire.ErrorBody;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.client.wire.SnapshotAnswer;
import io.actionqueue.client.wire.SnapshotTicket;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Caller;
import io.actionqueue.server.http.Route;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The routes about snapshots and compactions on demand. Writing one takes as long as the state is
/// large: who does not get the answer in time gets a number to ask by. Thread-safe.
final class SnapshotRoutes {
  private static final String ALL = "/api/v1/engine/snapshot";
  private static final String NUMBER = "number";

  /// How many requests are remembered.
  private static final int KEPT = 100;

  private final Function<Caller, ? extends QueueControl> control;
  private final Map<Long, CompletableFuture<SnapshotInfo>> asked = new LinkedHashMap<>();
  private long latest;

  SnapshotRoutes(Function<Caller, ? extends QueueControl> control) {
    this.control = control;
  }

  List<Route> routes() {
    return List.of(
        Route.post(ALL, (request, caller) -> ask(request, control.apply(caller)::snapshot)),
        Route.post(
            "/api/v1/engine/compact",
            (request, caller) -> ask(request, control.apply(caller)::compact)),
        Route.get(ALL + "/{number}", (request, _) -> show(request)));
  }

  private ApiResponse ask(ApiRequest request, Supplier<CompletableFuture<SnapshotInfo>> demand) {
    Duration wait = ListQuery.await(request.rawQuery(), EngineAnswers.LIMIT);
    CompletableFuture<SnapshotInfo> written = demand.get();
    if (await(written, wait)) {
      return ApiResponse.json(200, answer(EngineAnswers.await(written)));
    }
    long number = remember(written);
    return ApiResponse.json(202, ticket(number, written)).with("Location", ALL + "/" + number);
  }

  private synchronized long remember(CompletableFuture<SnapshotInfo> written) {
    latest++;
    asked.put(latest, written);
    asked.remove(latest - KEPT);
    return latest;
  }

  private synchronized @Nullable CompletableFuture<SnapshotInfo> recall(String number) {
    return number.matches("\\d{1,18}") ? asked.get(Long.parseLong(number)) : null;
  }

  private ApiResponse show(ApiRequest request) {
    Duration wait = ListQuery.await(request.rawQuery());
    String number = request.parameter(NUMBER);
    CompletableFuture<SnapshotInfo> written = recall(number);
    if (written == null) {
      throw ApiException.of(
          ErrorCode.NOT_FOUND, "this daemon remembers no such request", NUMBER, number);
    }
    var _ = await(written, wait);
    return ApiResponse.json(200, ticket(Long.parseLong(number), written));
  }

  /// Whether the outcome has come in time. The engine goes on if it has not.
  private static boolean await(CompletableFuture<SnapshotInfo> written, Duration wait) {
    try {
      var _ = written.get(wait.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException _) {
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (InterruptedException _) {
      throw EngineAnswers.interrupted();
    }
  }

  private static SnapshotTicket ticket(long number, CompletableFuture<SnapshotInfo> written) {
    return switch (written.state()) {
      case RUNNING -> new SnapshotTicket(number, "writing", null, null);
      case SUCCESS -> new SnapshotTicket(number, "written", answer(written.resultNow()), null);
      case FAILED -> new SnapshotTicket(number, "failed", null, error(written.exceptionNow()));
      case CANCELLED -> throw new IllegalStateException("nobody cancels a snapshot");
    };
  }

  private static ErrorBody error(Throwable failure) {
    return failure instanceof ActionQueueException known
        ? new ErrorBody(known.code(), String.valueOf(known.getMessage()), Map.of())
        : ErrorBody.of(ErrorCode.SNAPSHOT_FAILED, String.valueOf(failure));
  }

  private static SnapshotAnswer answer(SnapshotInfo done) {
    return new SnapshotAnswer(
        done.file(),
        done.sequence(),
        done.bytes(),
        done.tasksDropped(),
        done.droppedLogFiles(),
        done.droppedLogBytes());
  }
}
