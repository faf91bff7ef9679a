package io.actionqueue.engine.dispatch;

import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import java.util.ArrayList;
import java.util.List;

/// Why runs do not execute: the answers of the very gates that dispatch asks. Confined to the
/// engine thread.
final class Reasons {
  private final Promotions promotions;
  private final Gate gate;
  private final Gate remoteGate;
  private final LocalWorker local;
  private final Routes routes;

  Reasons(Promotions promotions, Gate gate, Gate remoteGate, LocalWorker local, Routes routes) {
    this.promotions = promotions;
    this.gate = gate;
    this.remoteGate = remoteGate;
    this.local = local;
    this.routes = routes;
  }

  /// What holds all runs.
  ///
  /// @param paused whether the engine is paused
  /// @param draining whether it is closing
  /// @param slotsTaken how many slots there are if all are taken, 0 otherwise
  record Hold(boolean paused, boolean draining, int slotsTaken) {}

  /// Every reason that holds now; empty for terminal and executing runs, and for a Ready run that
  /// will start at the next step.
  List<Block> explain(RunEntry run, long nowSecond, Hold hold) {
    return switch (run.state()) {
      case SCHEDULED, RETRY_WAIT -> with(hold, run, promotions.explain(run, nowSecond));
      case READY -> with(hold, run, explainReady(run));
      case SUSPENDED ->
          with(hold, run, List.of(new Block("suspended", "set aside until it is resumed", null)));
      case LEASED, RUNNING, COMPLETED, FAILED, CANCELED -> List.of();
    };
  }

  private List<Block> explainReady(RunEntry run) {
    if (local.covers(run)) {
      return gate.allRefusals(run);
    }
    var blocks = new ArrayList<Block>();
    blocks.add(routes.describe(run));
    blocks.addAll(remoteGate.allRefusals(run));
    return blocks;
  }

  private List<Block> with(Hold hold, RunEntry run, List<Block> own) {
    var blocks = new ArrayList<>(own);
    if (hold.paused()) {
      blocks.add(new Block("engine_paused", "the engine is paused", null));
    }
    if (hold.draining()) {
      blocks.add(new Block("draining", "the engine is closing", null));
    }
    if (run.state() == RunState.READY && hold.slotsTaken() > 0 && local.covers(run)) {
      String all = "all " + hold.slotsTaken() + " slots are taken";
      blocks.add(new Block("no_free_slot", all, null));
    }
    return blocks;
  }
}
