package io.actionqueue.server.actions;

import io.actionqueue.Handler;
import io.actionqueue.Outcome;
import io.actionqueue.RunContext;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.Bytes;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;

/// The `http` action: calls an address (S-59). Thread-safe.
///
/// 2xx is success with the output `{"status","headers","body"}`; 408, 425, 429, 5xx and network
/// errors are failures to be retried, not before `Retry-After` where the server says it; everything
/// else is terminal. The run's id is sent as `Idempotency-Key`, the attempt's number as
/// `ActionQueue-Attempt`. When the attempt is asked to stop, the connection is broken.
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
  public Outcome handle(RunContext run) {
    try {
      return judge(caller.call(HttpPayload.parse(run.payload()), run));
    } catch (InvalidPayload e) {
      return Outcome.fail("http: " + e.getMessage());
    } catch (IOException e) {
      return Outcome.retry(
          run.cancellation().isRequested() ? "http: stopped" : "http: " + message(e));
    }
  }

  private static Outcome judge(HttpReply reply) {
    int status = reply.status();
    if (status >= 200 && status < 300) {
      return Outcome.success(Bytes.takeOver(WireJson.write(reply)));
    }
    String error = "http: status " + status;
    if (status < 500 && !RETRIED.contains(status)) {
      return Outcome.fail(error);
    }
    OptionalLong delay = RetryAfter.seconds(reply.header("retry-after"), SystemSeconds::now);
    return delay.isPresent() ? Outcome.retryAfter(error, delay.getAsLong()) : Outcome.retry(error);
  }

  private static String message(IOException e) {
    String name = e.getClass().getSimpleName();
    return e.getMessage() == null ? name : name + ": " + e.getMessage();
  }
}
