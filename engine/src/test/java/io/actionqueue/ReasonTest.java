package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.command.TenantCreate;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.schedule.Backoff;
import io.actionqueue.core.task.HoldPolicy;
import io.actionqueue.core.task.RunPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Every reason why a run may not be executing: code, words, and when it ends by itself (S-57).
class ReasonTest {
  private static final Scope MAIL = new Scope.Action("mail");

  @RegisterExtension final World world = World.at(1000);
  private final Deque<Runnable> held = new ArrayDeque<>();

  /// Handlers are held until a test lets them go.
  private ActionQueue holding(int slots) {
    return world.openWith(options ->
        options
            .dispatchConcurrency(slots)
            .handlerExecutor(held::add)
            .backoff(new Backoff.Fixed(30_000))
            .handler("mail", ReasonTest::answer)
            .handler("narrow", ReasonTest::answer, 1)
            .defaultHandler(ReasonTest::answer));
  }

  private static Outcome answer(RunContext context) {
    return switch (context.payload().toUtf8()) {
      case "fail" -> Outcome.fail("as told");
      case "retry" -> Outcome.retry("as told");
      case "suspend" -> Outcome.suspend();
      case "gate" -> Outcome.awaitDecision("release");
      case "spend" -> Outcome.suspend().consuming(BudgetDimension.TOKEN, 10);
      default -> Outcome.success();
    };
  }

  private ActionQueue direct() {
    return world.openWith(options ->
        options
            .backoff(new Backoff.Fixed(30_000))
            .handler("mail", ReasonTest::answer)
            .defaultHandler(ReasonTest::answer));
  }

  private static TaskRequest request(String payload) {
    return TaskRequest.forDefaultHandler().payload(payload);
  }

  private static TaskRequest mail(String payload) {
    return TaskRequest.of("mail").payload(payload);
  }

  private static TaskRequest later(String payload) {
    return request(payload).runPolicy(new RunPolicy.Cron("0 0 1 1 1 *", 1L));
  }

  private static Explanation explain(ActionQueue queue, TaskId task) {
    return queue.explain(World.runOf(queue, task)).join();
  }

  /// The reasons of the explanation, which the view of the run tells too, as does the summary.
  private static void assertWaits(ActionQueue queue, TaskId task, Tuple... reasons) {
    Explanation why = explain(queue, task);
    assertThat(why.blockedBy())
        .extracting(BlockReason::code, BlockReason::detail, BlockReason::untilSecond)
        .containsExactly(reasons);
    assertThat(World.onlyRun(queue, task).blockedBy()).isEqualTo(why.blockedBy());
    for (BlockReason each : why.blockedBy()) {
      assertThat(why.summary()).startsWith("The run waits: ").contains(each.detail());
    }
  }

  private static Tuple because(String code, String detail, @Nullable Long until) {
    return tuple(code, detail, until);
  }

  private static Tuple because(String code, String detail) {
    return tuple(code, detail, null);
  }

  @Test
  void scheduledForLater() {
    ActionQueue queue = direct();
    TaskId task = World.submit(queue, later("x"));
    queue.runUntilIdle();
    long due = World.onlyRun(queue, task).run().instance().scheduledAt();
    assertWaits(queue, task, because("not_due", "due at " + due, due));
  }

  @Test
  void dueAndNothingInTheWay() {
    ActionQueue queue = direct();
    TaskId task = World.submit(queue, request("x"));
    assertWaits(queue, task);
    assertThat(explain(queue, task).summary())
        .isIn("The run starts at the next step.", "The run becomes ready at the next step.");
    queue.runUntilIdle();
    assertThat(explain(queue, task).summary()).isEqualTo("The run has ended: completed.");
  }

  @Test
  void backoffAfterAFailure() {
    ActionQueue queue = direct();
    TaskId task = World.submit(queue, request("retry").maxAttempts(2));
    queue.runUntilIdle();
    assertWaits(queue, task, because("backoff", "next attempt at 1030", 1030L));
  }

  @Test
  void prerequisitesThatHaveNotEnded() {
    ActionQueue queue = direct();
    TaskId one = World.submit(queue, later("x").id(World.task(1)));
    TaskId two = World.submit(queue, later("x").id(World.task(2)));
    TaskId task = World.submit(queue, request("x").after(List.of(two, one)));
    TaskId single = World.submit(queue, request("x").after(List.of(one)));
    queue.runUntilIdle();
    assertWaits(queue, task, because("dependency", "waits for tasks " + one + ", " + two));
    assertWaits(queue, single, because("dependency", "waits for task " + one));
  }

