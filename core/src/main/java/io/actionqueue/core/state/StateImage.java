package io.actionqueue.core.state;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The whole recorded state at one sequence, immutable: what snapshots hold and what views show.
///
/// Lists are in order of creation unless a record says otherwise. All instants are epoch seconds,
/// unsigned.
///
/// @param sequence the last event contained
/// @param tasks every task
/// @param runs every run
/// @param engine whether the engine is paused
/// @param dependencies one entry per declaring task
/// @param budgets one entry per (task, dimension)
/// @param subscriptions also triggered and canceled ones
/// @param actors also deregistered ones
/// @param tenants every tenant
/// @param roles one per (actor, tenant)
/// @param grants also revoked ones
/// @param ledger in order of appending
/// @param extensions the events that stand for what log version 5 does not know
public record StateImage(
    long sequence,
    List<Task> tasks,
    List<Run> runs,
    Engine engine,
    List<Dependencies> dependencies,
    List<Budget> budgets,
    List<Subscription> subscriptions,
    List<Actor> actors,
    List<Tenant> tenants,
    List<RoleAssignment> roles,
    List<CapabilityGrant> grants,
    List<LedgerEntry> ledger,
    List<ExtensionEvent> extensions) {

  /// Copies the lists, where they are not immutable already.
  public StateImage {
    tasks = List.copyOf(tasks);
    runs = List.copyOf(runs);
    dependencies = List.copyOf(dependencies);
    budgets = List.copyOf(budgets);
    subscriptions = List.copyOf(subscriptions);
    actors = List.copyOf(actors);
    tenants = List.copyOf(tenants);
    roles = List.copyOf(roles);
    grants = List.copyOf(grants);
    ledger = List.copyOf(ledger);
    extensions = List.copyOf(extensions);
  }

  /// The state of an empty log.
  public static final StateImage EMPTY =
      new StateImage(
          0,
          List.of(),
          List.of(),
          new Engine(false, null, null),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of());

  /// A task.
  ///
  /// @param spec as submitted
  /// @param createdAt when it was created
  /// @param canceledAt when it was canceled, null if it was not
  public record Task(TaskSpec spec, long createdAt, @Nullable Long canceledAt) {}

  /// A run with its past.
  ///
  /// @param instance state and counters
  /// @param history every state entered, oldest first
  /// @param attempts every attempt, oldest first
  /// @param lease the open lease, null if there is none
  public record Run(
      RunInstance instance,
      List<HistoryEntry> history,
      List<Attempt> attempts,
      @Nullable Lease lease) {}

  /// One step of a run's past.
  ///
  /// @param from the state left, null for the first entry
  /// @param to the state entered
  /// @param timestamp when
  public record HistoryEntry(@Nullable RunState from, RunState to, long timestamp) {}

  /// One attempt.
  ///
  /// @param attemptId its id
  /// @param startedAt when it began
  /// @param finishedAt when it ended, null while it is open
  /// @param result how it ended, null while it is open
  /// @param error error text, null if there is none
  /// @param output output bytes, null if there are none
  public record Attempt(
      AttemptId attemptId,
      long startedAt,
      @Nullable Long finishedAt,
      @Nullable AttemptResult result,
      @Nullable String error,
      @Nullable Bytes output) {}

  /// An open lease.
  ///
  /// @param owner who holds it
  /// @param expiry from when on it counts as expired
  /// @param acquiredAt when it was taken
  /// @param updatedAt when it was last extended
  public record Lease(String owner, long expiry, long acquiredAt, long updatedAt) {}

  /// Pause and resume.
  ///
  /// @param paused whether the engine is paused
  /// @param pausedAt the last pause, null if there was none
  /// @param resumedAt the resume after the last pause, null if there was none
  public record Engine(boolean paused, @Nullable Long pausedAt, @Nullable Long resumedAt) {}

  /// What a task waits for.
  ///
  /// @param taskId the waiting task
  /// @param dependsOn its prerequisites in ascending byte order; may be empty
  public record Dependencies(TaskId taskId, List<TaskId> dependsOn) {}

  /// A budget.
  ///
  /// @param taskId the task
  /// @param dimension what is counted
  /// @param limit the ceiling, unsigned
  /// @param consumed what was consumed since the last allocation or replenishment, unsigned
  /// @param allocatedAt when it was allocated
  /// @param exhausted whether it is used up
  public record Budget(
      TaskId taskId,
      BudgetDimension dimension,
      long limit,
      long consumed,
      long allocatedAt,
      boolean exhausted) {}

  /// A subscription.
  ///
  /// @param subscriptionId its id
  /// @param taskId the subscribing task
  /// @param filter what it waits for
  /// @param createdAt when it was made
  /// @param triggeredAt the latest match, null if there was none
  /// @param canceledAt when it ended, null if it did not
  public record Subscription(
      SubscriptionId subscriptionId,
      TaskId taskId,
      EventFilter filter,
      long createdAt,
      @Nullable Long triggeredAt,
      @Nullable Long canceledAt) {}

  /// A registered worker.
  ///
  /// @param actorId its id
  /// @param identity the name under which it holds leases
  /// @param capabilities what it can do
  /// @param department its department, null for none
  /// @param heartbeatIntervalSecs seconds between beats, unsigned
  /// @param tenantId its tenant, null for none
  /// @param registeredAt when it registered
  /// @param lastHeartbeatAt its last recorded beat, null if there was none
  /// @param deregisteredAt when it left, null if it did not
  public record Actor(
      ActorId actorId,
      String identity,
      List<String> capabilities,
      @Nullable String department,
      long heartbeatIntervalSecs,
      @Nullable TenantId tenantId,
      long registeredAt,
      @Nullable Long lastHeartbeatAt,
      @Nullable Long deregisteredAt) {

    /// Whether it is registered and has not left.
    public boolean isActive() {
      return deregisteredAt == null;
    }
  }

  /// A tenant.
  ///
  /// @param tenantId its id
  /// @param name its name
  /// @param createdAt when it was made
  public record Tenant(TenantId tenantId, String name, long createdAt) {}

  /// A role of an actor in a tenant.
  ///
  /// @param actorId the actor
  /// @param role the role
  /// @param tenantId the tenant
  /// @param assignedAt when
  public record RoleAssignment(ActorId actorId, Role role, TenantId tenantId, long assignedAt) {}

  /// A grant.
  ///
  /// @param actorId the actor
  /// @param capability what was granted
  /// @param tenantId the tenant
  /// @param grantedAt when
  /// @param revokedAt when it was taken back, null if it holds
  public record CapabilityGrant(
      ActorId actorId,
      Capability capability,
      TenantId tenantId,
      long grantedAt,
      @Nullable Long revokedAt) {}

  /// A ledger entry.
  ///
  /// @param entryId its id
  /// @param tenantId the tenant
  /// @param ledgerKey the list that it belongs to
  /// @param actorId who acted, null if nobody is named
  /// @param payload opaque bytes
  /// @param timestamp when it was recorded
  public record LedgerEntry(
      LedgerEntryId entryId,
      TenantId tenantId,
      String ledgerKey,
      @Nullable ActorId actorId,
      Bytes payload,
      long timestamp) {}
}
