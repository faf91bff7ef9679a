package io.actionqueue.simulation;

import io.actionqueue.LedgerRequest;
import io.actionqueue.Limits;
import io.actionqueue.Principal;
import io.actionqueue.RunQuery;
import io.actionqueue.Session;
import io.actionqueue.SubmitResult;
import io.actionqueue.SubscriptionOptions;
import io.actionqueue.TaskQuery;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.testkit.SeededRandom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Actors of tenants, who ask for what they may have and for what they may not (03 §10.5): they are
/// refused exactly when they must be, a refusal changes nothing, and what belongs to others is not
/// there for them.
final class Members {
  private static final String RULE = "03 §10.5";

  /// What nobody is told who has the right and names what is there for him.
  private static final Set<String> OF_RIGHTS =
      Set.of(
          "unknown_tenant",
          "no_role_assigned",
          "missing_capability",
          "unknown_task",
          "unknown_run",
          "unknown_parent",
          "unknown_actor");

  private final SeededRandom random;
  private final Verdicts verdicts;
  private final Knowledge known;
  private final Workload workload;
  private final Life life;
  private Principal.Member self;

  Members(SeededRandom random, Life.Cast cast, Life life) {
    this.random = random;
    this.life = life;
    verdicts = cast.verdicts();
    known = cast.known();
    workload = cast.workload();
    self = somebody();
  }

  private Principal.Member somebody() {
    return new Principal.Member(Offices.actor(random), Workload.tenant(random.below(2)));
  }

  /// One of them asks for something.
  void act() {
    self = somebody();
    if (known.state.taskCount() == 0) {
      submit();
      return;
    }
    switch (random.below(14)) {
      case 0, 1, 2 -> submit();
      case 3 -> cancelTask(task());
      case 4, 5 -> changeRun(random.pick(known.state.runs()));
      case 6 -> budget(task());
      case 7, 8 -> rule();
      case 9 -> write();
      case 10 -> declare(task(), random.pick(known.state.tasks()).id());
      case 11 -> watch(task());
      case 12 -> work();
      default -> look(task());
    }
  }

  /// A task, more often of the own tenant than not, if it has any.
  private TaskEntry task() {
    TaskEntry task = random.pick(known.state.tasks());
    for (int i = 0; i < 4 && !sees(task); i++) {
      task = random.pick(known.state.tasks());
    }
    return task;
  }

  private boolean sees(@Nullable TaskEntry task) {
    return PlatformJudge.sees(self, task);
  }

  private Session session() {
    return life.as(self);
  }

  /// Asks, and holds the answer against the rights.
  ///
  /// @param needed null where a role is enough
  /// @param hidden the refusal because of what is not there, null if all of it is
  /// @return the answer, null if there is none
  private <T> @Nullable T ask(
      @Nullable Capability needed, @Nullable String hidden, CompletableFuture<T> answer) {
    T told = life.answer(answer);
    if (!life.isDown()) {
      judge(needed, hidden, life.refused());
    }
    return told;
  }

  private void judge(
      @Nullable Capability needed, @Nullable String hidden, @Nullable String refused) {
    PlatformJudge platform = life.platform();
    String right =
        needed == null ? platform.refusalToMembers(self) : platform.refusal(self, needed);
    String expected = right == null ? hidden : right;
    boolean fits =
        expected == null
            ? refused == null || !OF_RIGHTS.contains(refused)
            : expected.equals(refused);
    verdicts.expect(
        RULE, fits, () -> self + " for " + needed + ": " + refused + ", should be " + expected);
    verdicts.expect(
        RULE,
        refused == null || known.state.latestSequence() == life.sequenceBefore(),
        () -> self + " was refused " + refused + ", and it changed something");
  }

  private void submit() {
    Workload.Order order = workload.next(known.state);
    if (order.tenant() == null) {
      if (order.key() != null) {
        return; // its id is that of a task without a tenant
      }
      order = order.of(self.tenantId());
    }
    String hidden = hidden(order);
    String right = life.platform().refusal(self, Capability.CAN_SUBMIT);
    String obstacle = workload.obstacle(known.state, order);
    SubmitResult result = life.answer(session().submit(order.request()));
    order.request().tenant(order.tenant());
    workload.told(order, result, right == null && hidden == null ? obstacle : right + " " + hidden);
    if (!life.isDown()) {
      judge(
          Capability.CAN_SUBMIT,
          hidden,
          result instanceof SubmitResult.Refused(var refusal)
                  && (hidden != null || right != null || obstacle == null)
              ? refusal.code()
              : null);
    }
  }

