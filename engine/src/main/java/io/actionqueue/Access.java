package io.actionqueue;

import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.command.ActorRejection;
import io.actionqueue.core.command.PlatformRejection;
import io.actionqueue.core.command.RunRejection;
import io.actionqueue.core.command.TaskRejection;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Who may do what, and who sees what (spec 03 §10.5): the one place that asks for roles and grants
/// and that hides what belongs to others. What is hidden is answered as if it did not exist.
/// Confined to the engine thread.
final class Access {
  private final QueueState state;

  Access(QueueState state) {
    this.state = state;
  }

  /// What an actor may do in a tenant with a capability.
  Permission permission(ActorId actor, Capability capability, TenantId tenant) {
    if (state.role(actor, tenant) == null) {
      return Permission.NO_ROLE_ASSIGNED;
    }
    return state.hasCapability(actor, capability, tenant)
        ? Permission.ALLOWED
        : Permission.MISSING_CAPABILITY;
  }

  /// Lets only those pass who hold a capability in their tenant.
  ///
  /// @throws ActionQueueException.Refused `unknown_tenant`, `no_role_assigned`,
  ///   `missing_capability`
  void require(Principal principal, Capability capability) {
    requireMember(principal);
    if (principal instanceof Principal.Member(var actor, var tenant)
        && permission(actor, capability, tenant) != Permission.ALLOWED) {
      throw refused(
          "missing_capability",
          "actor " + actor + " lacks " + capability.key() + " in tenant " + tenant);
    }
  }

  /// Lets only those pass who have a role in their tenant, which exists.
  ///
  /// @throws ActionQueueException.Refused `unknown_tenant`, `no_role_assigned`
  void requireMember(Principal principal) {
    if (principal instanceof Principal.Member(var actor, var tenant)) {
      if (state.tenant(tenant) == null) {
        throw Controls.refused(new PlatformRejection.UnknownTenant(tenant));
      }
      if (state.role(actor, tenant) == null) {
        throw refused("no_role_assigned", "actor " + actor + " has no role in tenant " + tenant);
      }
    }
  }

  /// Lets a principal act as a worker only as itself, and only where that is registered as a worker
  /// of the principal's tenant: the rights of one tenant give nothing of another one.
  ///
  /// @throws ActionQueueException.Refused `unknown_actor` or as [#require]
  void requireWorker(Principal principal, ActorId worker) {
    requireSelf(principal, worker);
    if (principal instanceof Principal.Member(_, var tenant)) {
      StateImage.Actor known = state.actor(worker);
      if (known == null || !tenant.equals(known.tenantId())) {
        throw Controls.refused(new ActorRejection.UnknownActor(worker));
      }
    }
  }

  /// Lets a principal register itself only, in its own tenant.
  ///
  /// @throws ActionQueueException.Refused `unknown_tenant`, `unknown_actor` or as [#require]
  void requireRegistration(Principal principal, ActorRegistration registration) {
    requireSelf(principal, registration.actorId());
    requireTenant(principal, registration.tenantId());
  }

  private void requireSelf(Principal principal, ActorId worker) {
    if (principal instanceof Principal.Member(var actor, _) && !actor.equals(worker)) {
      throw Controls.refused(new ActorRejection.UnknownActor(worker));
    }
    require(principal, Capability.CAN_EXECUTE);
  }

  /// Whether a principal may act as a worker now.
  boolean mayWork(Principal principal, ActorId worker) {
    try {
      requireWorker(principal, worker);
      return true;
    } catch (ActionQueueException.Refused refused) {
      return false;
    }
  }

  /// Lets a principal name only its own tenant.
  ///
  /// @throws ActionQueueException.Refused `unknown_tenant`
  void requireTenant(Principal principal, @Nullable TenantId named) {
    if (principal instanceof Principal.Member(_, var own) && !own.equals(named)) {
      TenantId unknown = named == null ? own : named;
      throw Controls.refused(new PlatformRejection.UnknownTenant(unknown));
    }
  }

  /// Lets a principal limit and pause what belongs to its tenant: the tenant itself and its keys.
  /// Actions are shared by all tenants, and no tenant's.
  ///
  /// @throws ActionQueueException.Refused `unknown_tenant`, `missing_capability` or as [#require]
  void requireOperator(Principal principal, Scope scope) {
    require(principal, Capability.CAN_OPERATE);
    switch (scope) {
      case Scope.Tenant(var named) -> requireTenant(principal, named);
      case Scope.Key(var named, _) -> requireTenant(principal, named);
      case Scope.Action _ ->
          requireEmbedder(principal, scope.label() + " is shared by all tenants");
    }
  }

