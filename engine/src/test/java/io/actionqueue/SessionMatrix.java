package io.actionqueue;

import static io.actionqueue.Crew.tenant;
import static io.actionqueue.core.platform.Capability.CAN_APPROVE;
import static io.actionqueue.core.platform.Capability.CAN_CANCEL;
import static io.actionqueue.core.platform.Capability.CAN_OPERATE;
import static io.actionqueue.core.platform.Capability.CAN_SUBMIT;

import io.actionqueue.core.TimeRange;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.subscription.EventFilter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Everything that a session can be asked for: what it needs, and what becomes of it where somebody
/// of another tenant asks for the same thing.
final class SessionMatrix {
  private static final BudgetDimension TOKEN = BudgetDimension.TOKEN;
  private static final BudgetDimension COST = BudgetDimension.COST_CENTS;
  private static final String DONE = "done";
  private static final String NOTHING = "nothing";
  private static final String NO_TASK = "unknown_task";
  private static final String NO_RUN = "unknown_run";
  private static final String NO_TENANT = "unknown_tenant";
  private static final EventFilter GO = new EventFilter.Custom("go");

  private SessionMatrix() {}

  /// Asks a session of either tenant for something of the first one.
  interface Question {
    CompletableFuture<?> ask(Session session, TenantScene.Things mine);
  }

  /// One of the questions.
  ///
  /// @param method as it is declared
  /// @param needs what the right to it is, null for a role alone
  /// @param member what somebody with the right is answered
  /// @param foreigner what somebody of the other tenant is answered, who has every right there
  record Entry(
      String method,
      @Nullable Capability needs,
      String member,
      String foreigner,
      Question question) {
    @Override
    public String toString() {
      return method;
    }
  }

  static Entry entry(
      String method, @Nullable Capability needs, String foreigner, Question question) {
    return new Entry(method, needs, DONE, foreigner, question);
  }

  static Entry reads(String method, String foreigner, Question question) {
    return entry(method, null, foreigner, question);
  }