  /// What an order names that is not there for its submitter.
  private @Nullable String hidden(Workload.Order order) {
    if (!self.tenantId().equals(order.tenant())) {
      return "unknown_tenant";
    }
    TaskId parent = order.parent();
    if (parent != null && !sees(known.state.task(parent))) {
      return "unknown_parent";
    }
    boolean all = order.after().stream().allMatch(id -> sees(known.state.task(id)));
    return all ? null : "unknown_task";
  }

  private void cancelTask(TaskEntry task) {
    String hidden = sees(task) ? null : "unknown_task";
    var report = ask(Capability.CAN_CANCEL, hidden, session().cancelTask(task.id()));
    if (report != null) {
      workload.canceled(task.id());
    }
  }

  private void changeRun(RunEntry run) {
    String hidden = sees(run.task()) ? null : "unknown_run";
    switch (random.below(4)) {
      case 0 -> ask(Capability.CAN_CANCEL, hidden, session().cancelRun(run.id()));
      case 1 -> ask(Capability.CAN_CANCEL, hidden, session().suspendRun(run.id(), "as I like"));
      case 2 -> ask(Capability.CAN_CANCEL, hidden, session().resumeRun(run.id()));
      default -> redrive(run, hidden);
    }
  }

  private void redrive(RunEntry run, @Nullable String hidden) {
    SubmitResult result = life.answer(session().deadLetters().redrive(run.id()));
    String refused =
        result instanceof SubmitResult.Refused(var refusal) ? refusal.code() : life.refused();
    if (!life.isDown()) {
      judge(Capability.CAN_SUBMIT, hidden, refused);
    }
    if (result instanceof SubmitResult.Accepted accepted) {
      workload.redriven(accepted.taskId());
    }
  }

  private void budget(TaskEntry task) {
    String hidden = sees(task) ? null : "unknown_task";
    var dimension = random.pick(BudgetDimension.TOKEN, BudgetDimension.COST_CENTS);
    long limit = random.between(1, 40);
    var budgets = session().budgets();
    ask(
        Capability.CAN_OPERATE,
        hidden,
        random.coin()
            ? budgets.allocate(task.id(), dimension, limit)
            : budgets.replenish(task.id(), dimension, limit));
  }

  private void rule() {
    TenantId tenant = Workload.tenant(random.below(2));
    Scope scope =
        switch (random.below(4)) {
          case 0 -> new Scope.Action("single");
          case 1 -> new Scope.Key(random.coin() ? tenant : null, random.pick("k0", "m1"));
          default -> new Scope.Tenant(tenant);
        };
    String hidden =
        switch (scope) {
          case Scope.Action _ -> "missing_capability";
          case Scope.Key(var owner, _) -> outside(owner);
          case Scope.Tenant(var owner) -> outside(owner);
        };
    Limits limits = session().limits();
    switch (random.below(6)) {
      case 5 -> weigh(tenant);
      case 0 ->
          ask(
              Capability.CAN_OPERATE,
              hidden,
              limits.set(scope, new Limit(random.between(1, 3), null)));
      case 1, 2 -> ask(Capability.CAN_OPERATE, hidden, limits.clear(scope));
      case 3 -> ask(Capability.CAN_OPERATE, hidden, limits.pause(scope));
      default -> ask(Capability.CAN_OPERATE, hidden, limits.resume(scope));
    }
  }

  /// Shares are weighed against those of others: no tenant weighs its own, whatever its rights.
  private void weigh(TenantId tenant) {
    String outside = life.platform().refusalToMembers(self);
    String expected = outside == null ? "missing_capability" : outside;
    int weight = known.state.extensions().weight(tenant);
    life.answer(session().limits().weight(tenant, 4));
    verdicts.expect(
        RULE,
        life.isDown()
            || (expected.equals(life.refused())
                && known.state.extensions().weight(tenant) == weight),
        () -> self + " has weighed " + tenant + ": " + life.refused());
  }