  @Test
  void prerequisiteThatWaitsForItsChildren() {
    ActionQueue queue = direct();
    TaskId parent = World.submit(queue, request("x").awaitChildren(AwaitChildren.FAIL_PARENT));
    World.submit(queue, later("x").parent(parent));
    TaskId task = World.submit(queue, request("x").after(List.of(parent)));
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, parent)).isEqualTo(RunState.COMPLETED);
    assertWaits(
        queue,
        task,
        because("dependency", "waits for task " + parent + ", which waits for its children"));
  }

  @Test
  void pausedEngine() {
    ActionQueue queue = direct();
    queue.pause().join();
    TaskId task = World.submit(queue, request("x"));
    TaskId scheduled = World.submit(queue, later("x"));
    queue.runUntilIdle();
    assertWaits(queue, task, because("engine_paused", "the engine is paused"));
    assertThat(explain(queue, scheduled).blockedBy())
        .extracting(BlockReason::code)
        .containsExactly("not_due", "engine_paused");
  }

  @Test
  void allSlotsTaken() {
    ActionQueue queue = holding(1);
    TaskId first = World.submit(queue, request("x"));
    queue.tick();
    TaskId second = World.submit(queue, request("x"));
    queue.tick();
    assertWaits(queue, first);
    assertThat(explain(queue, first).summary()).isEqualTo("The run is executing.");
    assertWaits(queue, second, because("no_free_slot", "all 1 slots are taken"));
  }

  @Test
  void limitOfAnAction() {
    ActionQueue queue = holding(9);
    World.submit(queue, TaskRequest.of("narrow").priority(1));
    TaskId second = World.submit(queue, TaskRequest.of("narrow"));
    queue.tick();
    assertWaits(queue, second, because("limit", "all 1 slots of action 'narrow' are taken"));
  }

  @Test
  void limitOfAScope() {
    world.write(new TenantCreate(Crew.tenant(1), "acme", 1));
    ActionQueue queue = holding(9);
    queue.limits().set(MAIL, Limit.ofPermits(1)).join();
    queue.limits().set(new Scope.Tenant(Crew.tenant(1)), Limit.ofPermits(1)).join();
    queue.limits().set(new Scope.Key(null, "k"), Limit.ofPermits(1)).join();
    World.submit(queue, mail("x").priority(1));
    TaskId byAction = World.submit(queue, mail("x"));
    World.submit(queue, request("x").priority(1).tenant(Crew.tenant(1)));
    TaskId byTenant = World.submit(queue, request("x").tenant(Crew.tenant(1)));
    TaskRequest keyed =
        request("x").concurrencyKey("k", HoldPolicy.HOLD_DURING_RETRY).keyPermits(9);
    TaskId holder = World.submit(queue, keyed.copy().priority(1));
    TaskId byKey = World.submit(queue, keyed.copy());
    queue.tick();
    assertWaits(queue, byAction, because("limit", "all 1 permits of action mail are taken"));
    assertWaits(
        queue,
        byTenant,
        because("limit", "all 1 permits of tenant " + Crew.tenant(1) + " are taken"));
    assertWaits(
        queue,
        byKey,
        because("concurrency_key", "key 'k' is held by run " + World.runOf(queue, holder)));
  }

  @Test
  void rateOfAScope() {
    ActionQueue queue = direct();
    queue.limits().set(MAIL, new Limit(null, new Limit.Rate(1, 60_000, 1))).join();
    World.submit(queue, mail("x").priority(1));
    TaskId second = World.submit(queue, mail("x"));
    queue.runUntilIdle();
    assertWaits(queue, second, because("rate_limit", "no token of action mail is there", 1060L));
  }

  @Test
  void pausesOfEveryScope() {
    world.write(new TenantCreate(Crew.tenant(1), "acme", 1));
    ActionQueue queue = direct();
    Scope tenant = new Scope.Tenant(Crew.tenant(1));
    for (Scope scope : List.of(MAIL, tenant, new Scope.Key(null, "k"))) {
      queue.limits().pause(scope).join();
    }
    TaskId byAction = World.submit(queue, mail("x"));
    TaskId byTenant = World.submit(queue, request("x").tenant(Crew.tenant(1)));
    TaskId byKey =
        World.submit(queue, request("x").concurrencyKey("k", HoldPolicy.HOLD_DURING_RETRY));
    queue.runUntilIdle();
    assertWaits(queue, byAction, because("paused", "action mail is paused"));
    assertWaits(queue, byTenant, because("paused", "tenant " + Crew.tenant(1) + " is paused"));
    assertWaits(queue, byKey, because("paused", "key k is paused"));
  }

  @Test
  void keyHeldByAnotherRun() {
    ActionQueue queue = holding(9);
    TaskRequest keyed = request("x").concurrencyKey("k", HoldPolicy.HOLD_DURING_RETRY);
    TaskId first = World.submit(queue, keyed.copy().priority(1));
    TaskId second = World.submit(queue, keyed.copy());
    queue.tick();
    RunId holder = World.runOf(queue, first);
    assertWaits(queue, second, because("concurrency_key", "key 'k' is held by run " + holder));
  }

  @Test
  void keyWithSeveralPermits() {
    ActionQueue queue = holding(9);
    TaskRequest keyed =
        request("x").concurrencyKey("k", HoldPolicy.HOLD_DURING_RETRY).keyPermits(2);
    World.submit(queue, keyed.copy().priority(2));
    World.submit(queue, keyed.copy().priority(1));
    TaskId third = World.submit(queue, keyed.copy());
    queue.tick();
    BlockReason only = explain(queue, third).blockedBy().getFirst();
    assertThat(only.code()).isEqualTo("concurrency_key");
    assertThat(only.detail()).startsWith("key 'k' is held by run ");
  }

  @Test
  void budgetUsedUp() {
    ActionQueue queue = direct();
    TaskId task = World.submit(queue, request("spend").maxAttempts(3));
    queue.budgets().allocate(task, BudgetDimension.TOKEN, 10).join();
    queue.runUntilIdle();
    queue.resumeRun(World.runOf(queue, task)).join();
    queue.runUntilIdle();
    assertWaits(queue, task, because("budget", "budget token is used up: 10 of 10"));
  }

  @Test
  void suspendedUntilItsBudgetIsReplenished() {
    ActionQueue queue = direct();
    TaskId task = World.submit(queue, request("spend").autoResumeOnReplenish());
    queue.budgets().allocate(task, BudgetDimension.TOKEN, 10).join();
    queue.runUntilIdle();
    assertWaits(
        queue,
        task,
        because("suspended", "set aside until its budget is replenished, or it is resumed"));
  }

  @Test
  void suspended() {
    ActionQueue queue = direct();
    TaskId task = World.submit(queue, request("suspend"));
    queue.runUntilIdle();
    assertWaits(queue, task, because("suspended", "set aside until it is resumed"));
  }

  @Test
  void waitingAtAGate() {
    ActionQueue queue = direct();
    TaskId task = World.submit(queue, request("gate"));
    queue.runUntilIdle();
    assertWaits(
        queue, task, because("suspended", "waits at gate 'release' until somebody decides"));
    queue.approvals().reject(World.runOf(queue, task), "release", "no").join();
    assertThat(explain(queue, task).summary()).isEqualTo("The run has ended: failed.");
  }

  @Test
  void nobodyWhoCanDoIt() {
    ActionQueue queue = direct();
    TaskId task = World.submit(queue, TaskRequest.of("paint"));
    TaskId gpu = World.submit(queue, TaskRequest.of("mail").requires("gpu"));
    queue.runUntilIdle();
    assertWaits(queue, task, because("no_capable_actor", "nobody can do 'paint'"));
    assertWaits(queue, gpu, because("no_capable_actor", "nobody can do 'gpu'"));
    Crew.register(queue, Crew.registration(1, "paint"));
    assertWaits(queue, task, because("no_free_slot", "waits until a capable worker claims it"));
    Crew.register(queue, Crew.registration(2, "paint"));
    assertWaits(
        queue, task, because("no_free_slot", "waits until one of 2 capable workers claims it"));
  }

  @Test
  void noDefaultHandler() {
    ActionQueue queue = world.openWith(options -> options.handler("mail", ReasonTest::answer));
    TaskId task = World.submit(queue, request("x"));
    queue.runUntilIdle();
    assertWaits(
        queue,
        task,
        because(
            "no_capable_actor", "no default handler is registered, and no worker of its tenant"));
  }

  @Test
  void severalReasonsAreAllTold() {
    ActionQueue queue = holding(1);
    queue.limits().set(MAIL, Limit.ofPermits(1)).join();
    World.submit(queue, mail("x"));
    queue.tick();
    queue.limits().pause(MAIL).join();
    TaskId task = World.submit(queue, mail("x"));
    queue.tick();
    queue.pause().join();
    assertThat(explain(queue, task).blockedBy())
        .extracting(BlockReason::code)
        .containsExactly("paused", "limit", "engine_paused", "no_free_slot");
  }

  @Test
  void startDeadlinePassed() {
    ActionQueue queue = direct();
    queue.pause().join();
    TaskId task = World.submit(queue, request("x").startWithin(Duration.ofSeconds(5)));
    world.time.advanceSeconds(6);
    queue.runUntilIdle();
    assertThat(explain(queue, task).summary())
        .isEqualTo("The run has ended: canceled, because it did not start in time.");
  }

  @Test
  void taskDeadlinePassed() {
    ActionQueue queue = direct();
    queue.pause().join();
    TaskId task = World.submit(queue, request("x").deadline(Instant.ofEpochSecond(1005)));
    TaskId after = World.submit(queue, request("x").after(List.of(task)));
    world.time.advanceSeconds(6);
    queue.runUntilIdle();
    assertThat(explain(queue, task).summary())
        .isEqualTo("The run has ended: canceled, because its task's deadline has passed.");
    assertThat(explain(queue, after).summary())
        .isEqualTo(
            "The run has ended: canceled, because its prerequisite " + task + " did not succeed.");
  }
}
