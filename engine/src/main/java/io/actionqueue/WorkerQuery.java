package io.actionqueue;

import io.actionqueue.core.id.DepartmentId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.state.StateImage;
import org.jspecify.annotations.Nullable;

/// Which workers to list, in order of first registration. Immutable; starts as all of them, the
/// first 100.
public final class WorkerQuery {
  /// All workers, also those that left; the first 100.
  public static final WorkerQuery ALL = new WorkerQuery(100, 0, null, null, false);

  private final int limit;
  private final long offset;
  private final @Nullable TenantId tenant;
  private final @Nullable DepartmentId department;
  private final boolean activeOnly;

  private WorkerQuery(
      int limit,
      long offset,
      @Nullable TenantId tenant,
      @Nullable DepartmentId department,
      boolean activeOnly) {
    this.limit = limit;
    this.offset = offset;
    this.tenant = tenant;
    this.department = department;
    this.activeOnly = activeOnly;
  }

  /// A slice of the same.
  ///
  /// @param newLimit at most so many, 1 to 1000
  /// @param newOffset how many to pass over, at least 0
  public WorkerQuery slice(int newLimit, long newOffset) {
    if (newLimit < 1 || newLimit > 1000 || newOffset < 0) {
      throw new IllegalArgumentException("limit must be 1 to 1000 and offset not negative");
    }
    return new WorkerQuery(newLimit, newOffset, tenant, department, activeOnly);
  }

  /// Only those of a tenant.
  public WorkerQuery of(TenantId onlyTenant) {
    return new WorkerQuery(limit, offset, onlyTenant, department, activeOnly);
  }

  /// Only those of a department.
  public WorkerQuery of(DepartmentId onlyDepartment) {
    return new WorkerQuery(limit, offset, tenant, onlyDepartment, activeOnly);
  }

  /// Only those that are registered and neither left nor died.
  public WorkerQuery active() {
    return new WorkerQuery(limit, offset, tenant, department, true);
  }

  int limit() {
    return limit;
  }

  long offset() {
    return offset;
  }

  boolean matches(StateImage.Actor actor) {
    return (!activeOnly || actor.isActive())
        && (tenant == null || tenant.equals(actor.tenantId()))
        && (department == null || department.text().equals(actor.department()));
  }
}
