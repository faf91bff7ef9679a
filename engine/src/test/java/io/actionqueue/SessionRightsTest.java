package io.actionqueue;

import static io.actionqueue.Crew.actor;
import static io.actionqueue.Crew.assertRefused;
import static io.actionqueue.Crew.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.task.RunPolicy;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Limits, pauses and dead letters within a tenant (spec 03 §10.5, §12.4).
class SessionRightsTest {
  private static final Limit ONE = Limit.ofPermits(1);

  @RegisterExtension final World world = World.at(1000);

  private ActionQueue queue;
  private Session acme;
  private Session other;

  @BeforeEach
  void twoTenants() {
    queue = world.open(_ -> Outcome.fail("boom"));
    queue.platform().createTenant(tenant(1), "Acme").join();
    queue.platform().createTenant(tenant(2), "Other").join();
    acme = member(11, 1, Capability.CAN_SUBMIT, Capability.CAN_OPERATE);
    other = member(12, 2, Capability.CAN_SUBMIT, Capability.CAN_OPERATE);
  }

  private Session member(int number, int of, Capability... capabilities) {
    queue.platform().assignRole(actor(number), Role.OPERATOR, tenant(of)).join();
    for (Capability each : capabilities) {
      queue.platform().grant(actor(number), each, tenant(of)).join();
    }
    return queue.as(Principal.of(actor(number), tenant(of)));
  }

  private static RunId failed(ActionQueue queue, Session session) {
    TaskId task = session.submit(TaskRequest.forDefaultHandler()).join().orElseThrow().taskId();
    queue.runUntilIdle();
    return World.runOf(queue, task);
  }

  private static String refusal(SubmitResult result) {
    return result instanceof SubmitResult.Refused refused ? refused.refusal().code() : "accepted";
  }

  @Test
  void aTenantLimitsAndPausesItselfAndItsKeys() {
    var own = new Scope.Tenant(tenant(1));
    var key = new Scope.Key(tenant(1), "k");
    acme.limits().set(own, ONE).join();
    acme.limits().set(key, ONE).join();
    assertThat(acme.limits().pause(own).join()).isTrue();
    queue.limits().set(new Scope.Action(""), ONE).join();
    other.limits().set(new Scope.Tenant(tenant(2)), ONE).join();
    assertThat(acme.limits().list().join())
        .extracting(Limits.ScopeLimit::scope)
        .containsExactly(own, key);
    assertThat(acme.limits().paused().join()).containsExactly(own);
    assertThat(other.limits().paused().join()).isEmpty();
    assertThat(queue.limits().list().join()).hasSize(4);
    assertThat(acme.limits().resume(own).join()).isTrue();
    assertThat(acme.limits().clear(key).join()).isTrue();
    assertThat(queue.limits().list().join()).hasSize(3);
  }

  @Test
  void whatIsNotATenantsOwnIsRefused() {
    Limits mine = acme.limits();
    for (Scope theirs :
        List.of(
            new Scope.Tenant(tenant(2)),
            new Scope.Tenant(tenant(9)),
            new Scope.Key(tenant(2), "k"),
            new Scope.Key(null, "k"))) {
      assertRefused("unknown_tenant", mine.set(theirs, ONE));
      assertRefused("unknown_tenant", mine.clear(theirs));
      assertRefused("unknown_tenant", mine.pause(theirs));
      assertRefused("unknown_tenant", mine.resume(theirs));
    }
    assertRefused("missing_capability", mine.set(new Scope.Action("work"), ONE));
    assertRefused("missing_capability", mine.pause(new Scope.Action("work")));
    assertRefused("missing_capability", mine.weight(tenant(1), 5));
    assertThat(queue.limits().list().join()).isEmpty();
    assertThat(queue.limits().weight(tenant(1), 5).join()).isEqualTo(5);
  }

