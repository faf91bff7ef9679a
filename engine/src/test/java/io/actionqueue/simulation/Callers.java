package io.actionqueue.simulation;

import io.actionqueue.BudgetView;
import io.actionqueue.Budgets;
import io.actionqueue.CancelTaskReport;
import io.actionqueue.SubmitResult;
import io.actionqueue.TaskRequest;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What callers outside do, and what they must be told.
final class Callers {
  private final SeededRandom random;
  private final Verdicts verdicts;
  private final Knowledge known;
  private final Workload workload;
  private final Life life;

  Callers(SeededRandom random, Life.Cast cast, Life life) {
    this.random = random;
    this.life = life;
    verdicts = cast.verdicts();
    known = cast.known();
    workload = cast.workload();
  }

  void submit() {
    Workload.Order order = workload.next(known.state);
    String obstacle = workload.obstacle(known.state, order);
    long before = known.state.latestSequence();
    SubmitResult result = life.answer(life.call().submit(order.request()));
    workload.told(order, result, obstacle);
    boolean refused = result instanceof SubmitResult.Refused;
    verdicts.expect(
        "RT-34",
        !refused || known.state.latestSequence() == before,
        () -> order.id() + " was refused and left something behind");
  }

  /// S-46: the same again is answered as before, another one under the same name is refused.
  void submitTwice() {
    Workload.Order keyed = workload.keyed();
    if (keyed != null) {
      long before = known.state.latestSequence();
      boolean other = random.coin();
      TaskRequest again =
          other
              ? TaskRequest.forDefaultHandler()
                  .idempotencyKey(String.valueOf(keyed.key()))
                  .tenant(keyed.tenant())
                  .priority(9)
              : keyed.request();
      SubmitResult result = life.answer(life.call().submit(again));
      boolean asBefore =
          result instanceof SubmitResult.Accepted(var id, _, _, var duplicate)
              && id.equals(keyed.id())
              && duplicate;
      boolean fine =
          result == null || (other ? isRefused(result, "idempotency_key_reused") : asBefore);
      verdicts.expect("S-46", fine, () -> keyed.id() + " again: " + result);
      verdicts.expect(
          "S-46", known.state.latestSequence() == before, () -> keyed.id() + " again wrote");
    }
    Workload.Order earlier = workload.earlier();
    if (life.isDown() || earlier == null) {
      return;
    }
    if (workload.isDropped(earlier.id())) {
      submitAnew(earlier);
    } else if (earlier.key() == null && known.state.task(earlier.id()) != null) {
      SubmitResult result = life.answer(life.call().submit(earlier.request()));
      verdicts.expect(
          "S-46",
          result == null || isRefused(result, "task_already_exists"),
          () -> earlier.id() + " again: " + result);
    }
  }

  /// S-46: what an id or a key promises lasts as long as the task is kept.
  private void submitAnew(Workload.Order order) {
    String obstacle = workload.obstacle(known.state, order);
    workload.forget(order.id());
    SubmitResult result = life.answer(life.call().submit(order.request()));
    workload.told(order, result, obstacle);
    verdicts.expect(
        "S-46",
        !(result instanceof SubmitResult.Accepted accepted && accepted.duplicate()),
        () -> order.id() + " was dropped and is a duplicate: " + result);
  }

  private static boolean isRefused(SubmitResult result, String code) {
    return result instanceof SubmitResult.Refused(var refusal) && refusal.code().equals(code);
  }

  void submitAll() {
    var orders = new ArrayList<Workload.Order>();
    for (int i = random.between(1, 4); i > 0; i--) {
      Workload.Order order = workload.next(known.state);
      if (!orders.isEmpty() && random.coin()) {
        Workload.Order earlier = orders.getLast();
        order.request().after(List.of(earlier.id()));
        var after = new ArrayList<>(order.after());
        after.add(earlier.id());
        order =
            new Workload.Order(
                order.id(),
                order.request(),
                order.key(),
                order.policy(),
                order.parent(),
                after,
                order.tenant());
      }
      orders.add(order);
    }
    var results =
        life.answer(life.call().submitAll(orders.stream().map(Workload.Order::request).toList()));
    for (int i = 0; i < orders.size(); i++) {
      workload.toldHandler(orders.get(i), results == null ? null : results.get(i));
    }
  }

  /// 03-W-33: more at once than there are slots, so that tenants have to take turns.
  void crowd() {
    if (!known.settings.selection().shared()) {
      return;
    }
    for (int i = random.between(6, 14); i > 0 && !life.isDown(); i--) {
      Workload.Order order = workload.plain();
      String obstacle = workload.obstacle(known.state, order);
      workload.told(order, life.answer(life.call().submit(order.request())), obstacle);
    }
  }

  void resume() {
    RunEntry run = anyRun(RunState.SUSPENDED);
    if (run != null) {
      boolean waits = life.gates().waits(run.id());
      life.answer(life.call().resumeRun(run.id()));
      verdicts.expect(
          "03 §7.4",
          life.isDown() || run.state() == (waits ? RunState.SUSPENDED : RunState.READY),
          () -> run.id() + (waits ? " was" : " was not") + " resumed");
    }
  }

  /// S-38: a run gets another priority, if it is Ready, and keeps it until it starts.
  void reprioritise() {
    List<RunEntry> runs = known.live();
    if (runs.isEmpty()) {
      return;
    }
    RunEntry run = random.pick(runs);
    boolean ready = run.state() == RunState.READY;
    int priority = random.between(-3, 3);
    boolean told = life.answer(life.call().limits().reprioritise(run.id(), priority)) != null;
    verdicts.expect(
        "S-38",
        life.isDown() || (told == ready && (!ready || known.precedence.priority(run) == priority)),
        () ->
            run.id()
                + " in "
                + run.state()
                + " with "
                + known.precedence.priority(run)
                + ": "
                + told);
  }

