package io.actionqueue;

import static io.actionqueue.Crew.tenant;
import static io.actionqueue.core.platform.Capability.CAN_EXECUTE;

import io.actionqueue.SessionMatrix.Entry;
import io.actionqueue.core.id.ActorId;
import java.util.List;
import java.util.stream.Stream;

/// What a session can be asked for by workers.
final class WorkerMatrix {
  private static final String DONE = "done";
  private static final String NOTHING = "nothing";
  private static final String NO_RUN = "unknown_run";
  private static final String NO_ACTOR = "unknown_actor";

  private WorkerMatrix() {}

  static List<Entry> all() {
    return Stream.concat(workers().stream(), attempts().stream()).toList();
  }

  /// Whom a caller says it is: itself, or, from the other tenant, the worker of the first one.
  private static ActorId self(Session session, TenantScene.Things mine) {
    var member = (Principal.Member) session.principal();
    return member.tenantId().equals(tenant(2)) ? mine.self : member.actorId();
  }

  private static AttemptRef held(Session session, TenantScene.Things mine) {
    return new AttemptRef(mine.attempt.runId(), mine.attempt.attemptId(), self(session, mine));
  }

  /// The same attempt, as if the caller itself held it.
  private static AttemptRef stolen(Session session, TenantScene.Things mine) {
    return new AttemptRef(
        mine.attempt.runId(),
        mine.attempt.attemptId(),
        ((Principal.Member) session.principal()).actorId());
  }

  private static List<Entry> workers() {
    return List.of(
        SessionMatrix.entry(
            "Workers.register(ActorRegistration)",
            CAN_EXECUTE,
            NO_ACTOR,
            (s, mine) -> {
              int number = self(s, mine).equals(mine.self) ? 10 + mine.number : 12;
              return s.workers().register(Crew.ofTenant(number, tenant(mine.number), "x"));
            }),
        SessionMatrix.entry(
            "Workers.deregister(ActorId)",
            CAN_EXECUTE,
            NO_ACTOR,
            (s, mine) -> s.workers().deregister(self(s, mine))),
        SessionMatrix.entry(
            "Workers.heartbeat(ActorId)",
            CAN_EXECUTE,
            NO_ACTOR,
            (s, mine) -> s.workers().heartbeat(self(s, mine))),
        SessionMatrix.entry(
            "Workers.claimable(ActorId,int)",
            CAN_EXECUTE,
            NO_ACTOR,
            (s, mine) -> s.workers().claimable(self(s, mine), 9)),
        SessionMatrix.entry(
            "Workers.claim(ClaimRequest)",
            CAN_EXECUTE,
            NO_ACTOR,
            (s, mine) -> s.workers().claim(ClaimRequest.by(self(s, mine)).max(9))),
        SessionMatrix.reads(
            "Workers.worker(ActorId)", NOTHING, (s, mine) -> s.workers().worker(mine.self)),
        SessionMatrix.reads(
            "Workers.list(WorkerQuery)", DONE, (s, mine) -> s.workers().list(WorkerQuery.ALL)),
        SessionMatrix.reads(
            "Workers.list(WorkerQuery)",
            NOTHING,
            (s, mine) -> s.workers().list(WorkerQuery.ALL.of(tenant(1)))));
  }

  private static List<Entry> attempts() {
    var success = WorkerReport.of(Outcome.success());
    var child = List.of(TaskRequest.of("away"));
    return List.of(
        SessionMatrix.entry(
            "Workers.heartbeat(AttemptRef)",
            CAN_EXECUTE,
            NO_ACTOR,
            (s, mine) -> s.workers().heartbeat(held(s, mine))),
        SessionMatrix.entry(
            "Workers.heartbeat(AttemptRef)",
            CAN_EXECUTE,
            NO_RUN,
            (s, mine) -> s.workers().heartbeat(stolen(s, mine))),
        SessionMatrix.entry(
            "Workers.heartbeat(AttemptRef,long)",
            CAN_EXECUTE,
            NO_RUN,
            (s, mine) -> s.workers().heartbeat(stolen(s, mine), 9999)),
        SessionMatrix.entry(
            "Workers.report(AttemptRef,WorkerReport)",
            CAN_EXECUTE,
            NO_ACTOR,
            (s, mine) -> s.workers().report(held(s, mine), success)),
        SessionMatrix.entry(
            "Workers.report(AttemptRef,WorkerReport)",
            CAN_EXECUTE,
            NO_RUN,
            (s, mine) -> s.workers().report(stolen(s, mine), success)),
        SessionMatrix.entry(
            "Workers.release(AttemptRef)",
            CAN_EXECUTE,
            NO_ACTOR,
            (s, mine) -> s.workers().release(held(s, mine))),
        SessionMatrix.entry(
            "Workers.release(AttemptRef)",
            CAN_EXECUTE,
            NO_RUN,
            (s, mine) -> s.workers().release(stolen(s, mine))),
        SessionMatrix.entry(
            "Workers.submit(AttemptRef,List)",
            CAN_EXECUTE,
            NO_ACTOR,
            (s, mine) -> s.workers().submit(held(s, mine), child)),
        SessionMatrix.entry(
            "Workers.submit(AttemptRef,List)",
            CAN_EXECUTE,
            NO_RUN,
            (s, mine) -> s.workers().submit(stolen(s, mine), child)));
  }
}