  private @Nullable String outside(@Nullable TenantId owner) {
    return self.tenantId().equals(owner) ? null : "unknown_tenant";
  }

  /// RT-48: whoever writes is named, whatever he says.
  private void write() {
    TenantId tenant = Workload.tenant(random.below(2));
    var id = new LedgerEntryId(0x4000L, 0x9000_0000_0000_0000L + random.below(40));
    var request =
        LedgerRequest.of(tenant, "audit").id(id).actor(Offices.actor(random)).payload("by me");
    var view = ask(null, outside(tenant), session().ledger().append(request));
    verdicts.expect(
        RULE,
        view == null || self.actorId().equals(view.actor()),
        () -> self + " has written " + view);
  }

  private void declare(TaskEntry task, TaskId prerequisite) {
    boolean there = sees(task) && sees(known.state.task(prerequisite));
    var answer =
        ask(
            Capability.CAN_SUBMIT,
            there ? null : "unknown_task",
            session().workflow().declareDependencies(task.id(), List.of(prerequisite)));
    boolean maybe = life.isDown() && there;
    if (answer != null || maybe) {
      workload.declared(task.id(), prerequisite, answer != null);
    }
  }

  private void watch(TaskEntry task) {
    if (random.coin()) {
      fire();
      return;
    }
    TaskEntry observed = task();
    boolean told = random.coin();
    EventFilter filter =
        told ? new EventFilter.Custom("event-0") : new EventFilter.TaskCompleted(observed.id());
    boolean there = sees(task) && (told || sees(observed));
    ask(
        Capability.CAN_SUBMIT,
        there ? null : "unknown_task",
        session().subscriptions().create(task.id(), filter, SubscriptionOptions.defaults()));
  }

  /// What a tenant's actor tells, that tenant hears.
  private void fire() {
    long waiting = life.subscriptions().listeners("event-0", this::sees);
    life.subscriptions().firing("event-0");
    Integer triggered = ask(Capability.CAN_SUBMIT, null, session().subscriptions().fire("event-0"));
    life.subscriptions().firing(null);
    verdicts.expect(
        RULE,
        triggered == null || triggered == waiting,
        () -> self + " triggered " + triggered + " of " + waiting);
  }

  /// Nobody works under another's name.
  private void work() {
    ActorId other = new ActorId(0x4000L, 0xA000_0000_0000_0000L);
    var answer = session().workers().heartbeat(other);
    life.answer(answer);
    verdicts.expect(
        RULE,
        life.isDown() || "unknown_actor".equals(life.refused()),
        () -> self + " as " + other + ": " + life.refused());
  }

  private void look(TaskEntry task) {
    switch (random.below(5)) {
      case 0 -> {
        var view = ask(null, null, session().task(task.id()));
        expectShown(view == null || view.isPresent() == sees(task), task);
      }
      case 1 -> {
        RunEntry run = random.pick(known.state.runs());
        var view = ask(null, null, session().run(run.id()));
        expectShown(view == null || view.isPresent() == sees(run.task()), Knowledge.taskOf(run));
      }
      case 2 -> {
        RunEntry run = random.pick(known.state.runs());
        String hidden = sees(run.task()) ? null : "unknown_run";
        ask(null, hidden, session().explain(run.id()));
      }
      case 3 -> {
        var page = ask(null, null, session().tasks(new TaskQuery(1000, 0, null)));
        long own = known.state.tasks().stream().filter(this::sees).count();
        expectShown(page == null || page.total() == own, task);
      }
      default -> {
        var page = ask(null, null, session().runs(RunQuery.FIRST));
        long own = known.state.runs().stream().filter(each -> sees(each.task())).count();
        expectShown(page == null || page.total() == own, task);
      }
    }
  }

  private void expectShown(boolean right, TaskEntry task) {
    verdicts.expect(
        RULE,
        right,
        () -> self + " is shown too much or too little, of " + task.id() + ": " + sees(task));
  }
}
