package io.actionqueue.bench;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.command.BudgetAllocate;
import io.actionqueue.core.command.Command;
import io.actionqueue.core.command.Decider;
import io.actionqueue.core.command.Decision;
import io.actionqueue.core.command.FinishRun;
import io.actionqueue.core.command.LedgerAppend;
import io.actionqueue.core.command.RecoveryPolicy;
import io.actionqueue.core.command.RunStateTransition;
import io.actionqueue.core.command.StartRun;
import io.actionqueue.core.command.SubmitTask;
import io.actionqueue.core.command.SubmitWithPolicy;
import io.actionqueue.core.command.TenantCreate;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.port.EventLog;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Makes a state grow by decided commands, as the engine does, without an engine: the events of
/// tasks that wait, or of whole lives.
final class History {
  private static final long NOW = 1_700_000_000L;
  private static final int BATCH_EVENTS = 1000;

  private final QueueState state;
  private final EventLog log;
  private final int payloadBytes;
  private final SplittableRandom random = new SplittableRandom(1);
  private List<Event> pending = new ArrayList<>();

  /// A history that is written to a log.
  ///
  /// @param state what the log was folded to
  /// @param payloadBytes of each task, each with bytes of its own
  History(QueueState state, EventLog log, int payloadBytes) {
    this.state = state;
    this.log = log;
    this.payloadBytes = payloadBytes;
  }

  /// Adds tasks that are due in far future: two events each.
  void waiting(int tasks) throws IOException {
    for (int i = 0; i < tasks; i++) {
      submit(NOW + 1_000_000_000L);
    }
    flush();
  }

  /// Adds tasks that are due in far future and have options: two events each.
  void waiting(int tasks, TaskPolicy options) throws IOException {
    for (int i = 0; i < tasks; i++) {
      SubmitTask submit = submission(NOW + 1_000_000_000L);
      execute(new SubmitWithPolicy(submit, options, null, NOW * 1000));
    }
    flush();
  }

  /// Gives so many of the tasks a budget.
  void budgets(int count) throws IOException {
    for (TaskEntry task : List.copyOf(state.tasks().subList(0, count))) {
      execute(
          new BudgetAllocate(
              task.id(), BudgetDimension.TOKEN, 1000, BudgetAllocate.Mode.FIRST, NOW));
    }
    flush();
  }

  /// Adds a tenant with so many entries in its ledger.
  void ledger(int count) throws IOException {
    var tenant = TenantId.random(random::nextLong);
    execute(new TenantCreate(tenant, "shop", NOW));
    for (int i = 0; i < count; i++) {
      var entry = LedgerEntryId.random(random::nextLong);
      execute(new LedgerAppend(entry, tenant, "list", null, Bytes.utf8("entry " + i), NOW));
    }
    flush();
  }

  /// Adds whole lives: ten events each, from creation to completion.
  void lives(int tasks) throws IOException {
    for (int i = 0; i < tasks; i++) {
      RunId run = submit(NOW);
      var attempt = AttemptId.random(random::nextLong);
      execute(new RunStateTransition(run, RunState.SCHEDULED, RunState.READY, NOW));
      execute(new StartRun(run, attempt, RecoveryPolicy.LOCAL_OWNER, NOW + 300, NOW));
      execute(
          new FinishRun(
              run, attempt, AttemptOutcome.success(), RunState.COMPLETED, List.of(), NOW + 1));
    }
    flush();
  }

  private RunId submit(long due) throws IOException {
    SubmitTask submit = submission(due);
    execute(submit);
    return submit.runs().getFirst().id();
  }

  private SubmitTask submission(long due) {
    var task = TaskId.random(random::nextLong);
    var run = RunId.random(random::nextLong);
    var payload = new byte[payloadBytes];
    random.nextBytes(payload);
    TaskSpec spec = TaskSpec.of(task, TaskPayload.of(Bytes.takeOver(payload)));
    return new SubmitTask(
        spec, List.of(RunInstance.scheduled(run, task, due, NOW)), List.of(), NOW);
  }

  private void execute(Command command) throws IOException {
    if (!(Decider.decide(state, null, command) instanceof Decision.Accepted(var events))) {
      throw new IllegalStateException("refused: " + command);
    }
    for (Event event : events) {
      state.apply(state.latestSequence() + 1, event);
      pending.add(event);
    }
    if (pending.size() >= BATCH_EVENTS) {
      flush();
    }
  }

  private void flush() throws IOException {
    if (!pending.isEmpty()) {
      log.append(new EventBatch(state.latestSequence() - pending.size() + 1, pending));
      pending = new ArrayList<>(BATCH_EVENTS + 16);
    }
  }
}