  /// Lets only whoever embeds the engine pass.
  ///
  /// @throws ActionQueueException.Refused `missing_capability` or as [#requireMember]
  void requireEmbedder(Principal principal, String why) {
    requireMember(principal);
    if (principal instanceof Principal.Member) {
      throw refused("missing_capability", "not offered to a tenant: " + why);
    }
  }

  /// Whether a scope is there for a principal.
  static boolean sees(Principal principal, Scope scope) {
    return switch (scope) {
      case Scope.Tenant(var owner) -> sees(principal, owner);
      case Scope.Key(var owner, _) -> sees(principal, owner);
      case Scope.Action _ -> principal instanceof Principal.Embedder;
    };
  }

  /// Whether something that a tenant owns, or nobody, is there for a principal.
  static boolean sees(Principal principal, @Nullable TenantId owner) {
    return switch (principal) {
      case Principal.Embedder _ -> true;
      case Principal.Member(_, var tenant) -> tenant.equals(owner);
    };
  }

  /// Whether a principal may ask for what belongs to a tenant; null for what it sees.
  static boolean mayAsk(Principal principal, @Nullable TenantId tenant) {
    return tenant == null || sees(principal, tenant);
  }

  /// The tenant that a question is about: the principal's own, or the one that it names.
  static @Nullable TenantId tenantOf(Principal principal, @Nullable TenantId named) {
    return switch (principal) {
      case Principal.Embedder _ -> named;
      case Principal.Member(_, var own) -> own;
    };
  }

  /// Whether a task is there for a principal.
  static boolean sees(Principal principal, @Nullable TaskEntry task) {
    return switch (principal) {
      case Principal.Embedder _ -> true;
      case Principal.Member _ -> task != null && sees(principal, task.spec().tenantId());
    };
  }

  /// A task that the principal sees.
  ///
  /// @throws ActionQueueException.Refused `unknown_task`
  TaskEntry task(Principal principal, TaskId id) {
    TaskEntry task = state.task(id);
    if (task == null || !sees(principal, task)) {
      throw Controls.refused(new TaskRejection.UnknownTask(id));
    }
    return task;
  }

  /// A task that the principal sees, for reading; needs a role.
  ///
  /// @throws ActionQueueException.Refused `unknown_task` or as [#requireMember]
  TaskEntry readable(Principal principal, TaskId id) {
    requireMember(principal);
    return task(principal, id);
  }

  /// A task that the principal sees, to be changed.
  ///
  /// @throws ActionQueueException.Refused `unknown_task` or as [#require]
  TaskEntry changeable(Principal principal, Capability needed, TaskId id) {
    require(principal, needed);
    return task(principal, id);
  }

  /// A run that the principal sees.
  ///
  /// @throws ActionQueueException.Refused `unknown_run`
  RunEntry run(Principal principal, RunId id) {
    RunEntry run = state.run(id);
    if (run == null || !sees(principal, run.task())) {
      throw Controls.refused(new RunRejection.UnknownRun(id));
    }
    return run;
  }

  /// Checks what a submission refers to: the tenant is the principal's own, and parent and
  /// prerequisites are there for it. What workers submit refers to tasks of its own tenant.
  ///
  /// @throws ActionQueueException.Refused `unknown_tenant`, `unknown_parent`, `unknown_task` or as
  ///   [#require]
  void requireSubmission(TaskRequest request) {
    Principal principal = request.submitter();
    if (request.hidesOthers()) {
      request
          .requestedDependencies()
          .forEach(each -> refuseIfOthers(request.requestedTenant(), each));
    }
    if (principal instanceof Principal.Embedder) {
      return;
    }
    require(principal, Capability.CAN_SUBMIT);
    requireTenant(principal, request.requestedTenant());
    TaskId parent = request.requestedParent();
    if (parent != null && !sees(principal, state.task(parent))) {
      throw refused("unknown_parent", "parent " + parent + " is unknown");
    }
    request.requestedDependencies().forEach(each -> task(principal, each));
  }

  private void refuseIfOthers(@Nullable TenantId owner, TaskId id) {
    TaskEntry task = state.task(id);
    if (task != null && !Objects.equals(owner, task.spec().tenantId())) {
      throw Controls.refused(new TaskRejection.UnknownTask(id));
    }
  }

  private static ActionQueueException.Refused refused(String code, String message) {
    return new ActionQueueException.Refused(new Refusal(code, message));
  }
}
