package io.actionqueue.server.testing;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.command.Command;
import io.actionqueue.core.command.Decider;
import io.actionqueue.core.command.Decision;
import io.actionqueue.core.event.AttemptEvent;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.LeaseEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.recovery.StoreOptions;
import io.actionqueue.testkit.ManualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A history written event by event, each checked as replay checks it. It can be kept in memory or
/// written to a directory.
public final class Recording {
  private final QueueState state = QueueState.empty();
  private final List<Event> events = new ArrayList<>();
  private final Map<RunId, RunState> states = new HashMap<>();
  private long clock = 1;

  /// All later events happen at this second unless they say another.
  public Recording at(long second) {
    clock = second;
    return this;
  }

  public Recording task(TaskSpec spec) {
    return add(new TaskEvent.TaskCreated(spec, clock));
  }

  public Recording run(RunId id, TaskId task, long scheduledAt) {
    states.put(id, RunState.SCHEDULED);
    return add(new RunEvent.RunCreated(RunInstance.scheduled(id, task, scheduledAt, clock)));
  }

  public Recording move(RunId id, RunState... targets) {
    for (RunState target : targets) {
      RunState from = states.put(id, target);
      if (target == RunState.CANCELED) {
        add(new RunEvent.RunCanceled(id, clock));
      } else {
        add(new RunEvent.RunStateChanged(id, from, target, clock));
      }
    }
    return this;
  }

  public Recording lease(RunId id, String owner, long expiry) {
    return add(new LeaseEvent.LeaseAcquired(id, owner, expiry, clock));
  }

  public Recording heartbeat(RunId id, String owner, long expiry) {
    return add(new LeaseEvent.LeaseHeartbeat(id, owner, expiry, clock));
  }

  public Recording expire(RunId id, String owner, long expiry) {
    return closed(new LeaseEvent.LeaseExpired(id, owner, expiry, clock), id);
  }

  public Recording release(RunId id, String owner, long expiry) {
    return closed(new LeaseEvent.LeaseReleased(id, owner, expiry, clock), id);
  }

  /// A lease that is closed makes a Leased run Ready.
  private Recording closed(LeaseEvent event, RunId id) {
    states.computeIfPresent(id, (_, state) -> state == RunState.LEASED ? RunState.READY : state);
    return add(event);
  }

  /// Carries out a command that must be accepted.
  public Recording accept(Command command) {
    return switch (Decider.decide(state, null, command)) {
      case Decision.Accepted(var decided) -> {
        for (Event event : decided) {
          if (event instanceof RunEvent.RunCreated(var run)) {
            states.put(run.id(), RunState.SCHEDULED);
          }
          add(event);
        }
        yield this;
      }
      case Decision.Rejected(var rejection) ->
          throw new IllegalArgumentException(command + ": " + rejection.message());
    };
  }

  public Recording start(RunId id, AttemptId attempt) {
    return add(new AttemptEvent.AttemptStarted(id, attempt, clock));
  }

  public Recording finish(RunId id, AttemptId attempt, AttemptOutcome outcome) {
    return add(
        new AttemptEvent.AttemptFinished(
            id, attempt, outcome.result(), outcome.error(), outcome.output(), clock));
  }

  /// From Scheduled to Completed with one attempt.
  public Recording complete(RunId id, AttemptId attempt, @Nullable Bytes output) {
    move(id, RunState.READY, RunState.LEASED, RunState.RUNNING);
    start(id, attempt);
    finish(id, attempt, output == null ? AttemptOutcome.success() : AttemptOutcome.success(output));
    return move(id, RunState.COMPLETED);
  }

  public QueueState state() {
    return state;
  }

  /// Writes the history into a directory, one record an event.
  public void writeTo(Path directory) throws IOException {
    StoreOptions options =
        StoreOptions.builder(directory, SystemFiles.INSTANCE, ManualTime.atSeconds(1)).build();
    try (Store store = Store.open(options)) {
      long sequence = 1;
      for (Event event : events) {
        store.log().append(new EventBatch(sequence++, List.of(event)));
      }
      store.log().sync();
    }
  }

  private Recording add(Event event) {
    long sequence = events.size() + 1;
    var refusal = state.check(sequence, event);
    if (refusal != null) {
      throw new IllegalArgumentException(event + ": " + refusal.message());
    }
    state.apply(sequence, event);
    events.add(event);
    return this;
  }
}