  @Test
  void operatingNeedsTheCapabilityAndReadingARole() {
    Session submitter = member(21, 1, Capability.CAN_SUBMIT);
    var own = new Scope.Tenant(tenant(1));
    assertRefused("missing_capability", submitter.limits().set(own, ONE));
    assertRefused("missing_capability", submitter.limits().pause(own));
    assertThat(submitter.limits().list().join()).isEmpty();
    Session stranger = queue.as(Principal.of(actor(12), tenant(1)));
    assertRefused("no_role_assigned", stranger.limits().list());
    assertRefused("no_role_assigned", stranger.limits().paused());
    assertRefused("no_role_assigned", stranger.deadLetters().list(0, 10));
  }

  @Test
  void aTenantReordersItsOwnRunsOnly() {
    acme.limits().pause(new Scope.Tenant(tenant(1))).join();
    TaskId task = acme.submit(TaskRequest.forDefaultHandler()).join().orElseThrow().taskId();
    queue.tick();
    RunId run = World.runOf(queue, task);
    assertRefused("unknown_run", other.limits().reprioritise(run, 7));
    assertThat(acme.limits().reprioritise(run, 7).join().run().instance().state())
        .isEqualTo(RunState.READY);
    Session submitter = member(21, 1, Capability.CAN_SUBMIT);
    assertRefused("missing_capability", submitter.limits().reprioritise(run, 8));
  }

  @Test
  void budgetsOfOthersDoNotExist() {
    TaskId mine = later(acme);
    TaskId theirs = later(other);
    other.budgets().allocate(theirs, BudgetDimension.TOKEN, 5).join();
    acme.budgets().allocate(mine, BudgetDimension.TOKEN, 5).join();
    Budgets budgets = acme.budgets();
    assertThat(budgets.show(theirs, BudgetDimension.TOKEN).join()).isEmpty();
    assertThat(budgets.show(mine, BudgetDimension.TOKEN).join()).isPresent();
    assertRefused("unknown_task", budgets.of(theirs));
    assertRefused("unknown_task", budgets.replace(theirs, BudgetDimension.TOKEN, 9));
    assertRefused("unknown_task", budgets.replenish(theirs, BudgetDimension.TOKEN, 9));
    assertRefused("unknown_task", budgets.allocate(theirs, BudgetDimension.TIME_SECS, 9));
    Session submitter = member(21, 1, Capability.CAN_SUBMIT);
    assertRefused(
        "missing_capability", submitter.budgets().replace(mine, BudgetDimension.TOKEN, 9));
    assertThat(submitter.budgets().of(mine).join()).hasSize(1);
  }

  @Test
  void workflowStaysWithinTheTenant() {
    TaskId mine = later(acme);
    TaskId second = later(acme);
    TaskId theirs = later(other);
    Workflow workflow = acme.workflow();
    assertRefused("unknown_task", workflow.status(theirs));
    assertRefused("unknown_task", workflow.prerequisites(theirs));
    assertRefused("unknown_task", workflow.dependents(theirs));
    assertRefused("unknown_task", workflow.children(theirs));
    assertRefused("unknown_task", workflow.declareDependencies(theirs, List.of(mine)));
    assertRefused("unknown_task", workflow.declareDependencies(mine, List.of(theirs)));
    workflow.declareDependencies(mine, List.of(second)).join();
    assertThat(workflow.prerequisites(mine).join()).containsExactly(second);
    assertThat(workflow.dependents(second).join()).containsExactly(mine);
    assertThat(workflow.status(mine).join()).isEqualTo(TaskStatus.ACTIVE);
    Session operator = member(22, 1, Capability.CAN_OPERATE);
    assertRefused(
        "missing_capability", operator.workflow().declareDependencies(mine, List.of(second)));
    assertRefused("unknown_task", acme.schedules().next(theirs, 1));
    assertRefused("unknown_task", acme.schedules().passedOver(theirs));
    assertThat(acme.schedules().next(mine, 1).join()).hasSize(1);
  }

