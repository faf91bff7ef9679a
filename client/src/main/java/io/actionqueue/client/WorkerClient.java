package io.actionqueue.client;

import io.actionqueue.client.wire.ActorAnswer;
import io.actionqueue.client.wire.ActorDetail;
import io.actionqueue.client.wire.ActorList;
import io.actionqueue.client.wire.ActorOrder;
import io.actionqueue.client.wire.BeatAnswer;
import io.actionqueue.client.wire.BeatOrder;
import io.actionqueue.client.wire.ChildrenAnswer;
import io.actionqueue.client.wire.ClaimDetail;
import io.actionqueue.client.wire.ClaimList;
import io.actionqueue.client.wire.ClaimOrder;
import io.actionqueue.client.wire.ClaimableList;
import io.actionqueue.client.wire.Receipt;
import io.actionqueue.client.wire.ReportOrder;
import io.actionqueue.client.wire.Submission;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.id.ActorId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What a worker in another process asks of a daemon (spec 04 §13.3), in call order; [Worker] does
/// all of it by itself. Thread-safe; failures as of [ActionQueueClient].
///
/// What may be repeated after [ClientException.Unreachable]: everything but a claim; what a lost
/// answer had claimed is taken back when its lease runs out.
public final class WorkerClient {
  private static final String ACTORS = "/api/v2/actors";
  private static final byte[] NO_BODY = {};

  private final HttpExchange exchange;

  WorkerClient(HttpExchange exchange) {
    this.exchange = exchange;
  }

  /// Registers an actor; the same id again replaces the registration.
  public ActorId register(ActorOrder order) {
    return exchange.post(ACTORS + "/register", WireJson.write(order), ActorAnswer.class).actorId();
  }

  /// A sign of life.
  public void heartbeat(ActorId actor) {
    exchange.call("POST", ACTORS + "/" + actor + "/heartbeat", NO_BODY);
  }

  /// Ends a registration; what the actor holds is taken back.
  public void deregister(ActorId actor) {
    exchange.call("DELETE", ACTORS + "/" + actor, NO_BODY);
  }

  /// An actor, also one that left.
  public ActorDetail actor(ActorId actor) {
    return exchange.get(ACTORS + "/" + actor, Duration.ZERO, ActorDetail.class);
  }

  /// A slice of the actors, in order of first registration.
  ///
  /// @param limit 1 to 1000
  /// @param offset how many to pass over
  public ActorList actors(int limit, long offset) {
    return actors(ListFilter.slice(limit, offset));
  }

  /// A slice of the actors, in order of first registration; the filter's tenant is asked for.
  public ActorList actors(ListFilter slice) {
    return exchange.get(ACTORS + slice.query(""), Duration.ZERO, ActorList.class);
  }

  /// What a claim would get now.
  ///
  /// @param limit 1 to 1000
  public ClaimableList claimable(ActorId actor, int limit) {
    return exchange.get(
        ACTORS + "/" + actor + "/claimable?limit=" + limit, Duration.ZERO, ClaimableList.class);
  }

  /// Claims runs: leased to the actor, their attempts started. Empty if there was nothing for as
  /// long as the order waits.
  public List<ClaimDetail> claim(ActorId actor, ClaimOrder order) {
    long wait = Objects.requireNonNullElse(order.waitSecs(), 0L);
    return exchange
        .post(
            ACTORS + "/" + actor + "/claims",
            WireJson.write(order),
            Duration.ofSeconds(wait),
            ClaimList.class)
        .claims();
  }

  /// Extends the lease of a run, and asks whether to go on.
  public BeatAnswer heartbeat(ClaimDetail claim) {
    return exchange.post(path(claim, "heartbeat"), WireJson.write(token(claim)), BeatAnswer.class);
  }

  /// The same for a lease of another length.
  ///
  /// @param leaseSecs 3 to 86,400 seconds from now
  public BeatAnswer heartbeat(ClaimDetail claim, long leaseSecs) {
    byte[] body = WireJson.write(new BeatOrder(claim.leaseToken(), leaseSecs));
    return exchange.post(path(claim, "heartbeat"), body, BeatAnswer.class);
  }

  /// Ends an attempt.
  ///
  /// @param report with the claim's lease token
  public Receipt report(ClaimDetail claim, ReportOrder report) {
    return exchange.post(path(claim, "complete"), WireJson.write(report), Receipt.class);
  }

  /// Gives a run back; the attempt counts nowhere.
  public Receipt release(ClaimDetail claim) {
    return exchange.post(path(claim, "release"), WireJson.write(token(claim)), Receipt.class);
  }

  /// Submits tasks below the task of a claim, in one batch; answers in their order.
  public ChildrenAnswer submit(ClaimDetail claim, List<Submission> children) {
    var body =
        Map.of(
            "lease_token",
            claim.leaseToken(),
            "tasks",
            children.stream().map(child -> WireJson.tree(child.toJson())).toList());
    return exchange.post(path(claim, "children"), WireJson.write(body), ChildrenAnswer.class);
  }

  private static BeatOrder token(ClaimDetail claim) {
    return new BeatOrder(claim.leaseToken(), null);
  }

  private static String path(ClaimDetail claim, String what) {
    return "/api/v2/runs/" + claim.runId() + "/attempts/" + claim.attemptId() + "/" + what;
  }
}
