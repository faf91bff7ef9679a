package io.actionqueue.server.actions;

import io.actionqueue.Handler;
import io.actionqueue.Outcome;
import io.actionqueue.RunContext;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// The `http` action: calls an address (S-59). Thread-safe.
///
/// 2xx is success with the output `{"status","headers","body"}`; 408, 425, 429, 5xx and network
/// errors are failures to be retried, not before `Retry-After` where the server says it; everything
/// else is terminal. The run's id is sent as `Idempotency-Key`, the attempt's number as
/// `ActionQueue-Attempt`.
public final class HttpHandler implements Handler {
  private static final Set<Integer> RETRIED = Set.of(408, 425, 429);

  private final HttpCaller caller;

  private HttpHandler(HttpCaller caller) {
    this.caller = caller;
  }

  /// A handler under a policy.
  public static HttpHandler of(TargetPolicy policy) {
    return new HttpHandler(new HttpCaller(policy));
  }

  @Override
  public Outcome handle(RunContext run) throws InterruptedException {
    Thread current = Thread.currentThread();
    var calling = new AtomicBoolean(true);
    run.cancellation()
        .onRequest(() -> {
          if (calling.get()) {
            current.interrupt(); // ends a blocked read or connect at once
          }
        });
    try {
      HttpPayload payload = HttpPayload.parse(run.payload());
      return judge(caller.call(payload, run));
    } catch (InvalidPayload e) {
      return Outcome.fail("http: " + e.getMessage());
    } catch (IOException | UncheckedIOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("http: stopped");
      }
      return Outcome.retry("http: " + message(e));
    } finally {
      calling.set(false);
    }
  }

  private static Outcome judge(HttpCaller.Reply reply) {
    int status = reply.output().status();
    if (status >= 200 && status < 300) {
      return Outcome.success(Bytes.takeOver(WireJson.write(reply.output())));
    }
    String error = "http: status " + status;
    if (status < 500 && !RETRIED.contains(status)) {
      return Outcome.fail(error);
    }
    OptionalLong delay = RetryAfter.seconds(reply.retryAfter(), SystemSeconds::now);
    return delay.isPresent() ? Outcome.retryAfter(error, delay.getAsLong()) : Outcome.retry(error);
  }

  private static String message(Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
