package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the local worker takes from, in one order: the runs that nobody else can do, and the routes
/// that it shares with others (D7). Confined to the engine thread.
final class LocalQueue {
  private final ReadyRuns own;
  private final Routes routes;
  private final Ranking ranking;

  /// Both sources in the order of a ranking.
  LocalQueue(ReadyRuns own, Routes routes, Ranking ranking) {
    this.own = own;
    this.routes = routes;
    this.ranking = ranking;
  }

  /// Takes the first one out; null if there is none. It may be stale.
  ReadyQueue.@Nullable Entry poll() {
    ReadyQueue.Entry entry = own.poll();
    if (!routes.hasShared() || (entry != null && !entry.isCurrent())) {
      return entry;
    }
    Candidate shared = routes.peekShared(own::compareTurns);
    if (shared == null) {
      return entry;
    }
    if (entry != null) {
      Candidate mine = ranking.candidate(entry.run());
      if (goesBefore(mine, shared)) {
        return entry;
      }
      own.add(mine);
    }
    routes.removeShared(own::compareTurns);
    return new ReadyQueue.Entry(shared.run(), shared.isCurrent() && ranking.counts(shared));
  }

  /// Takes all out that only the local worker could do.
  ///
  /// @param stale told of each that is not Ready any more
  /// @return the others, in order
  List<RunEntry> takeAll(Consumer<RunEntry> stale) {
    var all = new ArrayList<RunEntry>(own.size());
    for (var entry = own.poll(); entry != null; entry = own.poll()) {
      if (entry.isCurrent()) {
        all.add(entry.run());
      } else {
        stale.accept(entry.run());
      }
    }
    return all;
  }

  private boolean goesBefore(Candidate one, Candidate other) {
    int byTurn = own.compareTurns(one.run(), other.run());
    return byTurn != 0 ? byTurn < 0 : one.compareTo(other) < 0;
  }
}