  void suspend() {
    RunEntry run = anyRun(RunState.RUNNING);
    if (run != null) {
      life.answer(life.call().suspendRun(run.id(), "as the story says"));
    }
  }

  void cancel() {
    if (known.state.taskCount() == 0) {
      return;
    }
    if (random.coin()) {
      RunEntry run = random.pick(known.state.runs());
      life.answer(life.call().cancelRun(run.id()));
      verdicts.expect(
          "RT-37", life.isDown() || run.state().isTerminal(), () -> run.id() + " was not canceled");
      return;
    }
    TaskId id = random.pick(known.state.tasks()).id();
    cancelTask(id);
    if (!life.isDown() && random.chance(1, 4)) {
      long before = known.state.latestSequence();
      cancelTask(id);
      verdicts.expect(
          "RT-36", known.state.latestSequence() == before, () -> "canceling again wrote");
    }
  }

  void cancelTask(TaskId id) {
    CancelTaskReport report = life.answer(life.call().cancelTask(id));
    if (report != null) {
      workload.canceled(id);
    }
  }

  /// RT-39 to RT-41: allocates, replaces, replenishes.
  void budget() {
    if (known.state.taskCount() == 0) {
      return;
    }
    TaskId task = random.pick(known.state.tasks()).id();
    var dimension = random.pick(BudgetDimension.TOKEN, BudgetDimension.COST_CENTS);
    boolean there = known.state.budget(task, dimension) != null;
    long limit = random.between(1, 40);
    Budgets budgets = life.call().budgets();
    boolean first = random.coin();
    BudgetView view =
        life.answer(
            first
                ? budgets.allocate(task, dimension, limit)
                : random.coin()
                    ? budgets.replace(task, dimension, limit)
                    : budgets.replenish(task, dimension, limit));
    verdicts.expect(
        "S-45",
        view == null || (view.limit() == limit && view.consumed() == 0 && !(first && there)),
        () -> "a budget of " + limit + " was set as " + view);
  }

  /// RT-33: more prerequisites for a task that has not begun.
  void declare() {
    if (known.state.taskCount() < 2) {
      return;
    }
    TaskEntry task = random.pick(known.state.tasks());
    TaskId prerequisite = random.pick(known.state.tasks()).id();
    boolean late = task.runs().stream().anyMatch(run -> run.state() != RunState.SCHEDULED);
    TaskEntry other = known.state.task(prerequisite);
    boolean strange =
        other == null || !Objects.equals(other.spec().tenantId(), task.spec().tenantId());
    boolean circle = known.kin.waitsFor(known.state, prerequisite, task.id());
    var answer =
        life.answer(life.call().workflow().declareDependencies(task.id(), List.of(prerequisite)));
    boolean accepted = answer != null;
    verdicts.expect(
        "RT-33",
        life.isDown() || accepted == !(late || circle || strange),
        () -> task.id() + " to wait for " + prerequisite + ": " + answer);
    if (accepted || life.isDown()) {
      workload.declared(task.id(), prerequisite, accepted);
    }
  }

  void pauseOrResume() {
    if (random.chance(1, 3)) {
      life.answer(life.call().pause());
    } else {
      life.answer(life.call().resume());
    }
    verdicts.expect(
        "RT-26",
        life.isDown() || life.call().status().paused() == known.state.isPaused(),
        () -> "the status says " + life.call().status());
  }

  /// What queries show is what is durable.
  void look() {
    known.beginStep();
    var stats = life.answer(life.call().stats());
    if (stats != null) {
      for (RunState state : RunState.values()) {
        long shown = stats.runsByState().get(state);
        verdicts.expect(
            "INV-9", shown == known.state.runsIn(state), () -> state + " is shown as " + shown);
      }
    }
    for (TaskEntry task : life.isDown() ? List.<TaskEntry>of() : some()) {
      var workflow = life.call().workflow();
      var status = life.answer(workflow.status(task.id()));
      var children = life.answer(workflow.children(task.id()));
      if (status != null && children != null) {
        life.families().told(task.id(), status, children.orElse(null));
      }
    }
    for (RunEntry run : life.isDown() ? List.<RunEntry>of() : known.live()) {
      boolean waits = run.state() != RunState.RUNNING;
      var why = life.answer(life.call().explain(run.id()));
      boolean startsNext = run.state() == RunState.READY && known.obstacle(run) == null;
      boolean due = run.state() == RunState.SCHEDULED || run.state() == RunState.RETRY_WAIT;
      verdicts.expect(
          "S-57",
          why == null || !waits || startsNext || due || !why.blockedBy().isEmpty(),
          () -> run.id() + " waits in " + run.state() + " for no reason: " + why);
    }
  }

  /// Some tasks.
  private List<TaskEntry> some() {
    var some = new ArrayList<TaskEntry>();
    for (int i = 0; i < 3 && known.state.taskCount() > 0; i++) {
      some.add(random.pick(known.state.tasks()));
    }
    return some;
  }

  private @Nullable RunEntry anyRun(RunState state) {
    var runs = known.live().stream().filter(run -> run.state() == state).toList();
    return runs.isEmpty() ? null : random.pick(runs);
  }
}