  static List<Entry> all() {
    return Stream.of(
            tasks(), runs(), WorkerMatrix.all(), decisions(), limits(), budgets(), workflow())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Entry> tasks() {
    return List.of(
        entry(
            "Session.submit(TaskRequest)",
            CAN_SUBMIT,
            NO_TENANT,
            (s, mine) -> s.submit(TaskRequest.of("away").tenant(tenant(1)))),
        entry(
            "Session.submit(TaskRequest)",
            CAN_SUBMIT,
            NO_TASK,
            (s, mine) -> s.submit(TaskRequest.of("away").after(List.of(mine.second)))),
        entry(
            "Session.submit(TaskRequest)",
            CAN_SUBMIT,
            "unknown_parent",
            (s, mine) -> s.submit(TaskRequest.of("away").parent(mine.later))),
        entry(
            "Session.submitAll(List)",
            CAN_SUBMIT,
            NO_TENANT,
            (s, mine) -> s.submitAll(List.of(TaskRequest.of("away").tenant(tenant(1))))),
        entry(
            "Session.cancelTask(TaskId)",
            CAN_CANCEL,
            NO_TASK,
            (s, mine) -> s.cancelTask(mine.later)),
        reads("Session.task(TaskId)", NOTHING, (s, mine) -> s.task(mine.later)),
        reads("Session.tasks(TaskQuery)", DONE, (s, mine) -> s.tasks(TaskQuery.FIRST)),
        reads(
            "Session.tasks(TaskQuery)",
            NOTHING,
            (s, mine) -> s.tasks(new TaskQuery(9, 0, null, tenant(1), TimeRange.ALL))),
        reads("Session.awaitTask(TaskId)", NO_TASK, (s, mine) -> s.awaitTask(mine.over)),
        reads(
            "Schedules.next(TaskId,int)", NO_TASK, (s, mine) -> s.schedules().next(mine.later, 1)),
        new Entry(
            "Schedules.passedOver(TaskId)",
            null,
            NOTHING,
            NO_TASK,
            (s, mine) -> s.schedules().passedOver(mine.later)),
        reads(
            "Schedules.upcoming(String,int)",
            DONE,
            (s, mine) -> s.schedules().upcoming("@daily", 1)),
        reads(
            "Schedules.upcoming(String,Instant,int)",
            DONE,
            (s, mine) -> s.schedules().upcoming("@daily", Instant.EPOCH, 1)));
  }

  private static List<Entry> runs() {
    return List.of(
        entry("Session.cancelRun(RunId)", CAN_CANCEL, NO_RUN, (s, mine) -> s.cancelRun(mine.ready)),
        entry(
            "Session.suspendRun(RunId,String)",
            CAN_CANCEL,
            NO_RUN,
            (s, mine) -> s.suspendRun(mine.attempt.runId(), "r")),
        entry(
            "Session.resumeRun(RunId)",
            CAN_CANCEL,
            NO_RUN,
            (s, mine) -> s.resumeRun(mine.suspended)),
        entry(
            "Session.addRun(TaskId,Instant,RunId)",
            CAN_OPERATE,
            NO_TASK,
            (s, mine) -> s.addRun(mine.executing, null, null)),
        reads("Session.run(RunId)", NOTHING, (s, mine) -> s.run(mine.ready)),
        reads("Session.runs(RunQuery)", DONE, (s, mine) -> s.runs(RunQuery.FIRST)),
        reads(
            "Session.runs(RunQuery)",
            NOTHING,
            (s, mine) -> s.runs(new RunQuery(9, 0, mine.later, null))),
        reads("Session.runRows(RunQuery)", DONE, (s, mine) -> s.runRows(RunQuery.FIRST)),
        reads(
            "Session.runRows(RunQuery)",
            NOTHING,
            (s, mine) -> s.runRows(new RunQuery(9, 0, mine.later, null))),
        reads("Session.explain(RunId)", NO_RUN, (s, mine) -> s.explain(mine.ready)),
        reads("DeadLetters.list(long,int)", DONE, (s, mine) -> s.deadLetters().list(0, 9)),
        reads(
            "DeadLetters.list(PageQuery)",
            DONE,
            (s, mine) -> s.deadLetters().list(PageQuery.FIRST)),
        entry(
            "DeadLetters.redrive(RunId)",
            CAN_SUBMIT,
            NO_RUN,
            (s, mine) -> s.deadLetters().redrive(mine.failed)),
        entry(
            "DeadLetters.redriveAll(List)",
            CAN_SUBMIT,
            NO_RUN,
            (s, mine) -> s.deadLetters().redriveAll(List.of(mine.failed))),
        entry(
            "Limits.reprioritise(RunId,int)",
            CAN_OPERATE,
            NO_RUN,
            (s, mine) -> s.limits().reprioritise(mine.ready, 9)));
  }

  private static List<Entry> decisions() {
    return List.of(
        reads("Approvals.pending(int,long)", DONE, (s, mine) -> s.approvals().pending(9, 0)),
        reads(
            "Approvals.pending(PageQuery)",
            DONE,
            (s, mine) -> s.approvals().pending(PageQuery.FIRST)),
        reads("Approvals.of(RunId)", NO_RUN, (s, mine) -> s.approvals().of(mine.gated)),
        entry(
            "Approvals.approve(RunId,String,String)",
            CAN_APPROVE,
            NO_RUN,
            (s, mine) -> s.approvals().approve(mine.gated, "g", null)),
        entry(
            "Approvals.reject(RunId,String,String)",
            CAN_APPROVE,
            NO_RUN,
            (s, mine) -> s.approvals().reject(mine.gated, "g", "no")),
        reads(
            "Ledger.append(LedgerRequest)",
            NO_TENANT,
            (s, mine) -> s.ledger().append(LedgerRequest.of(tenant(1), "audit"))),
        reads("Ledger.entry(LedgerEntryId)", NOTHING, (s, mine) -> s.ledger().entry(mine.entry)),
        reads("Ledger.page(LedgerQuery)", DONE, (s, mine) -> s.ledger().page(LedgerQuery.FIRST)),
        reads(
            "Ledger.page(LedgerQuery)",
            DONE, // of its own tenant, whatever the query names
            (s, mine) -> s.ledger().page(new LedgerQuery(9, 0, tenant(1), null))));
  }

  private static List<Entry> limits() {
    Limit two = Limit.ofPermits(2);
    return List.of(
        entry(
            "Limits.set(Scope,Limit)",
            CAN_OPERATE,
            NO_TENANT,
            (s, mine) -> s.limits().set(mine.scope, two)),
        entry(
            "Limits.set(Scope,Limit)",
            CAN_OPERATE,
            NO_TENANT,
            (s, mine) -> s.limits().set(mine.key, two)),
        new Entry(
            "Limits.set(Scope,Limit)",
            CAN_OPERATE,
            "missing_capability",
            "missing_capability",
            (s, mine) -> s.limits().set(new Scope.Action("away"), two)),
        entry(
            "Limits.clear(Scope)", CAN_OPERATE, NO_TENANT, (s, mine) -> s.limits().clear(mine.key)),
        entry(
            "Limits.pause(Scope)",
            CAN_OPERATE,
            NO_TENANT,
            (s, mine) -> s.limits().pause(mine.scope)),
        entry(
            "Limits.resume(Scope)",
            CAN_OPERATE,
            NO_TENANT,
            (s, mine) -> s.limits().resume(mine.key)),
        reads("Limits.list()", DONE, (s, mine) -> s.limits().list()),
        reads("Limits.paused()", DONE, (s, mine) -> s.limits().paused()),
        new Entry(
            "Limits.weight(TenantId,int)",
            null,
            "missing_capability",
            "missing_capability",
            (s, mine) -> s.limits().weight(tenant(1), 9)));
  }

  private static List<Entry> budgets() {
    return List.of(
        entry(
            "Budgets.allocate(TaskId,BudgetDimension,long)",
            CAN_OPERATE,
            NO_TASK,
            (s, mine) -> s.budgets().allocate(mine.later, COST, 9)),
        entry(
            "Budgets.replace(TaskId,BudgetDimension,long)",
            CAN_OPERATE,
            NO_TASK,
            (s, mine) -> s.budgets().replace(mine.later, TOKEN, 9)),
        entry(
            "Budgets.replenish(TaskId,BudgetDimension,long)",
            CAN_OPERATE,
            NO_TASK,
            (s, mine) -> s.budgets().replenish(mine.later, TOKEN, 9)),
        reads(
            "Budgets.show(TaskId,BudgetDimension)",
            NOTHING,
            (s, mine) -> s.budgets().show(mine.later, TOKEN)),
        reads("Budgets.of(TaskId)", NO_TASK, (s, mine) -> s.budgets().of(mine.later)));
  }

  private static List<Entry> workflow() {
    String observe = "Subscriptions.create(TaskId,EventFilter)";
    return List.of(
        entry(observe, CAN_SUBMIT, NO_TASK, (s, mine) -> s.subscriptions().create(mine.later, GO)),
        entry(
            "Subscriptions.create(TaskId,EventFilter,SubscriptionOptions)",
            CAN_SUBMIT,
            NO_TASK,
            (s, mine) -> s.subscriptions().create(mine.later, GO, SubscriptionOptions.defaults())),
        entry(
            "Subscriptions.cancel(SubscriptionId)",
            CAN_SUBMIT,
            "unknown_subscription",
            (s, mine) -> s.subscriptions().cancel(mine.subscription)),
        entry(
            "Subscriptions.fire(String)",
            CAN_SUBMIT,
            DONE,
            (s, mine) -> s.subscriptions().fire("go")),
        reads(
            "Subscriptions.show(SubscriptionId)",
            NOTHING,
            (s, mine) -> s.subscriptions().show(mine.subscription)),
        reads("Subscriptions.of(TaskId)", NO_TASK, (s, mine) -> s.subscriptions().of(mine.later)),
        reads(
            "Subscriptions.of(TaskId,PageQuery)",
            NO_TASK,
            (s, mine) -> s.subscriptions().of(mine.later, PageQuery.FIRST)),
        entry(
            "Workflow.declareDependencies(TaskId,List)",
            CAN_SUBMIT,
            NO_TASK,
            (s, mine) -> s.workflow().declareDependencies(mine.second, List.of(mine.executing))),
        reads("Workflow.status(TaskId)", NO_TASK, (s, mine) -> s.workflow().status(mine.later)),
        reads(
            "Workflow.prerequisites(TaskId)",
            NO_TASK,
            (s, mine) -> s.workflow().prerequisites(mine.later)),
        reads(
            "Workflow.dependents(TaskId)",
            NO_TASK,
            (s, mine) -> s.workflow().dependents(mine.second)),
        reads(
            "Workflow.dependents(TaskId,PageQuery)",
            NO_TASK,
            (s, mine) -> s.workflow().dependents(mine.second, PageQuery.FIRST)),
        reads("Workflow.children(TaskId)", NO_TASK, (s, mine) -> s.workflow().children(mine.later)),
        reads(
            "Workflow.children(TaskId,PageQuery)",
            NO_TASK,
            (s, mine) -> s.workflow().children(mine.later, PageQuery.FIRST)),
        reads(
            "Workflow.childrenHaveEnded(TaskId)",
            NO_TASK,
            (s, mine) -> s.workflow().childrenHaveEnded(mine.later)));
  }
}