  @Test
  void subscriptionsHearOnlyWhatIsTheTenants() {
    TaskId mine = later(acme);
    TaskId theirs = later(other);
    Subscriptions here = acme.subscriptions();
    Subscriptions there = other.subscriptions();
    SubscriptionView own = here.create(mine, new EventFilter.Custom("go")).join();
    SubscriptionView foreign = there.create(theirs, new EventFilter.Custom("go")).join();
    assertRefused("unknown_task", here.create(theirs, new EventFilter.Custom("go")));
    assertRefused("unknown_task", here.create(mine, new EventFilter.TaskCompleted(theirs)));
    assertRefused("unknown_task", here.of(theirs));
    assertRefused("unknown_subscription", here.cancel(foreign.id()));
    assertThat(here.show(foreign.id()).join()).isEmpty();
    assertThat(here.fire("go").join()).isEqualTo(1);
    assertThat(there.show(foreign.id()).join().orElseThrow().status())
        .isEqualTo(SubscriptionView.Status.ACTIVE);
    assertThat(queue.subscriptions().fire("go").join()).isEqualTo(1);
    assertThat(here.of(mine).join()).extracting(SubscriptionView::id).containsExactly(own.id());
    Session operator = member(22, 1, Capability.CAN_OPERATE);
    assertRefused("missing_capability", operator.subscriptions().fire("go"));
    assertRefused("missing_capability", operator.subscriptions().cancel(own.id()));
  }

  /// What another tenant makes later under the id that is observed is not heard either.
  @Test
  void anObservedTaskOfAnotherTenantIsNeverHeard() {
    TaskId mine = later(acme);
    TaskId observed = World.task(5);
    SubscriptionView view =
        acme.subscriptions().create(mine, new EventFilter.TaskCompleted(observed)).join();
    queue.close();
    queue = world.open(_ -> Outcome.success());
    Session others = queue.as(other.principal());
    others.submit(TaskRequest.forDefaultHandler().id(observed)).join().orElseThrow();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, observed)).isEqualTo(RunState.COMPLETED);
    assertThat(queue.subscriptions().show(view.id()).join().orElseThrow().status())
        .isEqualTo(SubscriptionView.Status.ACTIVE);
  }

  private static TaskId later(Session session) {
    var yearly = new RunPolicy.Cron("0 0 0 1 1 *", 1L);
    return session
        .submit(TaskRequest.forDefaultHandler().runPolicy(yearly))
        .join()
        .orElseThrow()
        .taskId();
  }

  @Test
  void deadLettersAreATenantsOwn() {
    RunId mine = failed(queue, acme);
    RunId theirs = failed(queue, other);
    Page<DeadLetter> page = acme.deadLetters().list(0, 10).join();
    assertThat(page.total()).isEqualTo(1);
    assertThat(page.items())
        .extracting(letter -> letter.run().run().instance().id())
        .containsExactly(mine);
    assertThat(acme.deadLetters().list(1, 10).join().items()).isEmpty();
    assertThat(queue.deadLetters().list(0, 10).join().total()).isEqualTo(2);

    assertThat(refusal(acme.deadLetters().redrive(theirs).join())).isEqualTo("unknown_run");
    List<SubmitResult> results = acme.deadLetters().redriveAll(List.of(mine, theirs)).join();
    assertThat(results)
        .extracting(SessionRightsTest::refusal)
        .containsExactly("accepted", "unknown_run");
    TaskId again = results.getFirst().orElseThrow().taskId();
    assertThat(queue.task(again).join().orElseThrow().spec().tenantId()).isEqualTo(tenant(1));
    Session canceler = member(22, 1, Capability.CAN_CANCEL);
    assertThat(canceler.deadLetters().list(0, 10).join().total()).isEqualTo(1);
    assertThat(refusal(canceler.deadLetters().redrive(mine).join()))
        .isEqualTo("missing_capability");
  }
}
