package io.actionqueue.core.state;

import static io.actionqueue.core.run.RunState.CANCELED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.RunEvent.RunStateChanged;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveRunsTest {
  private final Replay replay = Replay.empty();

  private RunEntry run(int number) {
    replay.apply(Replay.task(new TaskId(1, number)));
    replay.apply(Replay.run(new RunId(2, number), new TaskId(1, number)));
    return replay.state.runs().getLast();
  }

  private void move(RunEntry run, RunState to) {
    replay.apply(new RunStateChanged(run.id(), run.state(), to, 200));
  }

  /// Many runs, more than a list has room for at first, and few again.
  @Test
  void runsAreInTheListOfTheirState() {
    List<RunEntry> runs = new ArrayList<>();
    for (int i = 1; i <= 3000; i++) {
      runs.add(run(i));
    }
    runs.subList(0, 2990).forEach(run -> move(run, READY));
    assertThat(replay.state.liveRuns(SCHEDULED)).hasSize(10).containsAll(runs.subList(2990, 3000));
    runs.subList(0, 2980).forEach(run -> move(run, CANCELED));
    assertThat(replay.state.liveRuns(READY)).hasSize(10).containsAll(runs.subList(2980, 2990));
  }

  /// The lists of a tenant are no part of those of the state, and one that never heard of a run
  /// takes it in when it moves.
  @Test
  void aRunThatWasNeverTakenInIsWhenItMoves() {
    LiveRuns tenant = LiveRuns.ofTenant();
    RunEntry known = run(1);
    RunEntry unknown = run(2);
    tenant.add(known);
    move(unknown, READY);
    tenant.moved(unknown, SCHEDULED);
    assertThat(tenant.in(SCHEDULED)).containsExactly(known);
    assertThat(tenant.in(READY)).containsExactly(unknown);
    move(known, CANCELED);
    tenant.moved(known, SCHEDULED);
    assertThat(tenant.in(SCHEDULED)).isEmpty();
    assertThat(replay.state.liveRuns(READY)).containsExactly(unknown);
  }
}
