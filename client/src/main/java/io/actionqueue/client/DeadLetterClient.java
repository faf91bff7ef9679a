package io.actionqueue.client;

import io.actionqueue.client.wire.DeadLetterList;
import io.actionqueue.client.wire.RedriveAnswer;
import io.actionqueue.client.wire.RedriveList;
import io.actionqueue.client.wire.RedriveOrder;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.id.RunId;
import java.time.Duration;
import java.util.List;

/// Runs that have failed for good, and how to do them again. Thread-safe; failures as of
/// [ActionQueueClient].
public final class DeadLetterClient {
  private static final byte[] NO_BODY = {};

  private final HttpExchange exchange;

  DeadLetterClient(HttpExchange exchange) {
    this.exchange = exchange;
  }

  /// A slice of the failed runs, by due time and id.
  ///
  /// @param limit 1 to 1000
  /// @param offset how many to pass over
  public DeadLetterList list(int limit, long offset) {
    return list(ListFilter.slice(limit, offset));
  }

  /// A slice of the failed runs, by due time and id.
  public DeadLetterList list(ListFilter slice) {
    return exchange.get(
        "/api/v1/dead-letters" + slice.query(""), Duration.ZERO, DeadLetterList.class);
  }

  /// Does a failed run again, as a new task. Not to be repeated after [ClientException.Unreachable]
  /// without a look: while the first repetition has not ended, another is refused with
  /// `redrive_in_progress`.
  public RedriveAnswer redrive(RunId run) {
    return exchange.post("/api/v1/dead-letters/" + run + "/redrive", NO_BODY, RedriveAnswer.class);
  }

  /// Does several failed runs again in one batch; each is accepted or refused for itself.
  ///
  /// @param runs 1 to 1000
  /// @return in the order of the ids
  public List<RedriveAnswer> redrive(List<RunId> runs) {
    byte[] body = WireJson.write(new RedriveOrder(runs));
    return exchange.post("/api/v1/dead-letters/redrive", body, RedriveList.class).results();
  }
}
