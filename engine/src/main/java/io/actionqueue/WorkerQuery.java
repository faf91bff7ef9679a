package io.actionqueue;

import io.actionqueue.core.id.DepartmentId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.engine.index.Slice;
import io.actionqueue.engine.index.Start;
import io.actionqueue.engine.index.WorkerIndex;
import org.jspecify.annotations.Nullable;

/// Which workers to list, in order of first registration. Immutable; starts as all of them, the
/// first 100.
public final class WorkerQuery {
  /// All workers, also those that left; the first 100.
  public static final WorkerQuery ALL = new WorkerQuery(PageQuery.FIRST, null, null, false);

  private final PageQuery slice;
  private final @Nullable TenantId tenant;
  private final @Nullable DepartmentId department;
  private final boolean activeOnly;

  private WorkerQuery(
      PageQuery slice,
      @Nullable TenantId tenant,
      @Nullable DepartmentId department,
      boolean activeOnly) {
    this.slice = slice;
    this.tenant = tenant;
    this.department = department;
    this.activeOnly = activeOnly;
  }

  /// A slice of the same.
  ///
  /// @param newLimit at most so many, 1 to 1000
  /// @param newOffset how many to pass over, at least 0
  public WorkerQuery slice(int newLimit, long newOffset) {
    return slice(new PageQuery(newLimit, newOffset, null));
  }

  /// A slice of the same.
  ///
  /// @throws io.actionqueue.core.InvalidValue kind `InvalidCursor`
  public WorkerQuery slice(PageQuery newSlice) {
    PageMark.WORKERS.check(newSlice.after());
    return new WorkerQuery(newSlice, tenant, department, activeOnly);
  }

  /// The next page of the same.
  ///
  /// @param next the [Page#next] of this one, null for the beginning
  /// @throws io.actionqueue.core.InvalidValue kind `InvalidCursor`
  public WorkerQuery after(@Nullable String next) {
    return slice(slice.after(next));
  }

  /// Only those of a tenant.
  public WorkerQuery of(TenantId onlyTenant) {
    return new WorkerQuery(slice, onlyTenant, department, activeOnly);
  }

  /// Only those of a department.
  public WorkerQuery of(DepartmentId onlyDepartment) {
    return new WorkerQuery(slice, tenant, onlyDepartment, activeOnly);
  }

  /// Only those that are registered and neither left nor died.
  public WorkerQuery active() {
    return new WorkerQuery(slice, tenant, department, true);
  }

  @Nullable TenantId tenant() {
    return tenant;
  }

  /// The workers that are asked for.
  ///
  /// @param visible only those of this tenant, null for all
  Slice<StateImage.Actor> of(WorkerIndex index, @Nullable TenantId visible) {
    TenantId only = visible == null ? tenant : visible;
    String wanted = department == null ? null : department.text();
    Start start = PageMark.WORKERS.start(slice);
    return wanted == null
        ? index.page(only, activeOnly, start, slice.limit())
        : index.search(
            actor -> wanted.equals(actor.department()), only, activeOnly, start, slice.limit());
  }
}
