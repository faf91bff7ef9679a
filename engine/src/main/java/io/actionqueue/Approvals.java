package io.actionqueue;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.command.DecideGate;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.run.GateVerdict;
import io.actionqueue.core.state.RunEntry;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Runs that wait until somebody decides (spec 03 §10.7). Thread-safe; what is said of futures at
/// [ActionQueue] holds here.
///
/// A handler, or a worker, suspends its run at a gate with [Outcome#awaitDecision(String)]. Nothing
/// but a decision lets the run go on: an approval makes it Ready, and its next attempt finds the
/// decision in [RunContext#decision]; a rejection ends it Failed, and cancels what waits for its
/// task. Decision and consequence are one batch, so that neither is there without the other; for
/// the run of a tenant the batch also holds an entry of its ledger, under the key `decision`.
public final class Approvals {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final ActionQueue queue;
  private final Engine engine;
  private final Principal principal;

  Approvals(ActionQueue queue, Engine engine, Principal principal) {
    this.queue = queue;
    this.engine = engine;
    this.principal = principal;
  }

  /// Gates at which runs wait now, in order of opening; see [#pending(PageQuery)].
  ///
  /// @param limit at most so many, 1 to 1000
  /// @param offset how many to pass over, at least 0
  public CompletableFuture<Page<Approval>> pending(int limit, long offset) {
    return pending(new PageQuery(limit, offset, null));
  }

  /// Gates at which runs wait now, in order of opening. Cost: the page, however many are open.
  public CompletableFuture<Page<Approval>> pending(PageQuery query) {
    PageMark.GATES.check(query.after());
    return queue.query(() -> {
      engine.access.requireMember(principal);
      return engine.gates.page(principal, query);
    });
  }

  /// Every gate that a run has come to, in order of first opening. Refused with `unknown_run`.
  public CompletableFuture<List<Approval>> of(RunId id) {
    return queue.query(() -> {
      engine.access.requireMember(principal);
      return engine.gates.of(engine.access.run(principal, id), null);
    });
  }

  /// Lets a run go on, durably before it does; needs `CanApprove`. The same decision again, by the
  /// same actor and in the same words, gets the first answer again. Refused with `unknown_run`,
  /// `unknown_gate`, `gate_already_decided`, `run_already_terminal` or
  /// `run_resume_requires_suspended`.
  ///
  /// @param comment kept with the decision, null for none
  public CompletableFuture<Approval> approve(RunId id, String gate, @Nullable String comment) {
    return decide(id, gate, GateVerdict.APPROVED, comment);
  }

  /// Ends a run Failed, by an attempt that tells who rejected it and why; needs `CanApprove`.
  /// Repetitions and refusals as of [#approve].
  ///
  /// @param comment kept with the decision, null for none
  public CompletableFuture<Approval> reject(RunId id, String gate, @Nullable String comment) {
    return decide(id, gate, GateVerdict.REJECTED, comment);
  }

  private CompletableFuture<Approval> decide(
      RunId id, String gate, GateVerdict verdict, @Nullable String comment) {
    return queue.command(() -> {
      engine.access.require(principal, Capability.CAN_APPROVE);
      RunEntry run = engine.access.run(principal, id);
      ActorId by = principal instanceof Principal.Member(var self, _) ? self : null;
      for (Approval known : engine.gates.of(run, gate)) {
        if (isRepeat(known, verdict, by, comment)) {
          return known;
        }
      }
      var random = engine.config.random();
      engine.controls.carryOut(
          new DecideGate(
              id,
              gate,
              verdict,
              by,
              comment,
              new DecideGate.Entry(
                  LedgerEntryId.random(random), payload(run, gate, verdict, comment)),
              AttemptId.random(random),
              engine.clock.millis()));
      return engine.gates.of(run, gate).getFirst();
    });
  }

  private static boolean isRepeat(
      Approval known, GateVerdict verdict, @Nullable ActorId by, @Nullable String comment) {
    Approval.Decision decision = known.decision();
    return decision != null
        && decision.verdict() == verdict
        && Objects.equals(decision.by(), by)
        && Objects.equals(decision.comment(), comment);
  }

  /// What the ledger keeps: JSON with run, task, gate, verdict and comment.
  private static Bytes payload(
      RunEntry run, String gate, GateVerdict verdict, @Nullable String comment) {
    var json = new StringBuilder("{\"run_id\":\"").append(run.id());
    json.append("\",\"task_id\":\"").append(run.taskId()).append("\",\"gate\":");
    quote(gate, json);
    json.append(",\"verdict\":");
    json.append(verdict == GateVerdict.APPROVED ? "\"approved\"" : "\"rejected\"");
    json.append(",\"comment\":");
    if (comment == null) {
      json.append("null");
    } else {
      quote(comment, json);
    }
    return Bytes.utf8(json.append('}').toString());
  }

  private static void quote(String text, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
