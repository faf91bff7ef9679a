package io.actionqueue;

import static io.actionqueue.Crew.actor;
import static io.actionqueue.Crew.tenant;

import io.actionqueue.core.TimeRange;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.task.RunPolicy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Two tenants, each with one actor that is a worker there, and with one of everything: tasks that
/// wait, execute, are suspended, wait at a gate and have failed, a budget, a subscription, an entry
/// of the ledger, a limit and a pause of a key.
final class TenantScene {
  /// The capabilities that a session asks for.
  static final List<Capability> ALL =
      List.of(
          Capability.CAN_SUBMIT,
          Capability.CAN_EXECUTE,
          Capability.CAN_REVIEW,
          Capability.CAN_APPROVE,
          Capability.CAN_CANCEL,
          Capability.CAN_OPERATE);

  /// What one tenant has.
  static final class Things {
    final int number;
    final ActorId self;
    final Scope scope;
    final Scope key;
    final LedgerEntryId entry;
    final AttemptRef attempt;
    final TaskId later;
    final TaskId second;
    final TaskId child;
    final TaskId executing;
    final RunId ready;
    final RunId suspended;
    final RunId gated;
    final TaskId over;
    final RunId failed;
    final SubscriptionId subscription;

    private Things(ActionQueue queue, int number) {
      this.number = number;
      this.self = actor(10 + number);
      this.scope = new Scope.Tenant(tenant(number));
      this.key = new Scope.Key(tenant(number), "k" + number);
      queue.platform().createTenant(tenant(number), "tenant " + number).join();
      queue.platform().assignRole(self, Role.OPERATOR, tenant(number)).join();
      Crew.register(queue, Crew.ofTenant(10 + number, tenant(number), "away"));
      this.over = submit(queue, TaskRequest.of("fail"));
      RunId gate = first(queue, submit(queue, TaskRequest.of("gate")));
      this.gated = gate;
      var toSuspend = submit(queue, TaskRequest.of("away"));
      queue.runUntilIdle();
      this.failed = World.runOf(queue, over);
      AttemptRef held = Crew.claim(queue, 10 + number, 1).getFirst().ref();
      queue.workers().report(held, WorkerReport.of(Outcome.suspend())).join();
      this.suspended = first(queue, toSuspend);
      this.executing = submit(queue, TaskRequest.of("away"));
      queue.tick();
      this.attempt = Crew.claim(queue, 10 + number, 1).getFirst().ref();
      this.ready = first(queue, submit(queue, TaskRequest.of("away")));
      this.second = submit(queue, yearly());
      this.later = submit(queue, yearly().after(List.of(second)));
      this.child = submit(queue, yearly().parent(later));
      queue.tick();
      queue.budgets().allocate(later, BudgetDimension.TOKEN, 5).join();
      this.subscription =
          queue.subscriptions().create(later, new EventFilter.Custom("go")).join().id();
      var record = LedgerRequest.of(tenant(number), "audit").actor(self);
      this.entry = queue.ledger().append(record).join().id();
      queue.limits().set(key, Limit.ofPermits(1)).join();
      queue.limits().pause(key).join();
    }

    static TaskRequest yearly() {
      return TaskRequest.of("away").runPolicy(new RunPolicy.Cron("0 0 0 1 1 *", 1L));
    }

    private TaskId submit(ActionQueue queue, TaskRequest request) {
      return World.submit(queue, request.tenant(tenant(number)));
    }

    private static RunId first(ActionQueue queue, TaskId task) {
      return World.runOf(queue, task);
    }

    /// The ids that nobody else may be shown.
    List<String> secrets() {
      return Stream.of(
              self,
              entry,
              attempt.runId(),
              attempt.attemptId(),
              later,
              second,
              child,
              executing,
              ready,
              suspended,
              gated,
              over,
              failed,
              subscription,
              tenant(number))
          .map(Object::toString)
          .toList();
    }

    /// All that can be seen of them, as text.
    String portrait(ActionQueue queue) {
      var all = new ArrayList<Object>();
      for (TaskId task : List.of(later, second, child, executing, over)) {
        all.add(queue.task(task).join());
        all.add(queue.budgets().of(task).join());
        all.add(queue.workflow().prerequisites(task).join());
      }
      for (RunId run : List.of(ready, suspended, gated, failed, attempt.runId())) {
        all.add(queue.run(run).join());
        all.add(queue.approvals().of(run).join());
      }
      all.add(queue.subscriptions().show(subscription).join());
      all.add(queue.ledger().page(new LedgerQuery(100, 0, tenant(number), null)).join());
      all.add(queue.workers().list(WorkerQuery.ALL.of(tenant(number))).join());
      all.add(queue.tasks(new TaskQuery(1, 0, null, tenant(number), TimeRange.ALL)).join().total());
      for (var limit : queue.limits().list().join()) {
        all.add(limit.scope().equals(key) || limit.scope().equals(scope) ? limit : "");
      }
      for (Scope paused : queue.limits().paused().join()) {
        all.add(paused.equals(key) || paused.equals(scope) ? paused : "");
      }
      return all.toString();
    }
  }

  final ActionQueue queue;
  final Things mine;
  final Things theirs;

  private TenantScene(ActionQueue queue) {
    this.queue = queue;
    this.mine = new Things(queue, 1);
    this.theirs = new Things(queue, 2);
  }

  static TenantScene in(World world) {
    return new TenantScene(
        world.openWith(options ->
            options
                .leaseTimeoutSecs(3600)
                .handler("fail", _ -> Outcome.fail("boom"))
                .handler("gate", _ -> Outcome.awaitDecision("g"))));
  }

  /// The first tenant as the actor of this number has it, with these capabilities there and no
  /// others.
  Session member(int number, Set<Capability> held) {
    var all = new LinkedHashSet<>(queue.platform().capabilities(actor(number), tenant(1)).join());
    for (Capability each : ALL) {
      if (held.contains(each) && !all.contains(each)) {
        queue.platform().grant(actor(number), each, tenant(1)).join();
      } else if (!held.contains(each) && all.contains(each)) {
        queue.platform().revoke(actor(number), each, tenant(1)).join();
      }
    }
    return queue.as(Principal.of(actor(number), tenant(1)));
  }

  /// The second tenant as its actor has it, with every right there.
  Session foreigner() {
    ALL.forEach(each -> queue.platform().grant(actor(12), each, tenant(2)).join());
    return queue.as(Principal.of(actor(12), tenant(2)));
  }

  long sequence() {
    return queue.stats().join().latestSequence();
  }
}
