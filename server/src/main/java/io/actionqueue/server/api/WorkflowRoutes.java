package io.actionqueue.server.api;

import io.actionqueue.ActionQueueException;
import io.actionqueue.ChildView;
import io.actionqueue.Page;
import io.actionqueue.PageQuery;
import io.actionqueue.Workflow;
import io.actionqueue.client.wire.AttemptVerdict;
import io.actionqueue.client.wire.ChildrenList;
import io.actionqueue.client.wire.DependencyList;
import io.actionqueue.client.wire.ErrorBody;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Caller;
import io.actionqueue.server.http.Route;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// The routes about how tasks hang together (spec 04 §13.2). Thread-safe.
final class WorkflowRoutes {
  private static final String DEPENDENCIES = "/api/v1/tasks/{task_id}/dependencies";

  private final Function<Caller, ? extends QueueReads> queues;
  private final Function<Caller, Workflow> workflows;

  WorkflowRoutes(
      Function<Caller, ? extends QueueReads> queues, Function<Caller, Workflow> workflows) {
    this.queues = queues;
    this.workflows = workflows;
  }

  List<Route> routes() {
    return List.of(
        Route.query(DEPENDENCIES, this::dependencies),
        Route.command("POST", DEPENDENCIES, this::declare),
        Route.query("/api/v1/tasks/{task_id}/children", this::children));
  }

  private ApiResponse dependencies(ApiRequest request, Caller caller) {
    return dependencies(request, caller, ListQuery.page(request.rawQuery()));
  }

  private ApiResponse dependencies(ApiRequest request, Caller caller, PageQuery slice) {
    TaskId task = PathIds.task(request);
    Workflow workflow = workflows.apply(caller);
    Page<TaskId> dependents = await(request, workflow.dependents(task, slice));
    return ApiResponse.json(
        200,
        new DependencyList(
            task,
            await(request, workflow.prerequisites(task)),
            dependents.items(),
            dependents.total(),
            dependents.next()));
  }

  /// A prerequisite that is not there is `unknown_task`, other than the task of the path.
  private ApiResponse declare(ApiRequest request, Caller caller) {
    TaskId task = PathIds.task(request);
    JsonFields fields = JsonFields.of(request.json());
    List<TaskId> wanted = new ArrayList<>();
    for (String text : fields.requiredTexts("depends_on")) {
      wanted.add(prerequisite(fields, text));
    }
    QueueReads queue = queues.apply(caller);
    if (queue.task(task).isEmpty()) {
      throw PathIds.noTask(request);
    }
    Workflow workflow = workflows.apply(caller);
    try {
      EngineAnswers.await(workflow.declareDependencies(task, wanted));
    } catch (ActionQueueException.Refused e) {
      throw e.code().equals("dependency_cycle")
          ? cycle(task, wanted, new Graph(queue, workflow), e)
          : e;
    }
    return dependencies(request, caller, PageQuery.FIRST);
  }

  private static TaskId prerequisite(JsonFields fields, String text) {
    try {
      return TaskId.parse(text);
    } catch (InvalidValue _) {
      throw fields.invalid(ErrorCode.MALFORMED_ID, "depends_on", "is not a UUID: '" + text + "'");
    }
  }

  /// Names the two ends of the cycle: the task, and the first of the prerequisites that leads back
  /// to it.
  private static ApiException cycle(
      TaskId task, List<TaskId> wanted, Graph graph, ActionQueueException.Refused e) {
    TaskId culprit =
        wanted.stream().filter(each -> graph.leadsTo(each, task)).findFirst().orElse(task);
    return ApiException.of(
        new ErrorBody(
            e.code(),
            String.valueOf(e.getMessage()),
            Map.of("task_id", task.toString(), "depends_on", culprit.toString())));
  }

  /// The prerequisites as a caller sees them.
  private record Graph(QueueReads queue, Workflow workflow) {
    boolean leadsTo(TaskId from, TaskId to) {
      var seen = new HashSet<TaskId>();
      var open = new ArrayDeque<TaskId>(List.of(from));
      while (!open.isEmpty()) {
        TaskId next = open.pop();
        if (next.equals(to)) {
          return true;
        }
        if (seen.add(next) && queue.task(next).isPresent()) {
          open.addAll(EngineAnswers.await(workflow.prerequisites(next)));
        }
      }
      return false;
    }
  }

  private ApiResponse children(ApiRequest request, Caller caller) {
    TaskId task = PathIds.task(request);
    PageQuery slice = ListQuery.page(request.rawQuery());
    Workflow workflow = workflows.apply(caller);
    Page<ChildView> page = await(request, workflow.children(task, slice));
    return ApiResponse.json(
        200,
        new ChildrenList(
            task,
            await(request, workflow.childrenHaveEnded(task)),
            page.items().stream().map(WorkflowRoutes::child).toList(),
            slice.limit(),
            slice.offset(),
            page.total(),
            page.next()));
  }

  private static ChildrenList.Child child(ChildView child) {
    return new ChildrenList.Child(
        child.taskId(),
        child.allTerminal(),
        child.runCount(),
        child.runs().stream()
            .map(run ->
                new ChildrenList.ChildRun(
                    run.runId(),
                    run.state(),
                    AttemptVerdict.of(run.lastResult(), run.lastError()),
                    run.lastError(),
                    run.lastOutput()))
            .toList());
  }

  private static <T> T await(ApiRequest request, CompletableFuture<T> answer) {
    try {
      return EngineAnswers.await(answer);
    } catch (ActionQueueException.Refused e) {
      throw e.code().equals("unknown_task") ? PathIds.noTask(request) : e;
    }
  }
}
